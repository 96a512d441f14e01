import { actsFrom } from '../../src/core/acts.js';
import type { Contact } from '../../src/core/contact.js';
import type { CodeEvent } from './read-event.js';

/** Names of the properties that are mapped as inputs, in one order; put in when the bundle is built. */
declare const HANDOFF_INPUTS: readonly string[];

/** The contact as its mapped properties show it. Whom else the company has is not among them, so that stays unknown. */
export function knownContact({ input }: CodeEvent): Contact {
  const properties = Object.fromEntries(HANDOFF_INPUTS.map((name) => [name, input(name)]));
  return { properties, signals: actsFrom(properties), unlistedSignals: 'never', company: {} };
}
