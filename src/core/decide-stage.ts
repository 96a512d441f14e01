import type { Contact } from './contact.js';
import type { Model, Stage } from './model.js';
import type { Score } from './score-contact.js';

/** Facts every decision carries. */
interface Decided {
  readonly from: Stage | string;
  readonly to: Stage | string;
  /** What decided: `require:<id>`, `enter:<stage>`, `direct:<signal>`, `protect:<stage>`, `at:<stage>`, `unknown-stage`, `asked`. */
  readonly rule: string;
  /** What the next stage still needs, cheapest way first, in the model's words; empty when nothing is. */
  readonly missing: readonly string[];
}

export type Decision =
  | (Decided & { readonly kind: 'advance'; readonly passed: readonly Stage[]; readonly confirmWithin?: string })
  | (Decided & { readonly kind: 'hold'; readonly flags: readonly 'low-score'[] })
  | (Decided & { readonly kind: 'recycle' })
  | (Decided & { readonly kind: 'disqualify'; readonly because: string })
  | (Decided & { readonly kind: 'review'; readonly passed: readonly Stage[] });

/** Decides what follows from a score. @param now epoch milliseconds */
export type Decider = (contact: Contact, score: Score, now: number) => Decision;

export declare function compileDecider(model: Model): Decider;
