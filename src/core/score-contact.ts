import type { Axis, Model } from './model.js';
import type { Contact } from './contact.js';

export interface Reason {
  readonly rule: string;
  readonly axis: Axis;
  /** After fading, one decimal. */
  readonly points: number;
  readonly because: string;
}

export interface Score {
  /** Weighted mean of the axes, 0..100, whole. */
  readonly score: number;
  /** 0..100, whole; `null` when the model has no such axis. */
  readonly fit: number | null;
  readonly intent: number | null;
  readonly timing: number | null;
  /** Share of the points whose rules had a verdict, 0..1, two decimals. */
  readonly coverage: number;
  /** Rules that hit, by |points after fading| descending, then file order. */
  readonly reasons: readonly Reason[];
  /** Ids of rules without a verdict, in file order. */
  readonly unknown: readonly string[];
}

/** Scores one contact at one moment. @param now epoch milliseconds */
export type Scorer = (contact: Contact, now: number) => Score;

export declare function compileScorer(model: Model): Scorer;
