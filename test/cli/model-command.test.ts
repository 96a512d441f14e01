import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runHandoff, type Ran } from './terminal-fake.js';

const CLEAN = `name: m
approvedBy: { marketing: a@example.com, sales: b@example.com }
fit: { max: 10, rules: [{ id: a, when: { property: p, is: x }, points: 10, because: B }] }
stages: { sql: { owner: sales, next: Meet, within: 7d, enter: { fit: 50 } } }
`;

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'model-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

function model(command: string, text: string, ...options: string[]): Promise<Ran> {
  fs.writeFileSync(path.join(dir, 'm.yaml'), text);
  return runHandoff(['model', command, path.join(dir, 'm.yaml'), ...options], { modelsDir: dir });
}

describe('handoff model lint', () => {
  it('exits with 0 when there is nothing to say', async () => {
    expect(await model('lint', CLEAN)).toEqual({ code: 0, out: 'no findings\n', err: '' });
  });

  it('exits with 0 when there are only warnings', async () => {
    expect(await model('lint', CLEAN.replace(', sales: b@example.com', ''))).toEqual({
      code: 0,
      out: 'warning: approvedBy.sales: nobody from sales has approved this model\n0 errors, 1 warning\n',
      err: '',
    });
  });

  it('exits with 1 when there are errors', async () => {
    expect(await model('lint', CLEAN.replace('is: x', 'in: []').replace('fit: 50', 'fit: 0'))).toEqual({
      code: 1,
      out: [
        'error: fit.rules[0].when: can never hit: the list is empty',
        'error: stages.sql.enter: always hits: it tells nobody apart',
        '2 errors, 0 warnings',
        '',
      ].join('\n'),
      err: '',
    });
  });

  it('prints JSON lines when asked to', async () => {
    const { out, code } = await model(
      'lint',
      CLEAN.replace('is: x', 'in: []').replace('{ fit: 50 }', '{ signal: s }'),
      '--json',
    );

    expect(out).toBe('{"level":"error","path":"fit.rules[0].when","message":"can never hit: the list is empty"}\n');
    expect(code).toBe(1);
  });

  it('prints every problem of a file that is refused, and exits with 2', async () => {
    expect(await model('lint', 'name: m\nwat: 1\nstall: soon\n')).toEqual({
      code: 2,
      out: '',
      err: 'm.yaml:2:1 wat: unknown key\nm.yaml:3:8 stall: expected a duration such as 5m, 24h or 7d\n',
    });
  });

  it('finds a model by its name', async () => {
    fs.writeFileSync(path.join(dir, 'other.yml'), CLEAN);

    expect((await runHandoff(['model', 'lint', 'other'], { modelsDir: dir })).code).toBe(0);
  });

  it('exits with 2 when there is no such file', async () => {
    const ran = await runHandoff(['model', 'lint', 'nobody'], { modelsDir: dir });

    expect(ran).toEqual({
      code: 2,
      out: '',
      err: `handoff: nobody: no such file, and no model of that name in ${dir}\n`,
    });
  });
});

describe('handoff model explain', () => {
  it('reads the model aloud', async () => {
    const { code, out } = await model('explain', CLEAN);

    expect(code).toBe(0);
    expect(out).toContain('\n- B: 10 points when p is x (a).\n');
  });

  it('exits with 2 for a file that is refused', async () => {
    expect((await model('explain', 'name: 3')).code).toBe(2);
  });
});

describe('handoff model schema', () => {
  it('prints the JSON Schema', async () => {
    const { code, out } = await runHandoff(['model', 'schema'], { modelsDir: dir });

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ title: 'Handoff qualification model', required: ['name'] });
  });
});
