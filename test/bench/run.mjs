import { parseArgs } from 'node:util';
import { runImport } from './import/run-import.mjs';
import { describeMachine, isBusy, machineFacts } from './machine.mjs';
import { sectionText } from './print.mjs';
import { runScoring } from './scoring/run-scoring.mjs';
import { runBurst } from './service/burst.mjs';
import { runStart } from './service/start.mjs';
import { runThroughput } from './service/throughput.mjs';

/*
 * npm run bench -- [scoring|burst|throughput|start|import …] [--json] [--seconds n] [--repetitions n] [--people n] [--profile folder]
 *
 * `--profile` makes the throughput part write CPU profiles of the service, one per thread; that slows it down.
 * Prints what it measures beside what we want. A missed aim is no failure; a wrong answer is, and ends with 1.
 */
const SECTIONS = {
  scoring: runScoring,
  burst: runBurst,
  throughput: runThroughput,
  start: runStart,
  import: runImport,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    people: { type: 'string' },
    seconds: { type: 'string' },
    repetitions: { type: 'string' },
    profile: { type: 'string' },
  },
});

const unknown = positionals.filter((name) => !Object.hasOwn(SECTIONS, name));
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. Known: ${Object.keys(SECTIONS).join(', ')}`);
  process.exit(2);
}

const say = (text) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : '');
const number = (text) => (text === undefined ? undefined : Number(text));
const nodeArgs = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`];
const options = {
  people: number(values.people),
  seconds: number(values.seconds),
  repetitions: number(values.repetitions),
  nodeArgs,
  say,
};

const machine = machineFacts();
if (!values.json) console.log(describeMachine(machine).join('\n'));
if (!values.json && isBusy(machine)) console.log('The machine is busy: trust ratios, not absolute numbers.');

const sections = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(SECTIONS)) {
  try {
    const section = await SECTIONS[name](options);
    say('');
    sections.push(section);
    if (!values.json) console.log(sectionText(section));
  } catch (error) {
    console.error(`\n${name} failed: ${error.stack}`);
    process.exitCode = 1;
  }
}
if (values.json) console.log(JSON.stringify({ machine, sections }, undefined, 2));
