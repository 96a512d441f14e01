import { DAY_MS } from './duration.js';
import type { Facts } from './facts.js';
import type { CompanyCondition, SequenceCondition, SignalCondition } from './model.js';
import { type Compiled, UNDATED } from './verdict.js';

/** Acts count that lie between now and so far back. Without a limit every past act does; acts in the future never do. */
interface Window {
  readonly now: number;
  readonly lengthMs: number;
}

/** Makes a condition on one signal ready to run. */
export function compileSignal({ signal, atLeast = 1, withinDays }: SignalCondition, facts: Facts): Compiled {
  return compileCount({ name: signal, atLeast, withinDays }, facts.acts, facts);
}

/** Makes a condition on one company fact ready to run. */
export function compileCompany({ company, atLeast, withinDays }: CompanyCondition, facts: Facts): Compiled {
  return compileCount({ name: company, atLeast, withinDays }, facts.companyDates, facts);
}

interface Counted {
  readonly name: string;
  readonly atLeast: number;
  readonly withinDays: number | undefined;
}

function compileCount(counted: Counted, read: (name: string) => readonly number[] | undefined, facts: Facts): Compiled {
  const { name, atLeast } = counted;
  const lengthMs = windowMs(counted.withinDays);
  return {
    test() {
      const acts = read(name);
      return acts === undefined ? 'unknown' : countWithin(acts, facts.now(), lengthMs) >= atLeast ? 'hit' : 'miss';
    },
    newest: () => newestWithin(read(name) ?? [], facts.now(), lengthMs),
    asks: () => [name],
  };
}

/** How many acts a signal or company condition still waits for; nothing known counts as none. */
export function actsShort(condition: SignalCondition | CompanyCondition, facts: Facts): number {
  const acts = 'signal' in condition ? facts.acts(condition.signal) : facts.companyDates(condition.company);
  const seen = countWithin(acts ?? [], facts.now(), windowMs(condition.withinDays));
  return Math.max(0, (condition.atLeast ?? 1) - seen);
}

/** Makes a sequence ready to run. The act it fades from is the newest of its last step: what completed it most recently. */
export function compileSequence({ sequence, withinDays }: SequenceCondition, facts: Facts): Compiled {
  const lengthMs = windowMs(withinDays);
  const asks = (): readonly string[] => sequence.filter((signal) => facts.acts(signal) === undefined);
  return {
    test() {
      if (sequence.some((signal) => facts.acts(signal) === undefined)) return 'unknown';
      return stepsTaken(sequence, facts, lengthMs) === sequence.length ? 'hit' : 'miss';
    },
    newest: () => newestWithin(facts.acts(sequence.at(-1) ?? '') ?? [], facts.now(), lengthMs),
    asks,
  };
}

/** The steps of a sequence that have not been taken yet, in order. */
export function stepsLeft({ sequence, withinDays }: SequenceCondition, facts: Facts): readonly string[] {
  return sequence.slice(stepsTaken(sequence, facts, windowMs(withinDays)));
}

/** The earliest act that follows is always the best choice: it leaves the most room for the steps after it. */
function stepsTaken(sequence: readonly string[], facts: Facts, lengthMs: number): number {
  const window = { now: facts.now(), lengthMs };
  let before = -Infinity;
  let taken = 0;
  for (const signal of sequence) {
    before = earliestAfter(before, facts.acts(signal) ?? [], window);
    if (before === Infinity) break;
    taken += 1;
  }
  return taken;
}

function earliestAfter(before: number, acts: readonly number[], { now, lengthMs }: Window): number {
  let earliest = Infinity;
  for (const at of acts) if (at > before && at < earliest && at <= now && now - at <= lengthMs) earliest = at;
  return earliest;
}

function countWithin(acts: readonly number[], now: number, lengthMs: number): number {
  let count = 0;
  for (const at of acts) if (at <= now && now - at <= lengthMs) count += 1;
  return count;
}

function newestWithin(acts: readonly number[], now: number, lengthMs: number): number {
  let newest: number = UNDATED;
  for (const at of acts) if (at > newest && at <= now && now - at <= lengthMs) newest = at;
  return newest;
}

function windowMs(days: number | undefined): number {
  return days === undefined ? Infinity : days * DAY_MS;
}
