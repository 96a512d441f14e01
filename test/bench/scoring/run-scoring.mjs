import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median, short, whole } from '../numbers.mjs';
import { people } from './people.mjs';
import { compareAnswers } from './same-answers.mjs';
import { createSetup, ENGINES, OURS, OUTSIDE, PEERS } from './setup.mjs';

const MEASURE = fileURLToPath(new URL('measure.mjs', import.meta.url));
const COMPARED = 1000;
const PEOPLE = 100_000;
const SLOWEST = 'json-rules-engine';

const run = promisify(execFile);

async function measure(name, seconds) {
  const { stdout } = await run(process.execPath, [MEASURE, name, String(PEOPLE), String(seconds)]);
  const { scored, seconds: took, cpuSeconds } = JSON.parse(stdout);
  return { scored, perSecond: scored / took, perCoreSecond: scored / cpuSeconds };
}

/** Candidates take turns inside each repetition, so that what the machine does besides hits all of them. */
async function measureAll({ seconds, repetitions, say }) {
  const measured = new Map(ENGINES.map((name) => [name, []]));
  for (let repetition = 1; repetition <= repetitions; repetition += 1) {
    for (const name of ENGINES) {
      say(`scoring: repetition ${repetition} of ${repetitions}, ${name}`);
      measured.get(name).push(await measure(name, seconds));
    }
  }
  return measured;
}

function summarise(measured) {
  const medians = [...measured].map(([name, runs]) => ({
    name,
    perCoreSecond: median(runs.map((one) => one.perCoreSecond)),
    perSecond: median(runs.map((one) => one.perSecond)),
    runs,
  }));
  const ours = medians.find(({ name }) => name === OURS);
  return medians.map((one) => ({
    ...one,
    timesSlower: ours.perCoreSecond / one.perCoreSecond,
    timesSlowerByClock: ours.perSecond / one.perSecond,
  }));
}

function aimsOf(engines) {
  const slowest = engines.find(({ name }) => name === SLOWEST);
  const others = engines.filter(({ name }) => PEERS.includes(name) && name !== SLOWEST);
  const fastest = others.reduce((best, one) => (one.timesSlower < best.timesSlower ? one : best));
  return [
    {
      what: `speed against ${SLOWEST}`,
      aim: '≥ 100 ×',
      got: `${short(slowest.timesSlower)} ×`,
      met: slowest.timesSlower >= 100,
    },
    {
      what: `speed against the fastest other (${fastest.name})`,
      aim: '≥ 9 ×',
      got: `${short(fastest.timesSlower)} ×`,
      met: fastest.timesSlower >= 9,
    },
  ];
}

function tableOf(engines) {
  return {
    head: [
      'engine',
      'contacts/s of one core',
      'µs of CPU each',
      'handoff is faster',
      'contacts/s by the clock',
      'by the clock',
    ],
    rows: engines.map(({ name, perCoreSecond, perSecond, timesSlower, timesSlowerByClock }) => [
      name,
      whole(perCoreSecond),
      short(1e6 / perCoreSecond),
      PEERS.includes(name) ? `${short(timesSlower)} ×` : '',
      whole(perSecond),
      PEERS.includes(name) ? `${short(timesSlowerByClock)} ×` : '',
    ]),
  };
}

/**
 * Our scorer beside four rule engines, on one model.
 *
 * @throws Error when an engine answers differently: then there is nothing to compare
 */
export async function runScoring({ seconds = 2, repetitions = 3, say }) {
  const same = await compareAnswers(createSetup(), people(COMPARED));
  const wrong = same.peers.find(({ differences }) => differences > 0);
  if (wrong)
    throw new Error(`${wrong.name} answers ${wrong.differences} people differently: ${JSON.stringify(wrong.first)}`);
  const engines = summarise(await measureAll({ seconds, repetitions, say }));
  return {
    name: 'scoring',
    title: 'Scoring: 30 rules, 40 properties, with reasons',
    notes: [
      `Same answers first: 0 differences in score, axes and reasons of ${whole(COMPARED)} people (${short(same.reasonsPerPerson)} reasons each, ${same.scores} different scores).`,
      `Median of ${repetitions} processes per engine, taking turns; ${whole(PEOPLE)} people, of which slow engines see only the first.`,
      'Done for the peers outside their language, in plain JavaScript and timed with them: reading text, numbers and dates',
      `into values, caps, clamps, the weighted mean, rounding, sorting the reasons. "${OUTSIDE}" is that part without any engine.`,
      'Handoff also answers which rules are unknown, and the coverage; no peer does.',
    ],
    tables: [tableOf(engines)],
    aims: aimsOf(engines),
    data: { same, engines },
  };
}
