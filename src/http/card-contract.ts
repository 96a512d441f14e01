/* What the card and the service say to each other. Types only, and no import: HubSpot builds the card from a copy of this
 * file beside it. Times are ISO 8601 in UTC; stages are in our words; a stage of the portal's own is its id. */

/** `GET /hubspot/card/contacts/:id`, and part of every answer to a button. */
export interface CardView {
  readonly portalId: number;
  readonly contactId: string;
  /** Name, else e-mail, else nothing known: the id. */
  readonly name: string;
  /** When HubSpot was asked. */
  readonly readAt: string;
  readonly stage: CardStage;
  readonly score: CardScore;
  /** Strongest first; those against the lead too. */
  readonly reasons: readonly CardReason[];
  /** What nobody knows yet and the model would like to: rules and requirements without a verdict. */
  readonly questions: readonly CardQuestion[];
  readonly answers: readonly CardAnswer[];
  /** Absent: no clock runs for this lead. */
  readonly clock?: CardClock;
  readonly brief: CardBrief;
  /** Newest first, the last twenty. */
  readonly history: readonly CardTransition[];
  readonly may: CardMay;
  /** A stage that jumped without proof and is held back until somebody looks; absent: nothing is. */
  readonly quarantine?: { readonly stage: string; readonly because: string; readonly since: string };
}

export interface CardStage {
  readonly at: string;
  /** What this portal calls it. */
  readonly label: string;
  /** The journey as the model has it, in order. */
  readonly steps: readonly { readonly stage: string; readonly label: string }[];
  /** Index into `steps`; absent: the lead stands aside or is out. */
  readonly current?: number;
  /** The next stage and what it still needs, the cheapest way first; absent: there is none the model decides. */
  readonly next?: { readonly stage: string; readonly label: string; readonly missing: readonly string[] };
  /** Who owns the stage and what he does next, in the model's words. */
  readonly owner: string;
  readonly nextAction: string;
}

export interface CardScore {
  /** 0..100, whole; an axis is absent when the model has none. */
  readonly score: number;
  readonly fit?: number;
  readonly intent?: number;
  readonly timing?: number;
  /** Share of the points whose rules had a verdict, 0..1. */
  readonly coverage: number;
  readonly model: string;
  /** What the contact holds was scored by another model, or differs from what is shown here. */
  readonly stale: boolean;
  /** When the score on the contact was written; absent: never. */
  readonly writtenAt?: string;
}

export interface CardReason {
  readonly rule: string;
  readonly axis: 'fit' | 'intent' | 'timing';
  /** One decimal; negative speaks against the lead. */
  readonly points: number;
  readonly because: string;
}

export interface CardQuestion {
  /** `require:<id>` or the rule's id. */
  readonly rule: string;
  readonly text: string;
  /** A hard requirement waits for it. */
  readonly required: boolean;
}

export interface CardAnswer {
  /** `need`, `budget` … as the model names it. */
  readonly question: string;
  readonly state: 'held' | 'no' | 'missing';
  /** What is held; empty: nothing. */
  readonly value: string;
  /** The property an edit is written to. */
  readonly property: string;
  readonly kind: 'text' | 'date';
}

export interface CardClock {
  /** respond: open the conversation · confirm: accept it or lose it · close: what the stage is given · stall: no movement. */
  readonly kind: 'respond' | 'confirm' | 'close' | 'stall';
  readonly dueAt: string;
  readonly late: boolean;
  readonly capturedAt?: string;
  readonly enteredAt: string;
  readonly acceptedAt?: string;
  readonly acceptedBy?: string;
  /** Follow-ups made at this stage, and how many the model asks for. */
  readonly followUps: { readonly made: number; readonly of: number };
}

export interface CardBrief {
  readonly recommendation: 'ready' | 'ask-first' | 'not-yet';
  readonly who: readonly string[];
  readonly why: readonly { readonly text: string; readonly against: boolean }[];
  readonly timeline: readonly string[];
  readonly next: string;
}

export interface CardTransition {
  readonly from: string;
  readonly to: string;
  readonly way: string;
  readonly actor: string;
  readonly because: readonly string[];
  readonly at: string;
}

/** Which buttons are there. */
export interface CardMay {
  readonly accept: boolean;
  readonly setSql: boolean;
  readonly recycle: boolean;
  readonly disqualify: boolean;
  /** Hard requirements that are not met: setting SQL over them asks for a reason of its own. */
  readonly overrides: readonly { readonly id: string; readonly because: string }[];
  /** From the model; empty: free text. */
  readonly disqualifyReasons: readonly string[];
}

/** Bodies of `POST /hubspot/card/contacts/:id/<button>`. `id`: made by the card for one press, so that a repeat is no second one. */
export interface CardPress {
  readonly id: string;
  /** `stage.at` as the card showed it: a press on a page that is out of date is answered, not obeyed. */
  readonly seenStage: string;
}
export type AcceptPress = CardPress;
export type ScorePress = CardPress;
export interface SetStagePress extends CardPress {
  readonly stage: 'sql';
  readonly note: string;
  /** Required when `may.overrides` is not empty. */
  readonly override?: string;
}
export interface RecyclePress extends CardPress {
  readonly reason: string;
  /** Whole days, 1..730. */
  readonly wakeUpAfterDays?: number;
}
export interface DisqualifyPress extends CardPress {
  readonly reason: string;
  readonly note?: string;
}
export interface AnswersPress extends CardPress {
  /** Question → answer; an empty one takes it back. */
  readonly answers: Readonly<Record<string, string>>;
}
export type CardButton = 'accept' | 'set-stage' | 'recycle' | 'disqualify' | 'answers' | 'score';

/** Why a press came to nothing. Business answers are bodies of a 200: HubSpot's proxy hides others. */
export type CardRefusal =
  | 'out-of-date'
  | 'note-required'
  | 'override-required'
  | 'reason-required'
  | 'not-possible'
  | 'ignored-by-hubspot'
  | 'refused-by-hubspot'
  | 'hubspot-busy'
  | 'under-way'
  | 'contact-not-found'
  | 'invalid-input';

/** The body of every answer, `GET` included. */
export type CardReply =
  | { readonly ok: true; readonly view: CardView }
  /** `view` is there when it could be read: what the card shows next. */
  | { readonly ok: false; readonly code: CardRefusal; readonly because: string; readonly view?: CardView };
