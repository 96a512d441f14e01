import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildBundles } from '../../src/custom-code/build-bundles.js';
import { startBundle } from '../../src/custom-code/run-bundle.js';
import { generatePeople } from '../../src/sandbox/people/people.js';
import { buildRunner } from '../custom-code/built-runner.js';
import { runHandoff, type Ran } from './terminal-fake.js';

const HOME = path.resolve(__dirname, '../..');
const MODELS = path.join(HOME, 'workflows/models');
const MODEL = `name: m
fit: { max: 10, rules: [{ id: boss, when: { property: jobtitle, contains: director }, points: 10, because: Decides }] }
stages: { mql: { owner: marketing, next: Nurture, within: 24h, enter: { fit: 50 } } }
protect: [customer]
`;

let dir: string;
let runner: string;
beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'custom-code-'));
  runner = buildRunner(dir);
  fs.writeFileSync(path.join(dir, 'm.yaml'), MODEL);
});
afterAll(() => fs.rmSync(dir, { recursive: true }));

const at = (name: string): string => path.join(dir, name);

function handoff(words: readonly string[], settings: Partial<Parameters<typeof runHandoff>[1]> = {}): Promise<Ran> {
  const customCode: NonNullable<Parameters<typeof runHandoff>[1]['customCode']> = {
    buildBundles: (model, protect) => buildBundles({ home: HOME, model, ...(protect ? { protect } : {}) }),
    startBundle: (file) => startBundle(file, { runner, path: '' }),
  };
  return runHandoff(['custom-code', ...words], { modelsDir: MODELS, customCode, ...settings });
}

function testOn(bundle: string, csv: string, words: readonly string[] = []): Promise<Ran> {
  fs.writeFileSync(at('people.csv'), csv);
  return handoff(['test', bundle, '--csv', at('people.csv'), ...words]);
}

/** A bundle that answers as the row says. */
function bundleOf(body: string): string {
  fs.writeFileSync(at('bundle.js'), `exports.main = async (event, callback) => { ${body} };`);
  return at('bundle.js');
}

const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** The text behind the name of a line of the report. */
const factOf = ({ out }: Ran, name: string): string => new RegExp(`^${name} {2,}(.*)$`, 'm').exec(out)?.[1] ?? '';

describe('handoff custom-code build', () => {
  it('writes the three bundles and says how large they are', async () => {
    const ran = await handoff(['build', '--model', at('m.yaml'), '--out', at('new/out')]);

    const sizes = ['score-lead', 'qualify-lead', 'set-stage'].map((name) => fs.statSync(at(`new/out/${name}.js`)).size);
    expect(ran.code).toBe(0);
    expect(ran.err).toBe('');
    for (const size of sizes) expect(ran.out).toContain(`│ ${size}`);
    expect(ran.out).toMatch(/Built with m@[0-9a-f]{8}\. The first lines of each file say how to use it\.\n$/);
  });

  it('protects what the model says, and three stages when no model was named', async () => {
    await handoff(['build', '--model', at('m.yaml'), '--out', at('named')]);
    fs.writeFileSync(at('saas.yaml'), MODEL.replace('name: m', 'name: saas'));
    await handoff(['build', '--out', at('unnamed')], { modelsDir: dir });

    expect(fs.readFileSync(at('named/set-stage.js'), 'utf8')).toContain('= ["customer"];');
    expect(fs.readFileSync(at('unnamed/set-stage.js'), 'utf8')).toContain(
      '= ["opportunity", "customer", "evangelist"];',
    );
    expect(fs.readFileSync(at('unnamed/score-lead.js'), 'utf8')).toContain('// Model: saas@');
  });

  it('refuses a model that needs more than 50 properties, and writes nothing', async () => {
    const rules = Array.from(
      { length: 60 },
      (_, index) => `{ id: r${index}, when: { property: p${index}, known: true }, points: 1, because: R }`,
    );
    fs.writeFileSync(at('wide.yaml'), `name: wide\nfit: { max: 60, rules: [${rules.join(', ')}] }\n`);

    const ran = await handoff(['build', '--model', at('wide.yaml'), '--out', at('wide')]);

    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(
      /^handoff: score-lead would need 60 properties, HubSpot gives custom code at most 50; .*p59/,
    );
    expect(fs.existsSync(at('wide'))).toBe(false);
  });

  it.each([
    ['a model that is not there', ['--model', 'nowhere.yaml'], 'handoff: nowhere.yaml: no such file\n'],
    [
      'a folder that is a file',
      ['--out', __filename],
      `handoff: --out: ${__filename}/score-lead.js cannot be written\n`,
    ],
  ])('refuses %s', async (_what, words, err) => {
    expect(await handoff(['build', ...words])).toEqual({ code: 2, out: '', err });
  });
});

describe('handoff custom-code test', () => {
  it('P14: runs 1,000 people within what HubSpot allows', async () => {
    const people = generatePeople({ seed: 7, count: 1000, now: Date.UTC(2026, 10, 21, 12) });
    const columns = [...new Set(people.flatMap(({ properties }) => Object.keys(properties)))];
    const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
    const rows = people.map(({ properties }) => columns.map((column) => quoted(properties[column] ?? '')).join(','));
    await handoff(['build', '--out', at('saas')]);

    const ran = await testOn(at('saas/qualify-lead.js'), [columns.join(','), ...rows].join('\n'));

    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(factOf(ran, 'rows')).toBe('1000');
    expect(factOf(ran, 'failed')).toBe('0');
    expect(Number(/^(\d+) MB of 128$/.exec(factOf(ran, 'peak memory'))?.[1])).toBeLessThan(128);
    for (const name of ['first run', 'median', 'slowest']) expect(factOf(ran, name)).toMatch(/^[\d.]+ ms$/);
    expect(factOf(ran, 'CPU')).toMatch(/^\d+\.\d\d s in all, starting Node included$/);
    expect(factOf(ran, 'largest output')).toMatch(/^\w+, \d+ characters of 65,000$/);
    const decided = [...ran.out.matchAll(/│ decision │ \w+ +│ (\d+)/g)].map(([, count]) => Number(count));
    expect(decided.reduce((sum, count) => sum + count, 0)).toBe(1000);
  });

  it('hands a row to the bundle as HubSpot does', async () => {
    const bundle = bundleOf('callback({ outputFields: { seen: JSON.stringify(event) } });');

    const { out, code } = await testOn(bundle, 'Record ID,email,handoff_need\n1203,a@x.com,\n', ['--json']);

    const [line] = linesOf(out);
    expect(code).toBe(0);
    expect(line).toMatchObject({ row: 1, id: '1203' });
    expect(JSON.parse((line as { outputs: { seen: string } }).outputs.seen)).toEqual({
      callbackId: 'ap-0-0-1-0',
      origin: { portalId: 0, actionDefinitionId: 0 },
      object: { objectType: 'CONTACT', objectId: 1203 },
      inputFields: { 'Record ID': '1203', email: 'a@x.com', handoff_need: '' },
    });
  });

  it.each([
    ['hs_object_id before the others', 'id,hs_object_id\n5,7\n', '7'],
    ['id', 'id,email\n5,a@x.com\n', '5'],
    ['nothing where there is nothing', 'email\na@x.com\n', null],
  ])('takes as the id %s', async (_what, csv, id) => {
    const { out } = await testOn(bundleOf('callback({ outputFields: {} });'), csv, ['--json']);

    expect(linesOf(out)[0]).toMatchObject({ id });
  });

  it('counts failures by reason, with rows and without what is in them', async () => {
    const body = "if (event.inputFields.name === 'Anna') throw new TypeError(event.inputFields.name);";
    const bundle = bundleOf(`${body} callback({ outputFields: { stage: event.inputFields.stage } });`);

    const ran = await testOn(bundle, 'name,stage\nAnna,mql\nBen,sql\nAnna,mql\nCleo\nDan,sql\n');

    expect(ran.code).toBe(1);
    expect(factOf(ran, 'rows')).toBe('5');
    expect(factOf(ran, 'failed')).toBe('3');
    expect(ran.out).toContain('main threw: TypeError: rows 1, 3\n');
    expect(ran.out).toContain('expected 2 columns, found 1: row 4\n');
    expect(ran.out).toMatch(/│ stage +│ sql +│ 2 +│/);
    expect(`${ran.out}${ran.err}`).not.toContain('Anna');
  });

  it('names ten rows of a reason, and how many more', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => `x${index}`);

    const ran = await testOn(bundleOf(''), ['name', ...rows].join('\n'));

    expect(ran.out).toContain('the callback was not called: rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more\n');
  });

  it('prints one line of JSON a row, failed ones among them, and the report beside them', async () => {
    const bundle = bundleOf("callback({ outputFields: { stage: event.inputFields.id === '2' ? 2 : 'mql' } });");

    const ran = await testOn(bundle, 'id\n1\n2\n', ['--json']);

    expect(ran.code).toBe(1);
    expect(linesOf(ran.out)).toEqual([
      { row: 1, id: '1', outputs: { stage: 'mql' } },
      { row: 2, id: '2', problem: 'output stage: not a string' },
    ]);
    expect(ran.err).toMatch(/^rows +2\nfailed +1\n/);
  });

  it('reads standard input', async () => {
    const bundle = bundleOf('callback({ outputFields: {} });');

    const ran = await handoff(['test', bundle, '--csv', '-'], { stdin: 'id\n1\n2\n3\n' });

    expect(factOf(ran, 'rows')).toBe('3');
  });

  it.each([
    [
      'a bundle that is not there',
      'nowhere.js',
      'id\n1\n',
      /^handoff: nowhere\.js: no such file; handoff custom-code build makes one\n$/,
    ],
    [
      'a bundle without main',
      undefined,
      'id\n1\n',
      /^handoff: .*bundle\.js: cannot be loaded: it exports no function called main\n$/,
    ],
    ['a CSV without a header', undefined, '', /^handoff: .*people\.csv: no header/],
  ])('refuses %s', async (_what, bundle, csv, err) => {
    fs.writeFileSync(at('bundle.js'), 'exports.run = 1;');

    const ran = await testOn(bundle ?? at('bundle.js'), csv);

    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(err);
  });
});
