import type { Decision } from '../core/decide-stage.js';
import type { Stage } from '../core/model.js';
import type { Score } from '../core/score-contact.js';
import type { Ask, RefusalCode, Way } from './ask.js';

/* What comes of an ask. */

/** A stage change being carried out. Both stages in our words (an id we do not know stays as it is). */
export interface Move {
  readonly from: string;
  /** The `lifecyclestage` id before; empty when HubSpot held none. */
  readonly was: string;
  readonly to: Stage;
  /** Backward in this portal's order: HubSpot wants the stage cleared first, in a request of its own. */
  readonly clearFirst: boolean;
  /** The HubSpot fields that are the stage: `lifecyclestage`, `hs_lead_status`. */
  readonly fields: Readonly<Record<string, string>>;
  readonly because: readonly string[];
  readonly passed: readonly Stage[];
}

/** applied: the portal shows it · ignored: HubSpot said yes and did not · refused: HubSpot said no. */
export interface MoveResult {
  readonly state: 'applied' | 'ignored' | 'refused';
  /** What the portal shows after. */
  readonly stage: string;
  readonly because: string;
}

/** How a hand-over ended. `by`: who answered, as `Ask.actor`; empty when nobody did, or HubSpot does not say. */
export interface Handover {
  readonly outcome: 'accepted' | 'refused' | 'late';
  readonly by: string;
  /** Whole minutes from the ask to the answer, 0 when it was there before. */
  readonly afterMinutes: number;
}

/** What became of telling sales. recorded: kept, to be delivered · already: this stage was announced before · held: a form put the contact there without proof */
export interface Announced {
  readonly sent: 'recorded' | 'already' | 'held';
  /** 64 hex; the same each time this stage of the contact is announced. Empty: held. */
  readonly key: string;
}

/** What an ask ended in: stored once, rendered into the reply each time it is asked for. */
export interface Outcome {
  readonly decision: Decision | { readonly kind: 'refused'; readonly code: RefusalCode; readonly because: string };
  readonly score?: Score;
  /** The model's version; absent when no model was asked. */
  readonly model?: string;
  readonly nextAction?: string;
  readonly move?: MoveResult;
  /** How often the contact went back to marketing, this time included. Only when that was asked. */
  readonly recycleCount?: number;
  readonly handover?: Handover;
  readonly announced?: Announced;
}

/** accepted: we said BLOCK, nothing decided yet · planned: decided, being carried out · settled: over. */
export type EvaluationState = 'accepted' | 'planned' | 'settled';

/** One ask as the store holds it. */
export interface Evaluation {
  readonly ask: Ask;
  readonly state: EvaluationState;
  /** From `planned` on. While planned, `outcome.move` is absent. */
  readonly outcome?: Outcome;
  /** Properties to write besides the move's fields; from `planned` on. */
  readonly writes?: Readonly<Record<string, string>>;
  readonly move?: Move;
  /** How often it was claimed again after a fault. */
  readonly attempts: number;
}

/** An applied move, as the log keeps it. Per contact an unbroken chain: each `from` is the `to` before it. */
export interface Transition {
  readonly portalId: number;
  readonly contactId: string;
  readonly from: string;
  readonly to: string;
  readonly way: Way;
  readonly actor: string;
  readonly rule: string;
  readonly because: readonly string[];
  readonly model: string | null;
  readonly passed: readonly string[];
  readonly at: number;
}
