import { AppError } from '../app/errors.js';
import { isCollision, isOneRowsFault, toStoreError } from './store-errors.js';

/** Rows of one statement: past this the gain is gone, and the memory is not. */
const MAX_ROWS = 1_000;
const TRIES = 3;

interface Waiting<In, Out> {
  readonly item: In;
  readonly resolve: (out: Out) => void;
  readonly reject: (error: AppError) => void;
}

/** Lets work through when it is its turn. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Lets so many pieces of work through at once, in the order they came. Operations that share a gate form their batches
 * when their turn comes, not before: while the engine is busy with the others, more calls join.
 *
 * @param places 1 for an engine that does one thing at a time
 */
export function createGate(places: number): Gate {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

const OPEN: Gate = (work) => work();

/**
 * Lets concurrent calls of one operation share statements. What arrives while a statement runs goes out with the next;
 * an idle one leaves at the end of this turn of the event loop. No timer: a call waits for one commit at most.
 *
 * @param run  answers in the order asked, one answer an item; all of it happens or nothing does
 * @param gate shared by the operations of one engine
 * @returns the operation for one item. A row that sinks its batch is run apart, so that it fails alone.
 *          @throws AppError
 */
export function createCoalescer<In, Out>(run: (items: readonly In[]) => Promise<readonly Out[]>, gate: Gate = OPEN) {
  const queue: Waiting<In, Out>[] = [];
  let running = false;

  async function runApart(batch: readonly Waiting<In, Out>[]): Promise<void> {
    for (const one of batch) await answer([one], () => retried(() => run([one.item])));
  }

  async function answer(batch: readonly Waiting<In, Out>[], outs: () => Promise<readonly Out[]>): Promise<void> {
    try {
      const answers = await outs();
      batch.forEach((waiting, index) => {
        const out = answers[index];
        if (index in answers) waiting.resolve(out as Out);
        else waiting.reject(new AppError('INTERNAL', 'The store left an item without an answer.'));
      });
    } catch (error) {
      if (batch.length > 1 && isOneRowsFault(error)) return runApart(batch);
      const failure = toStoreError(error);
      batch.forEach((waiting) => waiting.reject(failure));
    }
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      await gate(() => {
        const batch = queue.splice(0, MAX_ROWS);
        const items = batch.map((waiting) => waiting.item);
        return answer(batch, () => (batch.length === 1 ? retried(() => run(items)) : run(items)));
      });
    }
    running = false;
  }

  return (item: In): Promise<Out> =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      if (running) return;
      running = true;
      setImmediate(() => void drain());
    });
}

async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === TRIES || !isCollision(error)) throw error;
    }
  }
}
