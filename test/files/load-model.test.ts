import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '../../src/app/errors.js';
import { loadModel } from '../../src/files/load-model.js';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'models-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

function write(files: Readonly<Record<string, string | Buffer>>): string {
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    fs.writeFileSync(path.join(dir, name), content);
  }
  return path.join(dir, 'm.yaml');
}

function refusal(file: string): string {
  try {
    loadModel(file);
  } catch (error) {
    if (error instanceof AppError) return `${error.code} ${error.message.replaceAll(dir, 'DIR')}`;
    throw error;
  }
  return 'loaded';
}

const rule = (id: string): string => `{ id: ${id}, when: { signal: s }, points: 1, because: B }`;

describe('loadModel', () => {
  it('reads a file, with or without a byte order mark', () => {
    expect(loadModel(write({ 'm.yaml': 'name: m\n' })).name).toBe('m');
    expect(loadModel(write({ 'm.yaml': '\uFEFFname: m\n' })).name).toBe('m');
  });

  it.each([
    ['a file that is not there', {}, 'NOT_FOUND DIR/m.yaml: no such file'],
    [
      'a file that is not UTF-8',
      { 'm.yaml': Buffer.from([0x6e, 0xff]) },
      'MODEL_INVALID m.yaml:1:1 the file is not UTF-8',
    ],
    ['a directory', { 'm.yaml/x': '' }, 'MODEL_INVALID m.yaml:1:1 not a file'],
    ['a huge file', { 'm.yaml': 'x'.repeat(300_000) }, 'MODEL_INVALID m.yaml:1:1 the file is larger than 256 KiB'],
  ])('refuses %s', (_what, files, expected) => {
    expect(refusal(write(files))).toBe(expected);
  });
});

describe('include', () => {
  it('appends what the fragments hold, in their order', () => {
    const file = write({
      'm.yaml': `name: m\ninclude: [parts/a.yaml, parts/b.yaml]\nfit: { max: 9, rules: [${rule('own')}] }\n`,
      'parts/a.yaml': `fit: { rules: [${rule('a1')}], groups: [{ rules: [own, a1], max: 1 }] }\ndisqualifyReasons: [No budget]\n`,
      'parts/b.yaml': [
        `fit: { rules: [${rule('b1')}] }`,
        `intent: { max: 5, rules: [${rule('b2')}] }`,
        'require: [{ id: r, when: { property: p, known: true }, because: B }]',
        'evidence: { framework: bant, answers: { need: [x] } }',
      ].join('\n'),
    });

    const model = loadModel(file);

    const ids = model.axes.map(({ axis, model: { rules } }) => [axis, ...rules.map(({ id }) => id)]);
    expect(ids).toEqual([
      ['fit', 'own', 'a1', 'b1'],
      ['intent', 'b2'],
    ]);
    expect(model.require.map(({ id }) => id)).toEqual(['r']);
    expect(model.evidence.answers).toEqual({ need: ['x'] });
    expect(model.disqualifyReasons).toEqual(['No budget']);
    expect(model.axes[0]?.model.groups).toEqual([{ rules: ['own', 'a1'], max: 1 }]);
  });

  it('adds .yaml to a fragment named without an ending, in a fragment too', () => {
    const file = write({
      'm.yaml': `name: m\ninclude: [parts/a]\nintent: { max: 9, rules: [${rule('own')}] }\n`,
      'parts/a.yaml': `include: [b]\nintent: { rules: [${rule('a1')}] }\n`,
      'parts/b.yaml': `intent: { rules: [${rule('b1')}] }\n`,
    });

    const [intent] = loadModel(file).axes;

    expect(intent?.model.max).toBe(9);
    expect(intent?.model.rules.map(({ id }) => id)).toEqual(['own', 'a1', 'b1']);
  });

  it('takes a fragment with an ending of its own as it is called', () => {
    const file = write({
      'm.yaml': 'name: m\ninclude: [x.yml]\n',
      'x.yml': 'disqualifyReasons: [short]\n',
      'x.yml.yaml': 'disqualifyReasons: [long]\n',
    });

    expect(loadModel(file).disqualifyReasons).toEqual(['short']);
  });

  it('makes the version follow what is included, not where it is written', () => {
    const whole = loadModel(write({ 'm.yaml': `name: m\nfit: { max: 9, rules: [${rule('a')}, ${rule('b')}] }\n` }));
    const split = {
      'm.yaml': `name: m\ninclude: [x.yaml]\nfit: { max: 9, rules: [${rule('a')}] }\n`,
      'x.yaml': `fit: { rules: [${rule('b')}] }\n`,
    };

    expect(loadModel(write(split)).version).toBe(whole.version);
    expect(loadModel(write({ ...split, 'x.yaml': `fit: { rules: [${rule('c')}] }\n` })).version).not.toBe(
      whole.version,
    );
  });

  it('leaves a list alone that another alias names as well', () => {
    const file = write({
      'm.yaml': 'name: m\ninclude: [x.yaml]\nevidence: { framework: bant, answers: { need: &n [a], budget: *n } }\n',
      'x.yaml': 'evidence: { answers: { need: [b] } }\n',
    });

    expect(loadModel(file).evidence.answers).toEqual({ need: ['a', 'b'], budget: ['a'] });
  });

  it.each([
    [
      'an id used in two files, naming both places',
      { 'x.yaml': `\nfit: { rules: [${rule('a')}] }\n` },
      'x.yaml:2:22 fit.rules[1].id: id a is already used, first at m.yaml:3:30 fit.rules[0].id',
    ],
    [
      'a bad value in a fragment, in the words of the fragment',
      { 'x.yaml': '# one\n# two\nfit: { rules: [{ id: b, when: { signal: s }, points: x, because: B }] }\n' },
      'x.yaml:3:54 fit.rules[1].points: expected a number',
    ],
    [
      'a fragment that is not YAML',
      { 'x.yaml': 'fit: [' },
      'x.yaml:1:7 not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'a value two files set differently',
      { 'x.yaml': 'fit: { max: 8 }\n' },
      'x.yaml:1:13 fit.max: already set otherwise at m.yaml:3:13',
    ],
    [
      'a fragment that wants to be a model',
      { 'x.yaml': 'name: x\n' },
      'x.yaml:1:1 name: a fragment may hold include, require, fit, intent, timing, evidence, disqualifyReasons only',
    ],
    ['a fragment that is a list', { 'x.yaml': '- 1\n' }, 'x.yaml:1:1 expected a map'],
    ['a fragment that is not there', {}, 'm.yaml:2:11 include[0]: no such file'],
    [
      'a fragment that includes itself',
      { 'x.yaml': 'include: [x.yaml]\n' },
      'x.yaml:1:11 include[0]: includes itself: m.yaml → x.yaml → x.yaml',
    ],
    [
      'a fragment that includes the model',
      { 'x.yaml': 'include: [m.yaml]\n' },
      'x.yaml:1:11 include[0]: includes itself: m.yaml → x.yaml → m.yaml',
    ],
    [
      'a fragment included twice',
      { 'x.yaml': 'include: [y.yaml, y.yaml]\n', 'y.yaml': 'require: []\n' },
      'x.yaml:1:19 include[1]: y.yaml is already included',
    ],
    [
      'a fragment included with its ending and without',
      { 'x.yaml': 'include: [y, y.yaml]\n', 'y.yaml': 'require: []\n' },
      'x.yaml:1:14 include[1]: y.yaml is already included',
    ],
    [
      'rules for an axis that no file gives a max',
      { 'x.yaml': `timing: { rules: [${rule('b')}] }\n` },
      'x.yaml:1:9 timing.max: missing, expected a number',
    ],
    [
      'fragments of fragments of fragments',
      Object.fromEntries(
        ['x', 'a', 'b', 'c', 'd'].map((name, n) => [
          `${name}.yaml`,
          `include: [${['a', 'b', 'c', 'd', 'e'][n]}.yaml]\n`,
        ]),
      ),
      'c.yaml:1:11 include[0]: fragments of fragments: 4 levels at most',
    ],
  ])('refuses %s', (_what, fragments, expected) => {
    const main = {
      'm.yaml': `name: m\ninclude: [x.yaml]\nfit: { max: 9, rules: [{ id: a, when: { signal: s }, points: 1, because: B }] }\n`,
    };

    expect(refusal(write({ ...main, ...fragments }))).toBe(`MODEL_INVALID ${expected}`);
  });

  it.each(['/etc/passwd', '../m.yaml', '../m', '..', 'parts/../../m.yaml', 'C:\\x.yaml', '..\\x.yaml'])(
    'never leaves the models directory: %s',
    (include) => {
      expect(refusal(write({ 'm.yaml': `name: m\ninclude: ['${include}']\n` }))).toBe(
        'MODEL_INVALID m.yaml:2:11 include[0]: must be a relative path inside the models directory',
      );
    },
  );

  it('does not follow a link out of the models directory', () => {
    const outside = fs.mkdtempSync(path.join(os.tmpdir(), 'outside-'));
    fs.writeFileSync(path.join(outside, 'x.yaml'), 'require: []\n');
    const file = write({ 'm.yaml': 'name: m\ninclude: [x.yaml]\n' });
    fs.symlinkSync(path.join(outside, 'x.yaml'), path.join(dir, 'x.yaml'));

    expect(refusal(file)).toBe('MODEL_INVALID m.yaml:2:11 include[0]: leads out of the models directory');
    fs.rmSync(outside, { recursive: true });
  });
});
