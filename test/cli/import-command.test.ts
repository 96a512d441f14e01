import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { AppError } from '../../src/app/errors.js';
import { addImportCommand } from '../../src/cli/import-command.js';
import { createProgram, runProgram } from '../../src/cli/run-program.js';
import type { ServiceClient } from '../../src/cli/service-client.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { writeReport } from '../../src/files/report-csv.js';
import { writeUndoFile } from '../../src/files/undo-file.js';

const ID = '79668a373589';
const SUMMARY = {
  ...{ rows: 2, people: 2, known: 1, created: 0, updated: 1, unchanged: 0, duplicates: 0 },
  ...{ moves: {}, held: {}, failed: { 'not an e-mail address': 1 } },
};
const DONE = {
  ...{ id: ID, kind: 'import', source: 'mine', state: 'done', because: '', dryRun: false, rows: 2, doneRow: 2 },
  summary: SUMMARY,
};
const ROWS = [
  { row: 1, contactId: '101', created: false, before: { city: 'Gent' }, sets: { city: 'Ghent' }, outcome: 'done' },
  {
    row: 2,
    contactId: null,
    created: false,
    before: {},
    sets: {},
    outcome: 'failed',
    because: 'not an e-mail address',
  },
].map((row) => ({ from: null, to: null, because: '', ...row }));

describe('handoff import', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-import-'));
  const file = path.join(folder, 'leads.csv');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true });
    writeFileSync(file, 'Email,City\na@example.com,Ghent\nno address,Ghent\n');
  });

  /** Runs a command line against a service which answers so. */
  async function run(words: readonly string[], given: { readonly answer?: object; readonly rows?: Error } = {}) {
    const asked: string[] = [];
    const service: ServiceClient = {
      ask: async (place) => (asked.push(place), Response.json(given.answer ?? DONE)),
      async *lines(place) {
        asked.push(place);
        if (given.rows) throw given.rows;
        for (const row of ROWS) yield JSON.stringify(row);
      },
    };
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    let exit: number | undefined;
    const terminal: Terminal = {
      ...{ stdout, stderr, stdin: Readable.from([]), isTTY: { stdout: false, stderr: false } },
      ...{ now: () => 0, exit: (code) => void (exit = code) },
    };
    const program = createProgram(terminal);
    const mapping = { name: 'mine', email: ['Email'], contactId: [], stage: undefined, properties: { City: 'city' } };
    const tools = { loadMapping: () => mapping, writeReport, writeUndoFile };
    addImportCommand(program, { terminal, service, operator: 'operator:ada', tools });
    await runProgram(program, words, terminal);
    const read = (stream: PassThrough) => String((stream.read() as Buffer | null) ?? '');
    return { asked, out: read(stdout), err: read(stderr), exit };
  }

  const report = () => readFileSync(path.join(folder, `leads.report-${ID}.csv`), 'utf8');

  it('says its id at once, what came of it at the end, and leaves report and undo file beside the file', async () => {
    const { out, err, exit } = await run(['import', file, '--source', 'mine']);

    expect([err, exit]).toEqual([`handoff: import ${ID} is with the service\n`, 1]);
    expect(out).toContain(`Import ${ID} with the mapping mine\n`);
    expect(out).toContain(`Rows that did not do what they said: ${folder}/leads.report-${ID}.csv\n`);
    expect(report()).toBe(
      '"row","contact","result","reason","Email","City"\n"2","","not done","not an e-mail address","no address","Ghent"\n',
    );
    expect(readFileSync(path.join(folder, `leads.undo-${ID}.jsonl`), 'utf8')).toBe(
      '{"row":1,"contactId":"101","created":false,"before":{"city":"Gent"},"set":{"city":"Ghent"}}\n',
    );
  });

  it('writes report and undo file once more, whoever began the import', async () => {
    const { asked, out, exit } = await run(['import', 'report', ID, file]);

    expect([asked[0], exit]).toEqual([`imports/${ID}`, 1]);
    expect(out).toContain('rows read                 2\n');
    expect(report()).toContain('"no address"');
  });

  it('says what came of it although a file cannot be written, and how to have it written', async () => {
    const elsewhere = path.join(folder, 'x'.repeat(240)); // beside it no longer name fits
    writeFileSync(elsewhere, 'Email,City\n');

    const { out, err, exit } = await run(['import', elsewhere, '--source', 'mine']);

    expect(out).toContain('rows read                 2\n');
    expect(out).not.toContain('What was there before');
    expect(err).toContain(`report-${ID}.csv: cannot be written\n`);
    expect(err).toContain(`handoff: what became of it says handoff import report ${ID} ${elsewhere}\n`);
    expect(exit).toBe(1);
  });

  it('does not call an import refused whose service went away', async () => {
    const { err, exit } = await run(['import', file, '--source', 'mine'], {
      rows: new AppError('STORE_UNAVAILABLE', 'No service answers'),
    });

    expect(err).toContain(`No service answers\nhandoff: what became of it says handoff import report ${ID} ${file}\n`);
    expect(exit).toBe(1);
  });

  it.each([
    ['refused', `handoff: ${path.join(tmpdir(), '')}`, 2],
    ['stopped', `handoff: import ${ID} stopped at row 2: no column  [31mfor the person\n`, 1],
  ])('says why it is %s, with nothing of the file in command of the terminal', async (state, said, code) => {
    const because = 'no column \u001b[31mfor the person';

    const { err, exit } = await run(['import', file, '--source', 'mine'], { answer: { ...DONE, state, because } });

    expect(err).toContain(said);
    expect(err).not.toContain('\u001b');
    expect(exit).toBe(code);
    expect(existsSync(path.join(folder, `leads.report-${ID}.csv`))).toBe(false);
  });

  it('shows words of the file as they can be printed', async () => {
    const failed = { 'the stage "\u001b[2J\u0007x" is not known': 1 };

    const { out } = await run(['import', 'report', ID], { answer: { ...DONE, summary: { ...SUMMARY, failed } } });

    expect(out).toContain('the stage " [2J x" is not known\n');
    rmSync(`handoff.report-${ID}.csv`, { force: true });
    rmSync(`handoff.undo-${ID}.jsonl`, { force: true });
  });
});
