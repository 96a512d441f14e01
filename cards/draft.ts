import type { CardMay } from './contract';
import type { Wish } from './press';
import type { TextKey } from './texts';

/** A day as HubSpot's date input has it; `month` counts from 0. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly date: number;
}

/** What stands in the form of a button, finished or not. */
export interface Draft {
  readonly note: string;
  readonly override: string;
  readonly reason: string;
  readonly wakeUp: Day | undefined;
}

export const EMPTY: Draft = { note: '', override: '', reason: '', wakeUp: undefined };
export type Asking = 'set-stage' | 'recycle' | 'disqualify';
type Blank = 'note' | 'override' | 'reason' | 'wakeUp';

/** Finished: what to send. Not: what is wrong with which field, in the order of the form. */
export type Read =
  | { readonly ok: true; readonly wish: Wish }
  | { readonly ok: false; readonly missing: Partial<Readonly<Record<Blank, TextKey>>> };

const DAY_MS = 86_400_000;
/** @source card-contract, `RecyclePress` */
const LONGEST_DAYS = 730;

export function readDraft(asking: Asking, draft: Draft, may: CardMay, now: number): Read {
  const note = draft.note.trim();
  const override = draft.override.trim();
  const reason = draft.reason.trim();
  switch (asking) {
    case 'set-stage': {
      const skips = may.overrides.length > 0;
      if (note === '' || (skips && override === '')) {
        return missing({ ...blank('note', note), ...(skips ? blank('override', override) : {}) });
      }
      return wish({ button: 'set-stage', stage: 'sql', note, ...(skips ? { override } : {}) });
    }
    case 'recycle': {
      const days = draft.wakeUp === undefined ? undefined : daysUntil(draft.wakeUp, now);
      const unusable = days !== undefined && (days < 1 || days > LONGEST_DAYS);
      if (reason === '' || unusable) {
        return missing({ ...blank('reason', reason), ...(unusable ? { wakeUp: 'missing.wakeUp' } : {}) });
      }
      return wish({ button: 'recycle', reason, ...(days === undefined ? {} : { wakeUpAfterDays: days }) });
    }
    case 'disqualify':
      if (reason === '') return missing(blank('reason', reason));
      return wish({ button: 'disqualify', reason, ...(note === '' ? {} : { note }) });
  }
}

const wish = (value: Wish): Read => ({ ok: true, wish: value });
const missing = (fields: Partial<Record<Blank, TextKey>>): Read => ({ ok: false, missing: fields });
const blank = (field: 'note' | 'override' | 'reason', text: string) =>
  text === '' ? { [field]: `missing.${field}` as const } : {};

/** Whole days from today to that day, by the calendar; negative: it is over. */
export function daysUntil({ year, month, date }: Day, now: number): number {
  const today = new Date(now);
  const from = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate());
  return Math.round((Date.UTC(year, month, date) - from) / DAY_MS);
}
