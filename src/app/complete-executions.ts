import { outputFields, type WorkflowAction } from './action.js';
import { isAppError } from './errors.js';
import type { Crm, Evaluation, EvaluationStore, Failpoint, Log } from './ports.js';

export interface CompleteDeps {
  readonly crm: Crm;
  readonly evaluations: EvaluationStore;
  readonly actions: ReadonlyMap<string, WorkflowAction>;
  readonly failpoint: Failpoint;
  readonly log: Log;
}

const CLAIM = 100;
const RETRY_MS = 5_000;

/**
 * Tells HubSpot the outcome of executions that were answered with BLOCK, up to 100 a call. The same completion twice is
 * harmless: HubSpot has moved on and ignores it.
 *
 * @returns a function that does one round and tells how many it completed
 */
export function createCompleteExecutions({ crm, evaluations, actions, failpoint, log }: CompleteDeps) {
  const send = (portalId: number, batch: readonly Evaluation[]): Promise<void> =>
    crm.complete(
      portalId,
      batch.flatMap((evaluation) => completionOf(evaluation, actions)),
    );

  async function oneByOne(portalId: number, batch: readonly Evaluation[]): Promise<void> {
    for (const evaluation of batch) await tell(portalId, [evaluation]);
  }

  async function tell(portalId: number, batch: readonly Evaluation[]): Promise<void> {
    const keys = batch.map(({ ask }) => ask.key);
    try {
      await send(portalId, batch);
      failpoint('after-batch-reply');
      await evaluations.completed(portalId, keys);
    } catch (error) {
      const refused = isAppError(error, 'HUBSPOT_REJECTED');
      if (refused && batch.length > 1) return oneByOne(portalId, batch);
      log.warn(refused ? 'completion refused by HubSpot' : 'completion put off', {
        portalId,
        count: batch.length,
        error,
      });
      if (refused) await evaluations.completed(portalId, keys);
      else await evaluations.releaseCompletions(portalId, keys, RETRY_MS);
    }
  }

  return async function completeOnce(): Promise<number> {
    const claimed = await evaluations.claimCompletions(CLAIM);
    if (!claimed) return 0;
    await tell(claimed.portalId, claimed.evaluations);
    return claimed.evaluations.length;
  };
}

function completionOf({ ask, outcome }: Evaluation, actions: CompleteDeps['actions']) {
  const action = actions.get(ask.action);
  if (!action || !outcome || ask.callbackId === undefined) return [];
  return [{ callbackId: ask.callbackId, outputs: outputFields(action, outcome) }];
}
