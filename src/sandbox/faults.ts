import { z } from 'zod';
import type { Random } from './random.js';

/**
 * What can go wrong on purpose.
 * rate429: HubSpot's 429 · status5xx: nothing done · hang: no answer, nothing done · appliedThenReset: done, then the line is
 * cut · applyThen5xx: done, then a 5xx · ignoredStage: 200, the stage stays · row207: one row of a traced batch fails
 */
export const FAULT_KINDS = [
  'rate429',
  'status5xx',
  'hang',
  'appliedThenReset',
  'applyThen5xx',
  'ignoredStage',
  'row207',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One way of going wrong: by chance, or for the next so many calls that fit. */
export const Fault = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  /** 0 to 1, per call. */
  probability: z.number().min(0).max(1).optional(),
  /** How many of the next fitting calls, for certain. */
  next: z.number().int().nonnegative().optional(),
  /** Only calls whose path contains this. */
  path: z.string().optional(),
  method: z.string().optional(),
  /** For 5xx kinds; default one of 500, 502, 503, 504. */
  status: z.number().int().min(500).max(599).optional(),
  /** For rate429: a `Retry-After` header, in seconds. */
  retryAfterSeconds: z.number().nonnegative().optional(),
});
export type Fault = z.input<typeof Fault>;

/** The whole set of faults in force; setting it replaces the one before. */
export const FaultPlan = z.strictObject({
  seed: z.number().int().optional(),
  faults: z.array(Fault).optional(),
  /** Every call waits `fixedMs`, and up to `jitterMs` more. */
  latency: z
    .strictObject({
      fixedMs: z.number().nonnegative().optional(),
      jitterMs: z.number().nonnegative().optional(),
      path: z.string().optional(),
    })
    .optional(),
});
export type FaultPlan = z.input<typeof FaultPlan>;

/** What befalls one call. */
export interface Injected {
  readonly kinds: ReadonlySet<FaultKind>;
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
  readonly latencyMs: number;
}

export interface Faults {
  readonly seed: number;
  /** Replaces what is in force; `{}` ends all faults. */
  set(plan: FaultPlan): void;
  /** Ends all faults. */
  clear(): void;
  /** How often each kind has struck. */
  counts(): Readonly<Record<string, number>>;
  strike(method: string, path: string): Injected;
}

const SERVER_ERRORS = [500, 502, 503, 504] as const;

/**
 * @param seed   what `random` began with, to be told
 * @param remake starts chance anew when a plan brings its own seed
 */
export function createFaults(seed: number, remake: (seed: number) => Random): Faults {
  let random = remake(seed);
  let plan: FaultPlan = {};
  let current = seed;
  let left: number[] = [];
  const struck = new Map<string, number>();

  function hits(fault: Fault, index: number): boolean {
    if ((left[index] ?? 0) > 0) {
      left[index] = (left[index] ?? 0) - 1;
      return true;
    }
    return random.chance(fault.probability ?? 0);
  }

  function strike(method: string, path: string): Injected {
    const fits = (fault: Fault): boolean =>
      path.includes(fault.path ?? '') && (fault.method ?? method).toUpperCase() === method;
    const found = (plan.faults ?? []).filter((fault, index) => fits(fault) && hits(fault, index));
    for (const { kind } of found) struck.set(kind, (struck.get(kind) ?? 0) + 1);
    return {
      kinds: new Set(found.map(({ kind }) => kind)),
      status: found.find(({ status }) => status !== undefined)?.status ?? random.pick(SERVER_ERRORS) ?? 500,
      retryAfterSeconds: found.find((fault) => fault.retryAfterSeconds !== undefined)?.retryAfterSeconds,
      latencyMs: latency(path),
    };
  }

  function latency(path: string): number {
    const { fixedMs = 0, jitterMs = 0, path: only = '' } = plan.latency ?? {};
    return path.includes(only) ? fixedMs + (jitterMs > 0 ? random.next() * jitterMs : 0) : 0;
  }

  function set(next: FaultPlan): void {
    plan = next;
    left = (next.faults ?? []).map((fault) => fault.next ?? 0);
    if (next.seed === undefined) return;
    current = next.seed;
    random = remake(next.seed);
  }

  return {
    get seed() {
      return current;
    },
    set,
    clear: () => set({}),
    counts: () => Object.fromEntries(struck),
    strike,
  };
}
