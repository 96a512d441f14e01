import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { createPortal, type Portal } from '../../src/sandbox/portal/portal.js';
import {
  createWorkflowEngine,
  type WorkflowEngine,
  type WorkflowEngineOptions,
} from '../../src/sandbox/workflows/workflow-engine.js';
import { code, flowOf, output, property, setCity, staticText, step, to } from './flow-parts.js';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const MINUTE = 60_000;

let portal: Portal;
let engine: WorkflowEngine;

beforeEach(() => {
  portal = createPortal({ portalId: 4401, clientSecret: 'shh', appId: 9, now: () => NOON });
  makeEngine();
});

afterEach(() => engine.close());

function makeEngine(options: Partial<WorkflowEngineOptions> = {}): void {
  engine = createWorkflowEngine({ portal, firstEnrollmentId: 900123, ...options });
}

/** Runs the source for one contact, then puts its output `said` into the city. */
async function run(source: string, more: object = {}, ...rest: { actionId: string }[]): Promise<string> {
  const id = portal.createContact({ email: 'ada@acme.example', firstname: 'Ada' }, { sourceType: 'CRM_UI' });
  const flow = flowOf([code('2', source, { ...to('3'), ...more }), setCity('3', output('2', 'said')), ...rest]);
  engine.enroll(engine.createFlow(flow), [id]);
  await engine.idle();
  return id;
}
const city = (id: string): string | undefined => portal.properties(id)?.['city'];
const only = () => engine.executions()[0];
const says = (expression: string): string =>
  `exports.main = async (event, callback) => { callback({ outputFields: { said: ${expression} } }); };`;

describe('custom code', () => {
  it('is handed the event HubSpot hands it', async () => {
    const inputFields = [
      { name: 'who', value: property('firstname') },
      { name: 'mode', value: staticText('act') },
      { name: 'fax', value: property('fax') },
    ];

    const id = await run(says('JSON.stringify(event)'), { inputFields });

    expect(JSON.parse(city(id) ?? '')).toEqual({
      callbackId: 'ap-4401-900123-2-0',
      origin: { portalId: 4401, actionDefinitionId: 1 },
      object: { objectType: 'CONTACT', objectId: Number(id) },
      inputFields: { who: 'Ada', mode: 'act' },
    });
  });

  it('gives outputs to later steps, as texts', async () => {
    await run(says('"x", n: 7, yes: true, gone: null, list: [1]'));

    expect(only()?.outputs).toEqual({ said: 'x', n: '7', yes: 'true' });
    expect(only()).toMatchObject({ uid: 'custom-code', state: 'succeeded', attempts: 1 });
  });

  it.each([
    ['the sandbox clock without arguments', 'new Date().toISOString()', '2026-11-21T12:00:00.000Z'],
    ['the sandbox clock in Date.now', 'Date.now() - Number(new Date())', '0'],
    ['the given moment otherwise', 'new Date(2026, 0, 31).getMonth() + "/" + Date.UTC(1970, 0, 2)', '0/86400000'],
    ['dates that are dates', '(new Date()) instanceof Date && typeof Date() === "string"', 'true'],
  ])('knows %s', async (_name, expression, expected) => {
    const id = await run(says(expression));

    expect(city(id)).toBe(expected);
  });

  it('sees only the secrets it names, and nothing else of the environment', async () => {
    await engine.close();
    makeEngine({ secrets: { TOKEN: 'pat-1', OTHER: 'x' } });

    const id = await run(says('JSON.stringify(process.env)'), { secretNames: ['TOKEN', 'UNKNOWN'] });

    expect(city(id)).toBe('{"TOKEN":"pat-1"}');
  });

  it('may require what the host passes in, and nothing else', async () => {
    await engine.close();
    makeEngine({ modules: { greet: { hello: (name: string) => `Hello ${name}` } } });

    const id = await run(`const { hello } = require('greet'); ${says('hello("Ada")')}`);
    await run(`const fs = require('fs'); ${says('1')}`);

    expect(city(id)).toBe('Hello Ada');
    expect(engine.executions()[1]).toMatchObject({
      state: 'failed',
      reason: "TypeError: Cannot find module 'fs'",
    });
  });

  it('keeps no state between runs', async () => {
    const id = await run(`let runs = 0; globalThis.all = (globalThis.all ?? 0) + 1; ${says('`${++runs} ${all}`')}`);
    engine.enroll('5001', [id]);
    await engine.idle();

    expect(engine.executions().map(({ outputs }) => outputs['said'])).toEqual(['1 1', '1 1']);
  });

  it.each([
    ['calls back after main is over', 'exports.main = (event, cb) => { Promise.resolve().then(() => cb(OUT)); };'],
    [
      'calls back from a timer',
      'exports.main = async (event, cb) => { setTimeout(() => setTimeout(() => cb(OUT), 5), 5); };',
    ],
    ['replaces module.exports', 'module.exports = { main: async (event, cb) => cb(OUT) };'],
    ['calls back twice', 'exports.main = async (event, cb) => { cb(OUT); cb({ outputFields: { said: "no" } }); };'],
    [
      'writes to the console',
      'exports.main = async (event, cb) => { console.log(event); console.error(1); cb(OUT); };',
    ],
  ])('ends with its first callback when it %s', async (_name, source) => {
    const id = await run(`const OUT = { outputFields: { said: 'done' } }; ${source}`);

    expect(city(id)).toBe('done');
  });

  it('succeeds without outputs when nobody calls back', async () => {
    await run('exports.main = async () => ({ outputFields: { said: "not this way" } });');

    expect(only()).toMatchObject({ state: 'succeeded', outputs: {} });
  });
});

describe('custom code that fails', () => {
  it.each([
    ['throws', 'exports.main = async () => { throw new Error("no budget"); };', 'Error: no budget'],
    ['throws at once', 'exports.main = () => { throw new RangeError("off"); };', 'RangeError: off'],
    ['throws something else', 'exports.main = async () => { throw "plain"; };', 'Error: plain'],
    [
      'throws in a timer',
      'exports.main = async () => { setTimeout(() => { throw new Error("late"); }); };',
      'Error: late',
    ],
    ['has no main', 'exports.other = 1;', 'TypeError: module.exports.main is not a function'],
    ['cannot be read', 'exports.main = (', 'SyntaxError: Unexpected end of input'],
    ['answers 404', failing('{ code: 404 }'), 'Error: no'],
    ['says too much', says('"x".repeat(65_001)'), 'OUTPUT_VALUES_TOO_LARGE: said'],
  ])('ends its step as failed when it %s', async (_name, source, reason) => {
    const id = await run(source);

    expect(only()).toMatchObject({ state: 'failed', attempts: 1, reason });
    expect(city(id)).toBeUndefined();
  });

  it('may say 65,000 characters', async () => {
    await run(says('"x".repeat(65_000)'));

    expect(only()?.outputs['said']).toHaveLength(65_000);
  });

  it.each([
    ['code of HubSpot’s client', '{ code: 429 }'],
    ['response of axios', '{ response: { status: 503 } }'],
    ['status', '{ status: 500 }'],
    ['statusCode', '{ statusCode: 502 }'],
  ])('is tried again with the same event after a 429 or 5xx in the %s', async (_name, facts) => {
    const heard: string[] = [];
    await engine.close();
    const hear = (callbackId: string): number => heard.push(callbackId);
    makeEngine({ modules: { hear } });
    const source = `const hear = require('hear');
      exports.main = async (event, callback) => {
        if (hear(event.callbackId) === 1) throw Object.assign(new Error('busy'), ${facts});
        callback({ outputFields: { said: 'at last' } });
      };`;

    const id = await run(source);
    expect(only()).toMatchObject({ state: 'retrying', reason: 'Error: busy' });
    await engine.advance(MINUTE);

    expect(city(id)).toBe('at last');
    expect(heard).toEqual(['ap-4401-900123-2-0', 'ap-4401-900123-2-0']);
  });

  it('goes on when the engine is told to', async () => {
    await engine.close();
    makeEngine({ afterFailure: 'continue' });
    const mark = step('4', '0-5', { property_name: 'state', value: staticText('after') });

    const id = await run('exports.main = async () => { throw new Error("no"); };', to('4'), mark);

    expect(only()?.state).toBe('failed');
    expect(portal.properties(id)?.['state']).toBe('after');
  });

  it.each([
    ['never ends its loop', 'exports.main = async () => { for (;;); };', /Error: Script execution timed out/],
    ['never ends at all', 'for (;;);', /Error: Script execution timed out/],
    ['waits for ever', 'exports.main = () => new Promise(() => {});', /TimeoutError: the code did not end in time/],
  ])('is cut off at the limit when it %s', async (_name, source, reason) => {
    await engine.close();
    makeEngine({ codeLimitMs: 30 });

    await run(source);

    expect(only()?.state).toBe('failed');
    expect(only()?.reason).toMatch(reason);
  });
});

describe('a promise that code leaves rejected', () => {
  /** Runs a line in a Node of its own, `runner` being at hand: the test runner's own process takes care of all rejections. */
  function inItsOwnProcess(line: string): string {
    const entryPoints = [path.resolve('src/sandbox/workflows/code-runner.ts')];
    const [built] = buildSync({ entryPoints, bundle: true, platform: 'node', format: 'cjs', write: false }).outputFiles;
    const script = `${built?.text}; const runner = module.exports.createCodeRunner({ now: Date.now }); ${line}`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-'], { input: script, encoding: 'utf8' });
    return stdout + stderr;
  }
  const STRAY = `exports.main = async () => { Promise.reject(new Error('stray')); };`;

  it('fails the run and nothing else', () => {
    const said = inItsOwnProcess(
      `runner.run({ source: ${JSON.stringify(STRAY)}, event: {}, env: {} }).then((end) => console.log(end.error.reason));`,
    );

    expect(said).toBe('Error: stray\n');
  });

  it('is told apart from one of the process itself', () => {
    const endless = 'exports.main = () => new Promise(() => {});';
    const said = inItsOwnProcess(
      `void runner.run({ source: '${endless}', event: {}, env: {} }); Promise.reject(new Error('ours'));`,
    );

    expect(said).toContain('Error: ours');
  });
});

describe('a custom code step', () => {
  const inputs = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `i${index}`, value: staticText('x') }));

  it('takes 50 inputs', () => {
    expect(() => engine.createFlow(flowOf([code('2', says('1'), { inputFields: inputs(50) })]))).not.toThrow();
  });

  it.each([
    ['51 inputs', { inputFields: inputs(51) }, 'actions.0.inputFields: Too big'],
    ['two inputs of one name', { inputFields: [...inputs(1), ...inputs(1)] }, 'inputFields: two of them share a name'],
    ['a source beyond all measure', { sourceCode: 'x'.repeat(200_001) }, 'actions.0.sourceCode: Too big'],
    ['no source', { sourceCode: '' }, 'actions.0.sourceCode: Too small'],
    ['Python', { runtime: 'PYTHON39' }, 'actions.0.runtime: only Node runtimes are played here'],
    ['no list of secrets', { secretNames: undefined }, 'actions.0.secretNames'],
    [
      'an input from nowhere',
      { inputFields: [{ name: 'a', value: { type: 'TIMESTAMP' } }] },
      'inputFields.0.value: expected a value',
    ],
    ['a way to nowhere', to('9'), '2 leads to 9, which is not there'],
  ])('is refused with %s', (_name, more, message) => {
    expect(() => engine.createFlow(flowOf([code('2', says('1'), more)]))).toThrow(message);
  });
});

function failing(facts: string): string {
  return `exports.main = async () => { throw Object.assign(new Error('no'), ${facts}); };`;
}
