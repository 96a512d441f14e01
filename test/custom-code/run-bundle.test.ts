import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startBundle, type BundleRuns } from '../../src/custom-code/run-bundle.js';
import { buildRunner } from './built-runner.js';

let dir: string;
let runner: string;
let runs: BundleRuns | undefined;
beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'bundle-'));
  runner = buildRunner(dir);
});
afterEach(() => runs?.stop());
afterAll(() => fs.rmSync(dir, { recursive: true }));

async function start(code: string, limitMs = 20_000): Promise<BundleRuns> {
  const file = path.join(dir, 'bundle.js');
  fs.writeFileSync(file, code);
  runs = await startBundle(file, { runner, path: '/nowhere', limitMs });
  return runs;
}

const main = (body: string): string => `exports.main = async (event, callback) => { ${body} };`;
const echo = 'callback({ outputFields: { said: String(event.inputFields.say) } });';

describe('startBundle', () => {
  it('runs one event after the other in one process', async () => {
    const { run } = await start(`let runs = 0; ${main('callback({ outputFields: { run: String(++runs) } });')}`);

    expect(await run({})).toMatchObject({ ok: true, outputs: { run: '1' } });
    expect(await run({})).toMatchObject({ ok: true, outputs: { run: '2' } });
  });

  it('gives the bundle the path of the environment and nothing else of it', async () => {
    const { run } = await start(
      main('callback({ outputFields: { env: Object.keys(process.env).join() + process.env.PATH } });'),
    );

    expect(await run({})).toMatchObject({ outputs: { env: 'PATH/nowhere' } });
  });

  it('waits for the callback of a function that is not async', async () => {
    const later = 'setTimeout(() => callback({ outputFields: { late: "yes" } }), 5);';
    const { run } = await start(`exports.main = (event, callback) => { ${later} };`);

    expect(await run({})).toMatchObject({ ok: true, outputs: { late: 'yes' } });
  });

  it.each([
    ['main ends without calling back', '', 'the callback was not called'],
    [
      'it calls back twice',
      'callback({ outputFields: {} }); callback({ outputFields: {} });',
      'the callback was called more than once',
    ],
    ['an output is a number', 'callback({ outputFields: { score: 1 } });', 'output score: not a string'],
    ['main throws', 'throw new RangeError(event.inputFields.say);', 'main threw: RangeError'],
    ['main throws a value', 'throw event.inputFields.say;', 'main threw: string'],
    [
      'an error has a code',
      'throw Object.assign(new Error(event.inputFields.say), { code: 503 });',
      'main threw: Error 503',
    ],
  ])('says what failed, and no value of the row, when %s', async (_what, body, problem) => {
    const { run } = await start(main(body));

    expect(await run({ inputFields: { say: 'Anna' } })).toMatchObject({ ok: false, problem });
  });

  it.each([
    ['ends its process', 'process.exit(3);', 'its process ended (exit code 3)'],
    [
      'takes more memory than there is',
      'const all = []; for (let n = 0; n < 200; n += 1) all.push(new Array(1e5).fill(n)); callback({ outputFields: {} });',
      'out of memory (128 MB)',
    ],
    [
      'holds memory outside the heap',
      'globalThis.kept = Buffer.alloc(120 * 1024 * 1024, 1); callback({ outputFields: {} });',
      'more than 128 MB of memory',
    ],
  ])('goes on with a new process after a run that %s', async (_what, body, problem) => {
    const { run } = await start(main(`if (event.inputFields.say === 'die') { ${body} return; } ${echo}`));

    expect(await run({ inputFields: { say: 'die' } })).toMatchObject({ ok: false, problem });
    expect(await run({ inputFields: { say: 'hello' } })).toMatchObject({ ok: true, outputs: { said: 'hello' } });
  });

  it('kills a run that takes too long', async () => {
    const { run } = await start(main(`if (event.inputFields.say === 'hang') for (;;); ${echo}`), 1000);

    expect(await run({ inputFields: { say: 'hang' } })).toEqual({ ok: false, problem: 'longer than 1 s' });
    expect(await run({ inputFields: { say: 'hello' } })).toMatchObject({ ok: true, outputs: { said: 'hello' } });
  });

  it('counts what the bundle uses, and nothing of this process', async () => {
    const ballast = Buffer.alloc(300 * 1024 * 1024, 1);
    const { run, usage } = await start(main(echo));

    await run({ inputFields: { say: 'hello' } });

    const { cpuSeconds, peakBytes } = usage();
    expect(ballast.at(-1)).toBe(1);
    expect(peakBytes).toBeGreaterThan(20 * 1024 * 1024);
    expect(peakBytes).toBeLessThan(128 * 1024 * 1024);
    expect(cpuSeconds).toBeGreaterThan(0);
  });

  it.each([
    ['that is no JavaScript', 'exports.main = async (event, callback => {', /cannot be loaded: /],
    ['without main', 'exports.run = 1;', /bundle\.js: cannot be loaded: it exports no function called main$/],
    ['that needs what HubSpot does not have', "require('left-pad-of-ours');", /cannot be loaded: Cannot find module/],
  ])('refuses a file %s', async (_what, code, message) => {
    await expect(start(code)).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(message) });
  });
});
