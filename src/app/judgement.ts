import type { Contact } from '../core/contact.js';
import type { Move, Outcome } from './outcome.js';
import type { CompiledModel, PortalProfile } from './ports.js';

/** A contact as read, and what its portal and model are. */
export interface Read {
  readonly properties: Readonly<Record<string, string | null>>;
  readonly profile: PortalProfile;
  readonly compiled: CompiledModel;
  /** Dates of `engaged_contacts` at the contact's company; absent: unknown. */
  readonly engaged?: readonly number[];
  /** Dated acts of the lead. */
  readonly signals: Readonly<Record<string, readonly number[]>>;
  /** Values among `properties` that HubSpot does not hold yet. */
  readonly news?: Readonly<Record<string, string>>;
  /** Answers that were told and are still to be seen on the contact. */
  readonly answers?: Readonly<Record<string, string>>;
}

/** What an ask comes to, before anything is carried out. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly writes: Readonly<Record<string, string>>;
  readonly move?: Move;
  /** Answers among `writes`, or on the contact already: once written they need not be kept. */
  readonly answered?: Readonly<Record<string, string>>;
  /** For the contact's clock. */
  readonly sight?: Sight;
}

/** What was seen of a contact beside its stage. Epoch milliseconds. */
export interface Sight {
  /** When reading began. */
  readonly at: number;
  /** When HubSpot got to know the person. */
  readonly capturedAt: number | undefined;
}

/** What the core is told of a contact as read. */
export function contactOf({ properties, signals, engaged }: Read): Contact {
  return { properties, signals, unlistedSignals: 'never', company: engaged ? { engaged_contacts: engaged } : {} };
}
