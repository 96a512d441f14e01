import { AppError, isAppError } from '../app/errors.js';
import type { Log } from '../app/ports.js';
import type { Admit, Call } from './call.js';
import { BATCH } from './gather.js';
import { Nothing } from './wire.js';

export interface Completion {
  readonly callbackId: string;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface CompleteOrder {
  readonly portalId: number;
  readonly completions: readonly Completion[];
  readonly admit: Admit;
}

/** After so many refused calls we stop taking them apart. */
const MOST_REFUSALS = 40;
/** HubSpot will not take it, now or later. Of several, one may be to blame. */
const REFUSED: ReadonlySet<unknown> = new Set([400, 404, 409]);
const isRefused = (error: unknown): error is AppError =>
  isAppError(error, 'HUBSPOT_REJECTED') && REFUSED.has(error.facts['status']);

/** @source HubSpot's specification: `outputFields` and `typedOutputs` are both required */
const inputOf = ({ callbackId, outputs }: Completion) => ({ callbackId, outputFields: outputs, typedOutputs: {} });

function inParts(completions: readonly Completion[], most: number): (readonly Completion[])[] {
  const count = Math.ceil(completions.length / most);
  return Array.from({ length: count }, (_, part) => completions.slice(part * most, (part + 1) * most));
}

/**
 * Tells HubSpot that executions are over, up to 100 a call. When a call is refused its executions are told in halves, so
 * that one that has expired does not hold up the others.
 *
 * @returns resolves when HubSpot took all of them, or all but some it will never take (logged)
 * @throws {AppError} `HUBSPOT_REJECTED` when HubSpot will take none of them; others: not all are told, tell them again
 */
export function createCompleteExecutions(call: Call, log: Log) {
  /** @returns why HubSpot refused, `undefined` when it took them */
  async function refusalOf(order: CompleteOrder): Promise<AppError | undefined> {
    const { portalId, completions, admit } = order;
    const body = { inputs: completions.map(inputOf) };
    try {
      await call({ portalId, operation: 'executions.complete', body, answer: Nothing, admit });
      return undefined;
    } catch (error) {
      if (isRefused(error)) return error;
      throw error;
    }
  }

  return async function completeExecutions(order: CompleteOrder): Promise<void> {
    const parts = inParts(order.completions, BATCH);
    let taken = 0;
    let refusals = 0;
    let refusal: AppError | undefined;
    while (parts.length > 0 && refusals < MOST_REFUSALS) {
      const part = parts.shift() ?? [];
      const refused = await refusalOf({ ...order, completions: part });
      if (!refused) taken += part.length;
      else if (part.length > 1) parts.push(...inParts(part, Math.ceil(part.length / 2)));
      else log.warn('an execution HubSpot no longer waits for', { portalId: order.portalId, error: refused });
      if (refused) refusals += 1;
      refusal = refused ?? refusal;
    }
    if (refusal && taken === 0) throw refusal;
    if (parts.length > 0)
      throw new AppError('HUBSPOT_BUSY', 'HubSpot refused too many executions at once', { retryAfterMs: 1_000 });
  };
}
