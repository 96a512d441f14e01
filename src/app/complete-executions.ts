import { outputFields, type WorkflowAction } from './action.js';
import { isAppError } from './errors.js';
import type { Evaluation, Outcome } from './outcome.js';
import type { Crm, EvaluationStore, Failpoint, Log } from './ports.js';

export interface CompleteDeps {
  readonly crm: Crm;
  readonly evaluations: EvaluationStore;
  readonly actions: ReadonlyMap<string, WorkflowAction>;
  readonly failpoint: Failpoint;
  readonly log: Log;
}

const CLAIM = 100;
const RETRY_MS = 5_000;

interface Batch {
  readonly portalId: number;
  readonly keys: readonly string[];
}

/**
 * Tells HubSpot the outcome of executions that were answered with BLOCK, up to 100 a call. The same completion twice is
 * harmless: HubSpot has moved on and ignores it. One that HubSpot refuses never holds up the others.
 *
 * @returns a function that does one round and tells how many it completed
 */
export function createCompleteExecutions({ crm, evaluations, actions, failpoint, log }: CompleteDeps) {
  /** Not given back yet, because the store was away: it would keep them for us as long as this process lives. */
  const left: Batch[] = [];

  const outputsOf = (action: WorkflowAction, { ask, outcome }: Evaluation & { outcome: Outcome }) => {
    try {
      return outputFields(action, outcome);
    } catch (error) {
      // One outcome without words must not hold up the rest, nor its own workflow.
      const { portalId, contactId } = ask;
      log.error('outcome could not be put into words', { portalId, contactId, action: ask.action, error });
      return { hs_execution_state: 'FAIL_CONTINUE' };
    }
  };

  function completionsOf({ ask, outcome, ...evaluation }: Evaluation) {
    const action = actions.get(ask.action);
    if (!action || !outcome || ask.callbackId === undefined) return [];
    return [{ callbackId: ask.callbackId, outputs: outputsOf(action, { ...evaluation, ask, outcome }) }];
  }

  async function send(portalId: number, batch: readonly Evaluation[]): Promise<'sent' | 'refused' | 'later'> {
    const completions = batch.flatMap(completionsOf);
    try {
      if (completions.length > 0) await crm.complete(portalId, completions);
      return 'sent';
    } catch (error) {
      const refused = isAppError(error, 'HUBSPOT_REJECTED');
      const message = refused ? 'completion refused by HubSpot' : 'completion put off';
      if (!refused || batch.length === 1) log.warn(message, { portalId, count: batch.length, error });
      return refused ? 'refused' : 'later';
    }
  }

  async function note({ portalId, keys }: Batch): Promise<boolean> {
    try {
      await evaluations.completed(portalId, keys);
      return true;
    } catch (error) {
      log.warn('completion told but not noted', { portalId, count: keys.length, error });
      return false;
    }
  }

  async function tell(portalId: number, batch: readonly Evaluation[]): Promise<void> {
    const answer = await send(portalId, batch);
    if (answer === 'refused' && batch.length > 1) {
      for (const evaluation of batch) await tell(portalId, [evaluation]);
      return;
    }
    if (answer === 'sent') failpoint('after-batch-reply');
    const told: Batch = { portalId, keys: batch.map(({ ask }) => ask.key) };
    if (answer === 'later' || !(await note(told))) left.push(told);
  }

  async function giveBackLeft(): Promise<void> {
    for (let next = left[0]; next; next = left[0]) {
      await evaluations.releaseCompletions(next.portalId, next.keys, RETRY_MS);
      left.shift();
    }
  }

  return async function completeOnce(): Promise<number> {
    await giveBackLeft();
    const claimed = await evaluations.claimCompletions(CLAIM);
    if (!claimed) return 0;
    await tell(claimed.portalId, claimed.evaluations);
    await giveBackLeft();
    return claimed.evaluations.length;
  };
}
