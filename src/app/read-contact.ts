import { ACT_PROPERTIES } from '../core/acts.js';
import type { Ask } from './ask.js';
import type { Read } from './judgement.js';
import type { Outcome } from './outcome.js';
import type { Crm, EngagementStore, Models, Urgency } from './ports.js';
import { readOf } from './read-of.js';
import { NO_CONTACT, refused } from './refusals.js';
import { WRITTEN_PROPERTIES } from './score-properties.js';
import type { SignalStore } from './signals/signals.js';
import { CAPTURED } from './clock/start-clock.js';

export interface ReadContactDeps {
  readonly crm: Pick<Crm, 'profile' | 'read'>;
  readonly engagements: EngagementStore;
  readonly signals: Pick<SignalStore, 'of'>;
  readonly models: Models;
}

const ALWAYS_READ = [
  CAPTURED,
  'lifecyclestage',
  'hs_lead_status',
  'associatedcompanyid',
  'hs_analytics_last_timestamp',
];

const readSets = new WeakMap<object, readonly string[]>();

/** What is read with each contact; the same list for a model each time, so that its asks share calls. */
function propertiesToRead(compiled: { readonly properties: readonly string[] }): readonly string[] {
  const known = readSets.get(compiled);
  if (known) return known;
  const all = [...new Set([...compiled.properties, ...ALWAYS_READ, ...ACT_PROPERTIES, ...WRITTEN_PROPERTIES])].sort();
  readSets.set(compiled, all);
  return all;
}

/**
 * Reads all that the model that is asked needs to judge a contact.
 *
 * @returns a function that answers with the refusal where there is no such model or contact
 * @throws {AppError} as `Crm` does, and STORE_UNAVAILABLE
 */
export function createReadContact({ crm, engagements, signals, models }: ReadContactDeps) {
  return async function readContact(ask: Ask, urgency: Urgency): Promise<Read | Outcome> {
    const asked = 'model' in ask.want ? ask.want.model : undefined;
    const compiled = models.get(asked);
    if (!compiled)
      return refused('model-unknown', `There is no model "${asked ?? ''}"; known: ${models.names().join(', ')}`);
    const profile = await crm.profile(ask.portalId);
    const properties = await crm.read(ask.portalId, ask.contactId, propertiesToRead(compiled), urgency);
    if (!properties) return NO_CONTACT;
    const told = await signals.of(ask.portalId, ask.contactId, urgency);
    return readOf(engagements, ask, { profile, compiled, properties, told });
  };
}
