import type { Ask } from './ask.js';
import type { Reply } from './reply.js';

/** Who asked to be forgotten. Answers at once, from memory; another process's word is here within a second. */
export interface Forgotten {
  has(portalId: number, contactId: string): boolean;
}

/** Throws AppError `STORE_UNAVAILABLE`. */
export interface PrivacyStore extends Forgotten {
  /**
   * One transaction: remembers that this person is to be forgotten, then drops every row of it from every table.
   *
   * @param keepNotice leaves the notice that asked for it, so that what was under way elsewhere can be dropped a little later
   */
  erase(portalId: number, contactId: string, keepNotice: boolean): Promise<void>;
  /** The contact is gone and may come back: nothing that waits is carried out or told any more. */
  dropWaiting(portalId: number, contactId: string): Promise<void>;
  /** Takes over what other processes were told. */
  refresh(): Promise<void>;
}

/** What a late execution for somebody forgotten hears: nothing of it is kept. */
const GONE: Reply = {
  kind: 'done',
  outcome: {
    decision: {
      kind: 'refused',
      code: 'contact-not-found',
      because: 'HubSpot has no such contact (any more)',
    },
  },
};

/** Answers asks; those for somebody forgotten without looking, and without a trace. */
export function unlessForgotten(forgotten: Forgotten, execute: (ask: Ask) => Promise<Reply>) {
  return (ask: Ask): Promise<Reply> =>
    forgotten.has(ask.portalId, ask.contactId) ? Promise.resolve(GONE) : execute(ask);
}
