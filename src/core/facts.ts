import type { Contact } from './contact.js';
import { createPropertyReader } from './read-properties.js';
import { Slot, type Turn } from './slot.js';

/** What compiled conditions read: one contact at one moment. A compiled model owns one and begins it anew per contact. */
export interface Facts {
  readonly begin: (contact: Contact, now: number) => void;
  readonly now: () => number;
  /** The slot of a property; asked for while compiling, the same one for the same property. */
  readonly slot: (property: string) => Slot;
  /** Times of a signal's acts; none when it was never seen, `undefined` when nobody knows. */
  readonly acts: (signal: string) => readonly number[] | undefined;
  /** Dates of a company fact; `undefined` when it is unknown. */
  readonly companyDates: (fact: string) => readonly number[] | undefined;
}

const NEVER: readonly number[] = [];
const NOBODY: Contact = { properties: {}, signals: {}, unlistedSignals: 'unknown', company: {} };

/** Makes the facts of one compiled model. Nothing is known before the first `begin`. */
export function createFacts(): Facts {
  const turn: Turn = { count: 0 };
  const slots = new Map<string, Slot>();
  const readProperties = createPropertyReader(slots);
  let about = NOBODY;
  let moment = NaN;
  return {
    begin(contact, now) {
      about = contact;
      moment = now;
      turn.count += 1;
      readProperties(contact.properties);
    },
    now: () => moment,
    slot(property) {
      const slot = slots.get(property) ?? new Slot(turn);
      slots.set(property, slot);
      return slot;
    },
    acts(signal) {
      const { signals, unlistedSignals } = about;
      if (Object.hasOwn(signals, signal)) return signals[signal];
      return unlistedSignals === 'never' ? NEVER : undefined;
    },
    companyDates: (fact) => (Object.hasOwn(about.company, fact) ? about.company[fact] : undefined),
  };
}
