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
}

/** What an ask comes to, before anything is carried out. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly writes: Readonly<Record<string, string>>;
  readonly move?: Move;
}
