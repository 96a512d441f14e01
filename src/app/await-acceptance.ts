import { MINUTE_MS } from '../core/duration.js';
import { stageOf } from '../core/stages.js';
import type { Ask } from './ask.js';
import { AppError } from './errors.js';
import type { Handover, Outcome } from './outcome.js';
import type { AcceptanceStore, Crm, Urgency } from './ports.js';

export interface AwaitDeps {
  readonly crm: Crm;
  readonly acceptances: AcceptanceStore;
  readonly now: () => number;
  /** How long we look away at most: a rep may also answer in HubSpot itself, of which nobody tells us. */
  readonly lookEveryMs: number;
}

export type AwaitAsk = Ask & { readonly want: { readonly kind: 'await-acceptance' } };

/** When the clock of this ask runs out, in epoch milliseconds. */
export function lateAt({ at, want }: AwaitAsk): number {
  return at + want.minutes * MINUTE_MS;
}

const READ = ['lifecyclestage', 'hs_lead_status', 'handoff_accepted_by'];
/** What a stage that HubSpot shows says of the hand-over; at any other nobody has answered. @source DESIGN section 5 */
const ANSWERED: Readonly<Record<string, Handover['outcome']>> = {
  sal: 'accepted',
  opportunity: 'accepted',
  customer: 'accepted',
  recycled: 'refused',
  disqualified: 'refused',
};
/** At SQL the stage says nothing of Lead Status, in which a rep answers there as well. */
const ANSWERED_AT_SQL: Readonly<Record<string, Handover['outcome']>> = {
  IN_PROGRESS: 'accepted',
  BAD_TIMING: 'refused',
};

function shownBy(stage: string, leadStatus: string, then: string | undefined): Handover['outcome'] | undefined {
  // What it said before the lead was handed over was an answer to something else.
  if (stage === 'sql' && (then === undefined || then === leadStatus)) return undefined;
  const [answers, word] = stage === 'sql' ? [ANSWERED_AT_SQL, leadStatus] : [ANSWERED, stage];
  return Object.hasOwn(answers, word) ? answers[word] : undefined;
}

/** The ask as it is kept while it waits. @param notYet what looking for its answer threw */
export function withFirstLook(ask: Ask, notYet: AppError): Ask {
  const { want } = ask;
  const leadStatusThen = notYet.facts['leadStatus'];
  if (want.kind !== 'await-acceptance' || typeof leadStatusThen !== 'string') return ask;
  return { ...ask, want: { ...want, leadStatusThen } };
}

/**
 * Looks whether a rep has accepted or refused a lead: by our own record of it, or by the stage the portal shows, for a rep
 * who worked in HubSpot.
 *
 * @returns the outcome, `late` included; `undefined` when HubSpot has no such contact
 * @throws {AppError} `NOT_YET` with the time to look again · as every call of the CRM and the store
 */
export function createAwaitAcceptance({ crm, acceptances, now, lookEveryMs }: AwaitDeps) {
  async function handoverOf(
    ask: AwaitAsk,
    shown: Handover['outcome'] | undefined,
    acceptedBy: string,
  ): Promise<Handover | undefined> {
    const { portalId, contactId, at } = ask;
    const answer = await acceptances.find({ portalId, contactId, since: at });
    if (answer) return { outcome: answer.outcome, by: answer.by, afterMinutes: minutes(answer.at - at) };
    if (shown) return { outcome: shown, by: shown === 'accepted' ? acceptedBy : '', afterMinutes: minutes(now() - at) };
    return now() >= lateAt(ask) ? { outcome: 'late', by: '', afterMinutes: minutes(now() - at) } : undefined;
  }

  return async function awaitAcceptance(ask: AwaitAsk, urgency: Urgency): Promise<Outcome | undefined> {
    const properties = await crm.read(ask.portalId, ask.contactId, READ, urgency);
    if (!properties) return undefined;
    const leadStatus = properties['hs_lead_status'] ?? '';
    const stage = stageOf(properties['lifecyclestage'], leadStatus);
    const shown = shownBy(stage, leadStatus, ask.want.leadStatusThen);
    const handover = await handoverOf(ask, shown, properties['handoff_accepted_by'] ?? '');
    if (!handover) {
      const retryAfterMs = Math.max(0, Math.min(lookEveryMs, lateAt(ask) - now()));
      throw new AppError('NOT_YET', 'No rep has answered yet', { retryAfterMs, facts: { leadStatus } });
    }
    const decision = { kind: 'hold', from: stage, to: stage, rule: handover.outcome, missing: [], flags: [] } as const;
    return { decision, handover };
  };
}

export type AwaitAcceptance = ReturnType<typeof createAwaitAcceptance>;

const minutes = (ms: number): number => Math.max(0, Math.round(ms / MINUTE_MS));
