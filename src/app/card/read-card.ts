import { ACT_PROPERTIES } from '../../core/acts.js';
import { propertiesOfBrief } from '../../core/brief.js';
import { stageOf } from '../../core/stages.js';
import type { CardClock, CardView } from '../../http/card-contract.js';
import { cardClockOf, cardHoldOf } from './card-clock.js';
import { cardViewOf } from './card-view.js';
import type { ClockRow, ClockStore } from '../clock/clock.js';
import { AppError } from '../errors.js';
import type { Read } from '../judgement.js';
import type { Transition } from '../outcome.js';
import type { AcceptanceStore, CompiledModel, Crm, EngagementStore, Models } from '../ports.js';
import type { QuarantineStore } from '../sync/quarantine.js';
import { readOf } from '../read-of.js';
import { WRITTEN_PROPERTIES } from '../score-properties.js';
import type { SignalStore } from '../signals/signals.js';

export interface ContactOfPortal {
  readonly portalId: number;
  readonly contactId: string;
}

/** The log of one contact. Throws AppError `STORE_UNAVAILABLE`. */
export interface HistoryStore {
  /** Newest first. */
  newest(contact: ContactOfPortal, limit: number): Promise<readonly Transition[]>;
}

export interface ReadCardDeps {
  readonly crm: Pick<Crm, 'read' | 'glance'>;
  readonly engagements: EngagementStore;
  readonly signals: Pick<SignalStore, 'of'>;
  readonly models: Models;
  readonly history: HistoryStore;
  readonly acceptances: Pick<AcceptanceStore, 'find'>;
  readonly clocks: Pick<ClockStore, 'find'>;
  readonly quarantine: Pick<QuarantineStore, 'openOf'>;
  readonly now: () => number;
}

/** @source issue "the rep's card": the last twenty */
const SHOWN = 20;
const OF_A_CARD = [
  ...['lifecyclestage', 'hs_lead_status', 'associatedcompanyid', 'hs_analytics_last_timestamp'],
  ...['handoff_scored_at', 'handoff_accepted_by', 'handoff_accepted_at'],
];

/**
 * Reads what a rep sees of a contact: one call to HubSpot, and one more where the portal's properties are not known yet.
 * The default model scores it anew each time, so that nothing shown is older than `readAt`.
 *
 * @returns `undefined`: HubSpot has no such contact
 * @throws {AppError} as every call of the CRM and the store
 */
export function createReadCard(deps: ReadCardDeps) {
  const { crm, engagements, signals, models, history, acceptances, now } = deps;

  async function readContact(contact: ContactOfPortal, compiled: CompiledModel): Promise<Read | undefined> {
    const { portalId, contactId } = contact;
    const [profile, properties, told] = await Promise.all([
      crm.glance(portalId),
      crm.read(portalId, contactId, propertiesToRead(compiled), 'live'),
      signals.of(portalId, contactId, 'live'),
    ]);
    if (!properties) return undefined;
    return readOf(engagements, contact, { profile, compiled, properties, told });
  }

  async function acceptanceOf(contact: ContactOfPortal, { properties }: Read, [last]: readonly Transition[]) {
    const at = stageOf(properties['lifecyclestage'], properties['hs_lead_status']);
    // Where the log does not say when the contact came here, only an answer of just now is one to this hand-over.
    return acceptances.find({ ...contact, since: last?.to === at ? last.at : now() });
  }

  /** A clock that has not seen yet where the contact is says nothing of this stage. */
  function clockShown(clock: ClockRow | undefined, read: Read, readAt: number): CardClock | undefined {
    const at = stageOf(read.properties['lifecyclestage'], read.properties['hs_lead_status']);
    if (clock?.stage !== at) return undefined;
    return cardClockOf(clock, (models.get(clock.model) ?? read.compiled).model, readAt);
  }

  return async function readCard(contact: ContactOfPortal): Promise<CardView | undefined> {
    const compiled = models.get(undefined);
    if (!compiled) throw new AppError('MODEL_INVALID', 'There is no model to score with');
    const readAt = now();
    const { portalId, contactId } = contact;
    const [read, transitions, clock, held] = await Promise.all([
      readContact(contact, compiled),
      history.newest(contact, SHOWN),
      deps.clocks.find(portalId, contactId),
      deps.quarantine.openOf(portalId, contactId),
    ]);
    if (!read) return undefined;
    const acceptance = await acceptanceOf(contact, read, transitions);
    return cardViewOf({
      ...{ portalId, contactId, read, acceptance, readAt },
      history: transitions,
      clock: clockShown(clock, read, readAt),
      quarantine: held && cardHoldOf(held),
    });
  };
}

export type ReadCard = ReturnType<typeof createReadCard>;

const readSets = new WeakMap<object, readonly string[]>();

/** The same list for a model each time, so that cards opened together share a call. */
function propertiesToRead(compiled: CompiledModel): readonly string[] {
  const known = readSets.get(compiled);
  if (known) return known;
  const all = [
    ...compiled.properties,
    ...propertiesOfBrief(compiled.model),
    ...ACT_PROPERTIES,
    ...WRITTEN_PROPERTIES,
    ...OF_A_CARD,
  ];
  const sorted = [...new Set(all)].sort();
  readSets.set(compiled, sorted);
  return sorted;
}
