import vm from 'node:vm';
import { createRoom, type Modules } from './code-room.js';
import { readError, type CodeError } from './code-verdict.js';
import { createRoomTimers, type RoomTimers } from './room-timers.js';
import { heedStrayRejections } from './stray-rejections.js';

/** One run of a custom code step. */
export interface CodeRun {
  readonly source: string;
  /** As HubSpot hands it to `exports.main`. */
  readonly event: unknown;
  /** What its environment holds, and nothing else. */
  readonly env: Readonly<Record<string, string>>;
}

/** `outputs`: what the callback was given; `undefined` when nobody called it. */
export type CodeEnd = { readonly outputs: unknown } | { readonly error: CodeError };

export interface CodeRunner {
  /** Never rejects. */
  run(run: CodeRun): Promise<CodeEnd>;
}

export interface CodeRunnerOptions {
  /** Epoch milliseconds on the sandbox clock. */
  readonly now: () => number;
  /** What the code may `require`; default nothing. */
  readonly modules?: Modules;
  /** Real milliseconds for one run; default HubSpot's 20 s. */
  readonly limitMs?: number;
}

/** @source HubSpot, "Custom code actions" */
const LIMIT_MS = 20_000;
/** Where the call waits inside the room: a name no source can take. */
const CALL = Symbol.for('sandbox.call');
const CALL_MAIN = new vm.Script(`globalThis[Symbol.for('sandbox.call')]()`);
const MAKE_CALL = new vm.Script(`(text, callback) => () => module.exports.main(JSON.parse(text), callback)`);

/**
 * Runs custom code as HubSpot does: each run in a fresh world, with `exports.main(event, callback)` called once. A loop that
 * never ends is cut off at the limit while it holds the process; one behind an `await` is not.
 */
export function createCodeRunner({ now, modules = {}, limitMs = LIMIT_MS }: CodeRunnerOptions): CodeRunner {
  const scripts = new Map<string, vm.Script>();

  function scriptOf(source: string): vm.Script {
    const known = scripts.get(source) ?? new vm.Script(source, { filename: 'custom-code.js' });
    scripts.set(source, known);
    return known;
  }

  function begin({ source, event, env }: CodeRun, tools: Tools): unknown {
    const room = createRoom({ env, modules, timers: tools.timers, now });
    tools.heed(room);
    scriptOf(source).runInContext(room, { timeout: limitMs });
    const makeCall: unknown = MAKE_CALL.runInContext(room);
    if (typeof makeCall !== 'function') return undefined;
    Reflect.set(room, CALL, Reflect.apply(makeCall, undefined, [JSON.stringify(event), tools.callback]));
    return CALL_MAIN.runInContext(room, { timeout: limitMs });
  }

  return {
    async run(run) {
      const call = createCallback();
      const timers = createRoomTimers(call.fail);
      let stop = (): void => undefined;
      const heed = (room: vm.Context): void => void (stop = heedStrayRejections(room, call.fail));
      const expiry = setTimeout(() => call.fail(TIMED_OUT), limitMs);
      try {
        const main = Promise.resolve(begin(run, { timers, heed, callback: call.callback }));
        await Promise.race([call.failed, main.then(() => settled(call, timers, Object.keys(modules).length > 0))]);
        return { outputs: call.outputs() };
      } catch (error) {
        return { error: readError(error) };
      } finally {
        clearTimeout(expiry);
        timers.clearAll();
        stop();
      }
    },
  };
}

interface Tools {
  readonly timers: RoomTimers;
  readonly heed: (room: vm.Context) => void;
  readonly callback: (result: unknown) => void;
}

const TIMED_OUT = { name: 'TimeoutError', message: 'the code did not end in time' };

type Callback = ReturnType<typeof createCallback>;

function createCallback() {
  let result: unknown;
  let tell = (): void => undefined;
  let fail: (error: unknown) => void = () => undefined;
  let wasCalled = false;
  const called = new Promise<void>((resolve) => (tell = resolve));
  const failed = new Promise<never>((_resolve, reject) => (fail = reject));
  // A failure after the end is nobody's any more.
  failed.catch(() => undefined);
  return {
    called,
    failed,
    fail: (error: unknown): void => fail(error),
    wasCalled: () => wasCalled,
    outputs: (): unknown =>
      typeof result === 'object' && result !== null && 'outputFields' in result ? result.outputFields : undefined,
    callback: (given: unknown): void => {
      if (wasCalled) return;
      wasCalled = true;
      result = given;
      tell();
    },
  };
}

/**
 * The code may call back after `main` is over: HubSpot's own examples do. Without anything left that could, it is over. What a
 * module of the host still does cannot be seen, so with modules only the limit ends the wait.
 */
async function settled(call: Callback, timers: RoomTimers, hasModules: boolean): Promise<void> {
  await turn();
  while (!call.wasCalled() && (hasModules || timers.pending() > 0)) {
    await Promise.race(hasModules ? [call.called] : [call.called, timers.changed()]);
    await turn();
  }
}

/** Lets everything run that waits on settled promises. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
