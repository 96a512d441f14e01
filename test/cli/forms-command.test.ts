import { addFormsCommands } from '../../src/cli/forms-command.js';
import { createProgram, runProgram } from '../../src/cli/run-program.js';
import type { ServiceClient } from '../../src/cli/service-client.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { PassThrough, Readable } from 'node:stream';

const FORM = '2c4d1f3e-0d6b-4f5a-9f0e-6f0a1b2c3d4e';
const HELD = {
  id: 7,
  at: '2026-11-21T12:00:00.000Z',
  contactId: '101',
  kind: 'jump',
  from: 'lead',
  stage: 'sql',
  form: FORM,
  state: 'open',
  because: 'no proof',
};

async function run(words: readonly string[], { lines = [] as readonly unknown[], answer = {} } = {}) {
  const asked: unknown[] = [];
  const service: ServiceClient = {
    ask: async (place, body) => (asked.push([place, body]), Response.json(answer)),
    async *lines(place) {
      asked.push([place]);
      for (const line of lines) yield JSON.stringify(line);
    },
  };
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  let exit: number | undefined;
  const terminal: Terminal = {
    stdout,
    stderr,
    stdin: Readable.from([]),
    isTTY: { stdout: false, stderr: false },
    now: () => 0,
    exit: (code) => void (exit = code),
  };
  const program = createProgram(terminal);
  addFormsCommands(program, { terminal, service });
  await runProgram(program, words, terminal);
  return { asked, out: String((stdout.read() as Buffer | null) ?? ''), exit };
}

describe('handoff forms, quarantine and reconcile', () => {
  it('asks the service for a token, good for a year, and prints value and field', async () => {
    const answer = {
      value: 'h1.x',
      expiresAt: '2027-11-21T00:00:00.000Z',
      field: { name: 'handoff_request', hidden: true },
    };

    const { asked, out } = await run(['forms', 'token', '--form', FORM, '--kind', 'demo_requested'], { answer });

    expect(asked).toEqual([['forms/tokens', { form: FORM, kind: 'demo_requested', days: 365 }]]);
    expect(out).toContain('h1.x');
    expect(out).toContain('"name": "handoff_request"');
  });

  it('lists what is held, as a table and as JSON lines', async () => {
    const table = await run(['quarantine', 'list'], { lines: [HELD] });
    const json = await run(['quarantine', 'list', '--json', '--all'], { lines: [HELD] });

    expect([table.asked, json.asked]).toEqual([[['quarantine?state=open']], [['quarantine']]]);
    expect(table.out).toContain('no proof');
    expect(JSON.parse(json.out)).toEqual(HELD);
  });

  it.each([
    ['release', 'released', 0],
    ['revert', 'reverted', 0],
    ['revert', 'not-possible', 1],
  ])('%s says what came of it: %s', async (how, state, exit) => {
    const ran = await run(['quarantine', how, '7'], { answer: { state, because: 'so' } });

    expect([ran.asked, ran.out, ran.exit]).toEqual([[[`quarantine/7/${how}`, {}]], `${state}: so\n`, exit]);
  });

  it('refuses an id that is none, before any effect', async () => {
    const { asked, exit } = await run(['quarantine', 'release', '../x']);

    expect([asked, exit]).toEqual([[], 2]);
  });

  it('says that log and portal agree', async () => {
    const { asked, out } = await run(['reconcile', '--since', '2026-11-21']);

    expect([asked, out]).toEqual([[['reconcile?since=2026-11-21']], 'Log and portal agree.\n']);
  });
});
