import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createModelsDirectory, type ModelsDirectory } from '../../src/files/models-directory.js';
import { createMemoryLog } from '../fakes/memory-log.js';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'models-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    fs.writeFileSync(path.join(dir, name), content);
  }
}

function open(options: { readonly defaultName?: string } = {}) {
  const log = createMemoryLog();
  return { models: createModelsDirectory({ dir, log, ...options }), log };
}

const stallOf = (models: ModelsDirectory, name?: string): string | undefined => models.get(name)?.model.stall;

describe('createModelsDirectory', () => {
  it('holds every model directly in the directory, by the name inside the file', () => {
    write({
      'b.yaml': 'name: bee',
      'a.yml': 'name: ant',
      'parts/c.yaml': 'rules: [',
      'notes.txt': '',
      '.hidden.yaml': '[',
    });

    const { models } = open();

    expect(models.names()).toEqual(['ant', 'bee']);
    expect(models.get('bee')?.model.name).toBe('bee');
    expect(models.get('nobody')).toBeUndefined();
  });

  it.each([
    ['saas when it is there', { 'a.yaml': 'name: a', 's.yaml': 'name: saas' }, {}, 'saas'],
    ['the first by name otherwise', { 'x.yaml': 'name: b', 'y.yaml': 'name: a' }, {}, 'a'],
    ['the one that was asked for', { 'a.yaml': 'name: a', 's.yaml': 'name: saas' }, { defaultName: 'a' }, 'a'],
  ])('takes as the default model %s', (_what, files, options, expected) => {
    write(files);

    expect(open(options).models.get(undefined)?.model.name).toBe(expected);
  });

  it('makes models ready to run', () => {
    write({
      'm.yaml': 'name: m\nfit: { max: 4, rules: [{ id: a, when: { property: p, is: x }, points: 2, because: B }] }\n',
    });

    const model = open().models.get('m');

    expect(model?.properties).toEqual(['hs_lead_status', 'lifecyclestage', 'p']);
    expect(model?.asksCompany).toBe(false);
    expect(model?.score({ properties: { p: 'x' }, signals: {}, unlistedSignals: 'never', company: {} }, 0).fit).toBe(
      50,
    );
  });

  it.each([
    ['a bad file', { 'a.yaml': 'name: a', 'b.yaml': 'name: 3' }, 'b.yaml:1:7 name: expected text'],
    [
      'two files of one name',
      { 'a.yaml': 'name: a', 'b.yaml': 'name: a' },
      'b.yaml: another file already holds a model called a',
    ],
    ['no file', { 'readme.txt': '' }, /^MODELS_DIR: no model file in /],
  ])('does not start with %s', (_what, files, message) => {
    write(files);

    expect(() => open()).toThrow(message);
  });

  it('does not start without the default model it was told of', () => {
    write({ 'a.yaml': 'name: a' });

    expect(() => open({ defaultName: 'b' })).toThrow(/^no model called b in /);
  });

  it('picks up a good change, and says so', () => {
    write({ 'm.yaml': 'name: m\nstall: 3d' });
    const { models, log } = open();

    write({ 'm.yaml': 'name: m\nstall: 4d' });
    models.reload();

    expect(stallOf(models)).toBe('4d');
    expect(log.entries).toEqual([
      { level: 'info', message: 'model loaded', fields: { file: 'm.yaml', model: models.get('m')?.model.version } },
    ]);
  });

  it('keeps the good model when its file turns bad, and says so once', () => {
    write({ 'm.yaml': 'name: m\nstall: 3d' });
    const { models, log } = open();

    write({ 'm.yaml': 'name: m\nstall: soon\nwat: 1' });
    models.reload();
    models.reload();
    write({ 'm.yaml': 'name: m\nstall: soon\nwat: 2' });
    models.reload();

    expect(stallOf(models)).toBe('3d');
    expect(log.entries).toEqual([
      {
        level: 'error',
        message: 'model file refused, the version before it keeps deciding',
        fields: {
          file: 'm.yaml',
          problem: 'm.yaml:2:8 stall: expected a duration such as 5m, 24h or 7d',
          model: models.get('m')?.model.version,
        },
      },
    ]);
  });

  it('takes the file again once it is mended', () => {
    write({ 'm.yaml': 'name: m\nstall: 3d' });
    const { models } = open();
    write({ 'm.yaml': 'name: [' });
    models.reload();

    write({ 'm.yaml': 'name: m\nstall: 5d' });
    models.reload();

    expect(stallOf(models)).toBe('5d');
  });

  it('follows the fragments of a model, those that were missing too', () => {
    write({ 'm.yaml': 'name: m\ninclude: [parts/x.yaml]', 'parts/x.yaml': 'disqualifyReasons: [a]' });
    const { models } = open();

    write({ 'parts/x.yaml': 'disqualifyReasons: [b]' });
    models.reload();
    expect(models.get('m')?.model.disqualifyReasons).toEqual(['b']);

    fs.rmSync(path.join(dir, 'parts/x.yaml'));
    models.reload();
    expect(models.get('m')?.model.disqualifyReasons).toEqual(['b']);

    write({ 'parts/x.yaml': 'disqualifyReasons: [c]' });
    models.reload();
    expect(models.get('m')?.model.disqualifyReasons).toEqual(['c']);
  });

  it('finds a new file', () => {
    write({ 'm.yaml': 'name: m' });
    const { models } = open();

    write({ 'n.yaml': 'name: n' });
    models.reload();

    expect(models.names()).toEqual(['m', 'n']);
  });

  it('drops the model of a removed file while another remains', () => {
    write({ 'm.yaml': 'name: m', 'n.yaml': 'name: n' });
    const { models } = open();

    fs.rmSync(path.join(dir, 'm.yaml'));
    models.reload();
    expect(models.names()).toEqual(['n']);

    fs.rmSync(path.join(dir, 'n.yaml'));
    models.reload();
    expect(models.names()).toEqual(['n']);
  });

  it('does not let a newcomer take the name of a model that is there', () => {
    write({ 'm.yaml': 'name: m\nstall: 3d' });
    const { models, log } = open();

    write({ 'a.yaml': 'name: m\nstall: 9d' });
    models.reload();

    expect(stallOf(models, 'm')).toBe('3d');
    expect(log.entries[0]?.fields).toEqual({
      file: 'a.yaml',
      problem: 'a.yaml: another file already holds a model called m',
      model: undefined,
    });
  });

  it('gives a name to the newcomer once it is free', () => {
    write({ 'm.yaml': 'name: m\nstall: 3d', 'n.yaml': 'name: n' });
    const { models } = open();
    write({ 'a.yaml': 'name: m\nstall: 9d' });
    models.reload();

    fs.rmSync(path.join(dir, 'm.yaml'));
    models.reload();

    expect(stallOf(models, 'm')).toBe('9d');
  });

  it('looks again at the interval until it is stopped', () => {
    jest.useFakeTimers();
    write({ 'm.yaml': 'name: m\nstall: 3d' });
    const { models } = open();
    const stop = models.watch(5000);

    write({ 'm.yaml': 'name: m\nstall: 4d' });
    jest.advanceTimersByTime(4999);
    expect(stallOf(models)).toBe('3d');
    jest.advanceTimersByTime(1);
    expect(stallOf(models)).toBe('4d');

    stop();
    write({ 'm.yaml': 'name: m\nstall: 5d' });
    jest.advanceTimersByTime(5000);
    expect(stallOf(models)).toBe('4d');
    jest.useRealTimers();
  });
});
