import vm from 'node:vm';
import type { RoomTimers } from './room-timers.js';

/** What code may `require`, by name. */
export type Modules = Readonly<Record<string, unknown>>;

interface RoomOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly modules: Modules;
  readonly timers: RoomTimers;
  /** Epoch milliseconds: what `Date` goes by. */
  readonly now: () => number;
}

/** A fresh world for one run of somebody's code, with what Node gives a CommonJS file. There is no way to the network in it. */
export function createRoom({ env, modules, timers, now }: RoomOptions): vm.Context {
  const module = { exports: {} };
  const room = vm.createContext({
    module,
    exports: module.exports,
    require: (name: string): unknown => {
      if (Object.hasOwn(modules, name)) return modules[name];
      throw Object.assign(new TypeError(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
    },
    process: { env: { ...env } },
    console: QUIET,
    setTimeout: timers.set,
    clearTimeout: timers.clear,
    setImmediate: (work: () => void) => timers.set(work, 0),
    queueMicrotask,
    structuredClone,
    Buffer,
    URL,
    URLSearchParams,
    TextEncoder,
    TextDecoder,
    AbortController,
  });
  const setClock: unknown = SET_CLOCK.runInContext(room);
  if (typeof setClock === 'function') Reflect.apply(setClock, undefined, [now]);
  return room;
}

const silent = (): void => undefined;
const QUIET = { log: silent, info: silent, warn: silent, error: silent, debug: silent, trace: silent, dir: silent };

/** Seen from inside, `Date` is the same as ever, but for what it takes for now. */
const SET_CLOCK = new vm.Script(`(now) => {
  const Real = Date;
  const at = () => new Real(now());
  globalThis.global = globalThis;
  globalThis.Date = new Proxy(Real, {
    construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made),
    apply: () => at().toString(),
    get: (target, key) => (key === 'now' ? now : target[key]),
  });
}`);
