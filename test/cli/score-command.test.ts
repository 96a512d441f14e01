import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { runHandoff, type Ran } from './terminal-fake.js';

const MODEL = `name: m
require:
  - { id: served, when: { property: country, isNot: Atlantis }, because: Not in Atlantis, unknown: allow }
fit: { max: 20, rules: [{ id: boss, when: { property: jobtitle, contains: director }, points: 10, because: Decides }] }
intent:
  max: 40
  rules:
    - { id: demo, when: { signal: demo_requested, withinDays: 30 }, points: 20, halfLifeDays: 10, because: Asked for a demo }
    - { id: team, when: { company: engaged_contacts, atLeast: 2 }, points: 10, because: Colleagues }
weights: { fit: 0.5, intent: 0.5 }
stages:
  mql: { owner: marketing, next: Nurture, within: 24h, enter: { fit: 50 } }
  sql: { owner: sales, next: Meet, within: 7d, enter: { stage: mql }, direct: [demo_requested] }
`;
const NOW = ['--now', '2026-11-21T00:00:00Z'];

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'score-'));
  fs.writeFileSync(path.join(dir, 'm.yaml'), MODEL);
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

const at = (name: string): string => path.join(dir, name);

function score(
  csv: string | Buffer,
  words: readonly string[] = [],
  settings: Partial<Parameters<typeof runHandoff>[1]> = {},
): Promise<Ran> {
  fs.writeFileSync(at('people.csv'), csv);
  const given = ['score', '--model', at('m.yaml'), '--csv', at('people.csv'), ...NOW, ...words];
  return runHandoff(given, { modelsDir: dir, ...settings });
}

const rowsOf = ({ out }: Ran): Record<string, unknown>[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('handoff score', () => {
  it('prints one line of JSON for each row, keys in a fixed order', async () => {
    const ran = await score('hs_object_id,jobtitle,signal:demo_requested\n7,Director of sales,2026-11-11T00:00:00Z\n');

    expect(ran.err).toBe('');
    expect(ran.code).toBe(0);
    expect(ran.out).toBe(
      `${JSON.stringify({
        row: 1,
        id: '7',
        score: 38,
        fit: 50,
        intent: 25,
        timing: null,
        coverage: 0.75,
        decision: {
          kind: 'advance',
          from: 'lead',
          to: 'sql',
          rule: 'direct:demo_requested',
          missing: [],
          passed: ['mql'],
          confirmWithin: '7d',
        },
        reasons: [
          { rule: 'boss', axis: 'fit', points: 10, because: 'Decides' },
          { rule: 'demo', axis: 'intent', points: 10, because: 'Asked for a demo' },
        ],
        unknown: ['team'],
      })}\n`,
    );
  });

  it.each([
    ['the HubSpot id first', 'email,id,hs_object_id\na@x.com,5,7\n', '7'],
    ['then id', 'email,id,hs_object_id\na@x.com,5, \n', '5'],
    ['then the address', 'email,id\na@x.com,\n', 'a@x.com'],
    ['nothing where there is nothing', 'jobtitle\nx\n', null],
  ])('takes as the id %s', async (_what, csv, id) => {
    expect(rowsOf(await score(csv))[0]?.['id']).toBe(id);
  });

  it.each([
    ['lead where there is no stage', 'email\na@x.com\n', 'lead'],
    ['the lifecycle stage', 'lifecyclestage\nmarketingqualifiedlead\n', 'mql'],
    ['the lead status beside it', 'lifecyclestage,hs_lead_status\nmarketingqualifiedlead,IN_PROGRESS\n', 'sal'],
    ['a stage of the portal itself', 'lifecyclestage\n12345\n', '12345'],
  ])('starts from %s', async (_what, csv, from) => {
    expect(rowsOf(await score(csv))[0]).toMatchObject({ decision: { from } });
  });

  it.each([
    ['several times', '"2026-11-20;2026-11-01T00:00:00Z"', { intent: 47, unknown: [] }, ''],
    ['an empty cell, which is never', '', { intent: 0, unknown: [] }, ''],
    ['blanks, which are never', '" ; "', { intent: 0, unknown: [] }, ''],
    [
      'something unreadable, which is unknown',
      '2026-11-20;soon',
      { intent: 0, unknown: ['demo'] },
      'row 1: warning: signal:demo_requested: expected ISO times separated by ;, taken as unknown\n',
    ],
    [
      'a day that does not exist, which is unknown',
      '2026-02-30',
      { intent: 0, unknown: ['demo'] },
      'row 1: warning: signal:demo_requested: expected ISO times separated by ;, taken as unknown\n',
    ],
  ])('reads a signal cell with %s', async (_what, cell, expected, err) => {
    const ran = await score(`jobtitle,signal:demo_requested,company:engaged_contacts\nx,${cell},\n`);

    expect(rowsOf(ran)[0]).toMatchObject(expected);
    expect(ran.err).toBe(err);
    expect(ran.code).toBe(0);
  });

  it('knows nothing of a signal whose column is absent', async () => {
    expect(rowsOf(await score('jobtitle\nx\n'))[0]).toMatchObject({ coverage: 0.25, unknown: ['demo', 'team'] });
  });

  it('reads the dates of the company', async () => {
    const rows = rowsOf(await score('jobtitle,company:engaged_contacts\nx,2026-11-01;2026-11-02\nx,2026-11-01\nx,\n'));

    expect(rows.map(({ intent }) => intent)).toEqual([25, 0, 0]);
    expect(rows.map(({ unknown }) => unknown)).toEqual([['demo'], ['demo'], ['demo']]);
  });

  it('says why a lead is out', async () => {
    expect(rowsOf(await score('country\nAtlantis\n'))[0]?.['decision']).toEqual({
      kind: 'disqualify',
      from: 'lead',
      to: 'disqualified',
      rule: 'require:served',
      missing: [],
      because: 'Not in Atlantis',
    });
  });

  it.each([
    [
      'what HubSpot dates on a contact, as the service does',
      'id,recent_conversion_date,recent_conversion_event_name\n1,2026-11-11T00:00:00Z,Home: Demo\n',
      'sql',
    ],
    [
      'its own column of a signal before that',
      'id,recent_conversion_date,recent_conversion_event_name,signal:demo_requested\n1,2026-11-11T00:00:00Z,Home: Demo,\n',
      'lead',
    ],
  ])('counts %s', async (_name, csv, to) => {
    expect(rowsOf(await score(csv))[0]?.['decision']).toMatchObject({ to });
  });

  it('knows a row by the Record ID of an export', async () => {
    expect(rowsOf(await score('Record ID,email\n501,a@example.com\n'))[0]).toMatchObject({ id: '501' });
  });

  it('scores as of now unless it is told otherwise', async () => {
    fs.writeFileSync(at('people.csv'), 'signal:demo_requested\n2026-11-11T12:00:00Z\n');

    const ran = await runHandoff(['score', '--model', at('m.yaml'), '--csv', at('people.csv')], { modelsDir: dir });

    expect(rowsOf(ran)[0]).toMatchObject({ intent: 25 });
  });

  it('reads quotes, Windows line ends and a byte order mark', async () => {
    const rows = rowsOf(await score('\uFEFFid,jobtitle\r\n1,"Director, ""Sales"""\r\n\r\n2,Clerk\r\n'));

    expect(rows.map(({ row, id, fit }) => [row, id, fit])).toEqual([
      [1, '1', 50],
      [2, '2', 0],
    ]);
  });

  it('takes a model by its name', async () => {
    fs.writeFileSync(at('people.csv'), 'id\n1\n');

    const ran = await runHandoff(['score', '--model', 'm', '--csv', at('people.csv')], { modelsDir: dir });

    expect(ran.code).toBe(0);
  });

  it('reads standard input', async () => {
    const ran = await runHandoff(['score', '--model', 'm', '--csv', '-'], { modelsDir: dir, stdin: 'id\n1\n2\n' });

    expect(rowsOf(ran).map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('calls standard input by its name when it refuses it', async () => {
    const ran = await runHandoff(['score', '--model', 'm', '--csv', '-'], { modelsDir: dir, stdin: 'a,a\n' });

    expect(ran).toEqual({ code: 2, out: '', err: 'handoff: standard input: the column a is there twice\n' });
  });

  it('scores the other rows when some cannot be read, and exits with 1', async () => {
    const ran = await score('id,jobtitle\n1,x\n2\n3,"x\n4,y\n');

    expect(rowsOf(ran).map(({ row, id }) => [row, id])).toEqual([
      [1, '1'],
      [4, '4'],
    ]);
    expect(ran.err).toBe('row 2: expected 2 columns, found 1\nrow 3: a quote that is never closed\n');
    expect(ran.code).toBe(1);
  });

  it('prints nothing for a file without rows', async () => {
    expect(await score('id\n')).toEqual({ code: 0, out: '', err: '' });
  });

  it('gives the same bytes for the same input', async () => {
    const csv = 'id,jobtitle,signal:demo_requested\n1,Director,2026-11-01\n2,x,\n';

    expect((await score(csv)).out).toBe((await score(csv)).out);
  });

  describe('refuses before any output', () => {
    it.each([
      ['a CSV that is not there', ['--csv', 'none.csv'], /^handoff: none\.csv: no such file$/],
      [
        'a model that is not there',
        ['--model', 'nobody'],
        /^handoff: nobody: no such file, and no model of that name in /,
      ],
      ['a bad --now', ['--now', 'tuesday'], /^handoff: --now: expected an ISO time such as 2026-11-21T09:00:00Z$/],
      ['an option nobody knows', ['--wat'], /^error: unknown option '--wat'$/],
      [
        'an --out that cannot be written',
        ['--out', '/nowhere/x.jsonl'],
        /^handoff: \/nowhere\/x\.jsonl: cannot be written$/,
      ],
    ])('%s', async (_what, words, message) => {
      const ran = await score('id\n1\n', words);

      expect([ran.code, ran.out]).toEqual([2, '']);
      expect(ran.err.trimEnd()).toMatch(message);
    });

    it.each([
      ['no header', ''],
      ['a column twice', 'a,a\n1,2\n'],
      ['text that is not UTF-8', Buffer.from('id\nJos\u00e9\n', 'latin1')],
      [
        'a fault far behind the first rows',
        Buffer.concat([Buffer.from(`id\n${'1\n'.repeat(50_000)}`), Buffer.from([0xff])]),
      ],
      ['201 columns', Array.from({ length: 201 }, (_, n) => `c${n}`).join(',')],
    ])('a CSV with %s', async (_what, csv) => {
      const ran = await score(csv);

      expect([ran.code, ran.out]).toEqual([2, '']);
      expect(ran.err).toMatch(/^handoff: .*\n$/);
    });

    it('a bad model, in one line', async () => {
      fs.writeFileSync(at('m.yaml'), 'name: m\nwat: 1\nstall: soon\n');

      expect(await score('id\n1\n')).toEqual({
        code: 2,
        out: '',
        err: 'handoff: m.yaml:2:1 wat: unknown key (and 1 more: handoff model lint)\n',
      });
    });

    it('a command line without a model', async () => {
      expect((await runHandoff(['score', '--csv', 'x'], { modelsDir: dir })).code).toBe(2);
    });

    it('an --out that is the CSV itself', async () => {
      const ran = await score('id\n1\n', ['--out', at('people.csv')]);

      expect(ran.code).toBe(2);
      expect(fs.readFileSync(at('people.csv'), 'utf8')).toBe('id\n1\n');
    });
  });

  describe('--out', () => {
    it('writes the lines there, and a summary to stderr', async () => {
      const ran = await score('id,jobtitle\n1,Director\n2,x\n3\n', ['--out', at('out.jsonl')]);

      expect(
        fs
          .readFileSync(at('out.jsonl'), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line).row),
      ).toEqual([1, 2]);
      expect(ran.out).toBe('');
      expect(ran.err).toMatch(
        /^row 3: expected 2 columns, found 1\n2 rows scored with m@[0-9a-f]{8}: 1 advance to mql, 1 hold at lead · 1 not read\n$/,
      );
      expect(ran.code).toBe(1);
    });

    it('leaves nothing behind but the file', async () => {
      await score('id\n1\n', ['--out', at('out.jsonl')]);

      expect(fs.readdirSync(dir).sort()).toEqual(['m.yaml', 'out.jsonl', 'people.csv']);
    });

    it('leaves what was there alone when the run is refused', async () => {
      fs.writeFileSync(at('out.jsonl'), 'old');

      await score('a,a\n', ['--out', at('out.jsonl')]);

      expect(fs.readFileSync(at('out.jsonl'), 'utf8')).toBe('old');
    });
  });

  describe('on a terminal', () => {
    const terminal = { isTTY: { stdout: true, stderr: false } };

    it('shows a table of the first twenty rows, and counts the decisions', async () => {
      const people = Array.from({ length: 22 }, (_, n) => `${n + 1},${n === 0 ? 'Director' : 'x'}`).join('\n');

      const { out } = await score(`id,jobtitle\n${people}\n`, [], terminal);

      expect(out).toMatch(/│ 1 +│ 1 +│ 25 +│ 50 +│ 0 +│ – +│ advance to mql │ Decides +│/);
      expect(out).toMatch(/│ 20 +│ 20 +│/);
      expect(out).not.toMatch(/│ 21 +│/);
      expect(out).toMatch(
        /and 2 more rows: --json shows all\n22 rows scored with m@[0-9a-f]{8}: 21 hold at lead, 1 advance to mql\n$/,
      );
    });

    it('prints JSON when asked to', async () => {
      expect(rowsOf(await score('id\n1\n', ['--json'], terminal))).toHaveLength(1);
    });

    it('does not let a file speak to the terminal', async () => {
      const { out, err } = await score('id,"signal:\u001b[2J"\n\u001b]0;pwned\u0007,soon\n', [], terminal);

      expect(out + err).not.toContain('\u001b');
    });

    it('shows how far it is on stderr, and keeps notes apart from the bar', async () => {
      const ran = await score('id,jobtitle\n1,x\n2\n', ['--out', at('out.jsonl')], {
        isTTY: { stdout: true, stderr: true },
      });

      expect(ran.err).toContain('\r\u001b[Krow 2: expected 2 columns, found 1\n');
      expect(ran.out).toBe('');
    });
  });

  it('stops without fuss when nobody reads any more', async () => {
    const closed = new Writable({
      write: (_piece, _encoding, done) => done(Object.assign(new Error('closed'), { code: 'EPIPE' })),
    });

    const ran = await score(`id\n${'1\n'.repeat(2000)}`, [], { stdout: closed });

    expect(ran).toEqual({ code: 0, out: '', err: '' });
  });

  it('writes no faster than it is read', async () => {
    let waiting = 0;
    let most = 0;
    const slow = new Writable({
      highWaterMark: 1,
      write(_piece, _encoding, done) {
        waiting = this.writableLength;
        most = Math.max(most, waiting);
        setImmediate(done);
      },
    });

    await score(`id\n${'1\n'.repeat(5000)}`, [], { stdout: slow });

    expect(most).toBeLessThan(2 * 64 * 1024);
  });
});
