import { AppError } from '../app/errors.js';
import type { Urgency } from '../app/ports.js';
import type { Admit } from './call.js';
import { createWaiting, type Entry, type Twins, type Waiter } from './waiting.js';
import { openWindow, type Window, type WindowLengths } from './window.js';

/** @source HubSpot contacts guide: 100 records per batch call */
export const BATCH = 100;

export interface LaneOptions<I, A> {
  readonly twins: Twins;
  readonly window: WindowLengths;
  /** Runs a job when the portal has a place for it. */
  readonly pace: (urgency: Urgency, job: (admit: Admit) => Promise<void>) => Promise<unknown>;
  /** Carries out one batch of up to 100. An id whose answer is an AppError fails; an id left out does too. */
  readonly run: (entries: readonly Entry<I, A>[], admit: Admit) => Promise<ReadonlyMap<string, A | AppError>>;
}

/**
 * Gathers single asks into batches.
 *
 * A job is scheduled as soon as somebody waits whom no job covers, and forms its batch as late as it can: after its window
 * and after the budget let it through. So while the budget makes us wait, batches fill up, and N asks cost at most ⌈N/100⌉
 * batches. Each ask ends on its own.
 *
 * @returns asks for one id
 */
export function createLane<I, A>({ twins, window, pace, run }: LaneOptions<I, A>) {
  const waiting = createWaiting<I, A>(twins);
  /** Jobs whose batch is not formed yet: scheduled, and of those the ones already at the budget. */
  const jobs = { live: 0, later: 0 };
  const paying = { live: 0, later: 0 };
  let open: Window | undefined;

  const everyone = () => waiting.size('live') + waiting.size('later');
  const covered = (by: Readonly<Record<Urgency, number>>) =>
    by.live * BATCH >= waiting.size('live') && (by.live + by.later) * BATCH >= everyone();
  const isFull = () => (jobs.live + jobs.later) * BATCH <= everyone();

  function schedule(urgency: Urgency): void {
    open?.end();
    const mine = (open = openWindow(window));
    jobs[urgency] += 1;
    void pace(urgency, (admit) => job(urgency, mine, admit));
  }

  function cover(): void {
    while (jobs.live * BATCH < waiting.size('live')) schedule('live');
    while (!covered(jobs)) schedule('later');
  }

  async function job(urgency: Urgency, mine: Window, admit: Admit): Promise<void> {
    await mine.over;
    if (covered(paying)) return void (jobs[urgency] -= 1); // others, ahead of us, take everyone along
    paying[urgency] += 1;
    const admitted = admit();
    await admitted.catch(() => undefined); // whoever is taken along hears of it below
    paying[urgency] -= 1;
    jobs[urgency] -= 1;
    const entries = waiting.take(BATCH);
    if (entries.length > 0)
      await settle(
        entries,
        admitted.then(() => run(entries, prepaid(admit))),
      );
    waiting.release(entries);
    cover();
  }

  return function ask(id: string, input: I, urgency: Urgency): Promise<A> {
    return new Promise<A>((resolve, reject) => {
      waiting.enter(id, { input, resolve, reject }, urgency);
      cover();
      open?.joined();
      if (isFull()) open?.end();
    });
  };
}

/** The batch was let through already; only what it calls besides asks again. */
function prepaid(admit: Admit): Admit {
  let paid = true;
  return () => {
    if (!paid) return admit();
    paid = false;
    return Promise.resolve();
  };
}

/** Every waiter hears of its own row, whatever became of the others. */
async function settle<I, A>(
  entries: readonly Entry<I, A>[],
  running: Promise<ReadonlyMap<string, A | AppError>>,
): Promise<void> {
  const tellAll = (tell: (waiter: Waiter<I, A>, id: string) => void) =>
    entries.forEach(({ id, waiters }) => waiters.forEach((waiter) => tell(waiter, id)));
  try {
    const answers = await running;
    tellAll((waiter, id) => answerOne(waiter, id, answers));
  } catch (error) {
    tellAll((waiter) => waiter.reject(error));
  }
}

function answerOne<I, A>(waiter: Waiter<I, A>, id: string, answers: ReadonlyMap<string, A | AppError>): void {
  if (!answers.has(id)) return waiter.reject(new AppError('INTERNAL', 'A row of a batch was left without an answer'));
  const answer = answers.get(id) as A | AppError; // `undefined` may be an answer
  if (answer instanceof AppError) waiter.reject(answer);
  else waiter.resolve(answer);
}
