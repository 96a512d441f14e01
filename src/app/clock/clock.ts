import type { Clock } from '../../core/clock.js';
import type { Tell } from '../../core/watch-clock.js';
import type { AnnouncedChannel } from '../ask.js';

/* The clock of each contact, as it is kept: one row per contact, looked at when it is due. Epoch milliseconds. */

export interface ClockRow extends Clock {
  readonly portalId: number;
  readonly contactId: string;
  /** The name of the model whose deadlines these are; absent: the default one. */
  readonly model: string | undefined;
  /** When to look at the contact; absent: nothing is to come. */
  readonly dueAt: number | undefined;
}

/**
 * Where a clock begins. `move`: the contact was moved there by us · `seen`: it was seen there when it was read, which counts
 * only where the clock knows no better.
 */
export interface ClockStart {
  readonly because: 'move' | 'seen';
  readonly row: ClockRow;
}

/** Something of a clock that is to be told to these channels. */
export interface ClockTell {
  readonly tell: Tell;
  readonly channels: readonly AnnouncedChannel[];
}

/** What came of looking at a clock. */
export interface LookedAt {
  readonly row: ClockRow;
  readonly tells: readonly ClockTell[];
  /** Epoch milliseconds: when we looked. */
  readonly at: number;
  /** We are not through with it. */
  readonly keep: boolean;
}

/** Every operation of a worker is guarded by its lease, of 60 s by the store's clock. Throws AppError `STORE_UNAVAILABLE`. */
export interface ClockStore {
  /** Takes what is due at `now`, longest overdue first. @param limit at least 1 */
  claim(now: number, limit: number): Promise<readonly ClockRow[]>;
  /**
   * One transaction: the clock as it is now, and what is told of it, each once for ever.
   *
   * @returns false when the lease was lost: the contact was moved, or somebody else looks at it
   */
  settle(looked: LookedAt): Promise<boolean>;
  /** Nobody knows of it: nothing is running for this contact. */
  find(portalId: number, contactId: string): Promise<ClockRow | undefined>;
  /** Something happened that the clock should look at: it is due now, whoever is looking at it. */
  wake(portalId: number, contactId: string, at: number): Promise<void>;
}
