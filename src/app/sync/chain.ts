import type { Way } from '../ask.js';
import type { Transition } from '../outcome.js';

/* The log of one contact, as those need it who add what others did. */

/** Where a contact's log ends. */
export interface Head {
  readonly stage: string;
  readonly seq: number;
  /** Of the last line: its time and way. */
  readonly at: number;
  readonly way: Way;
}

export interface ChainState {
  readonly head?: Head;
  /** A move of ours is under way: what is seen now may be half of it. */
  readonly open: boolean;
  /** The contact went up in this one. */
  readonly survivor?: string;
}

export interface Addition {
  readonly portalId: number;
  readonly contactId: string;
  /** 64 hex; of the notice that led to it. */
  readonly key: string;
  /** `seq` of the head they follow; absent: there is none. */
  readonly after?: number;
  /** Oldest first; each `from` is the `to` before it. At least one. */
  readonly lines: readonly Omit<Transition, 'portalId' | 'contactId'>[];
}

export interface Merging {
  readonly portalId: number;
  readonly survivor: string;
  readonly gone: string;
  readonly at: number;
  /** Where both have a log, which one is kept; the other is put away. */
  readonly keep: (survivor: Head, gone: Head) => 'survivor' | 'gone';
}

/** Throws AppError `STORE_UNAVAILABLE`. */
export interface ChainStore {
  state(portalId: number, contactId: string): Promise<ChainState>;
  /** Adds lines in one transaction. stale: the log went on meanwhile, look again · open: a move of ours is under way */
  add(addition: Addition): Promise<'added' | 'stale' | 'open'>;
  /**
   * One transaction: everything kept of a contact that went up in another is kept of the other from now on; what either was
   * announced at the stage it has now is not announced again. known: that was done before · open: a move of ours is under way
   */
  merge(merging: Merging): Promise<'merged' | 'known' | 'open'>;
}
