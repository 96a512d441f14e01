/**
 * The qualification model: what RevOps writes, as data. A file is parsed and checked at the edge (`src/files`); the core
 * takes it as given. Nothing here knows YAML, HubSpot or the time.
 */

export const AXES = ['fit', 'intent', 'timing'] as const;
/** fit: who they are · intent: what they do · timing: whether now is the time. */
export type Axis = (typeof AXES)[number];

/** A value an operator compares with, as written in the file. */
export type Value = string | number | boolean;

/** Operators on one property. Days are 24 h from `now`; `between` includes both ends. */
export type PropertyTest =
  | { readonly is: Value }
  | { readonly isNot: Value }
  | { readonly in: readonly Value[] }
  | { readonly notIn: readonly Value[] }
  | { readonly contains: Value | readonly Value[] }
  | { readonly atLeast: number }
  | { readonly atMost: number }
  | { readonly between: readonly [number, number] }
  | { readonly known: boolean }
  | { readonly withinDays: number }
  | { readonly notWithinDays: number }
  | { readonly inNextDays: number };

export type PropertyCondition = { readonly property: string } & PropertyTest;

/** Dated acts of the lead. `atLeast` defaults to 1; without `withinDays` every past act counts. */
export interface SignalCondition {
  readonly signal: string;
  readonly atLeast?: number;
  readonly withinDays?: number;
}

/** Acts in this order, each later than the one before, all inside the window. */
export interface SequenceCondition {
  readonly sequence: readonly string[];
  readonly withinDays?: number;
}

/** Dated facts of the contact's company: one date per colleague, say, for `engaged_contacts`. */
export interface CompanyCondition {
  readonly company: string;
  readonly atLeast: number;
  readonly withinDays?: number;
}

/** What a rule may ask. */
export type Condition =
  | PropertyCondition
  | SignalCondition
  | SequenceCondition
  | CompanyCondition
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** What an entry condition may ask besides: rounded axes and score, the stage reached, the number of answers held. */
export type EntryCondition =
  | Exclude<Condition, { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown }>
  | { readonly fit: number }
  | { readonly intent: number }
  | { readonly timing: number }
  | { readonly score: number }
  | { readonly stage: Stage }
  | { readonly evidence: number }
  | { readonly all: readonly EntryCondition[] }
  | { readonly any: readonly EntryCondition[] }
  | { readonly not: EntryCondition };

export interface Rule {
  readonly id: string;
  readonly when: Condition;
  /** Negative points count against the lead. */
  readonly points: number;
  /** Points halve every so many days, counted from the newest matching act or from `since`. Above zero. */
  readonly halfLifeDays?: number;
  /** The property whose date the fading starts from. */
  readonly since?: string;
  /** Said to the seller when the rule hits. */
  readonly because: string;
}

/** A cap on the sum of some rules of one axis, so that one habit cannot carry the score. */
export interface Group {
  readonly rules: readonly string[];
  readonly max: number;
}

export interface AxisModel {
  /** Points that make 100. Above zero. */
  readonly max: number;
  readonly rules: readonly Rule[];
  readonly groups: readonly Group[];
}

export interface Requirement {
  readonly id: string;
  readonly when: Condition;
  readonly because: string;
  /** What an unknown verdict does: hold and ask · pass · count as a miss. */
  readonly unknown: 'ask' | 'allow' | 'refuse';
}

export const FRAMEWORKS = {
  bant: ['budget', 'authority', 'need', 'timing'],
  fnat: ['fit', 'need', 'authority', 'timing'],
  meddic: ['metrics', 'economic_buyer', 'decision_criteria', 'decision_process', 'identify_pain', 'champion'],
  champ: ['challenges', 'authority', 'money', 'prioritization'],
  gpct: ['goals', 'plans', 'challenges', 'timeline'],
  custom: [],
} as const satisfies Record<string, readonly string[]>;
export type Framework = keyof typeof FRAMEWORKS;

export interface EvidenceModel {
  readonly framework: Framework;
  /** Question → properties that hold its answer (any of them), in file order. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
  /** A date that answers `timing` (or `timeline`) counts when it lies this many days ahead at most. */
  readonly timingWithinDays: number;
}

/**
 * Every stage we speak of. The first seven are the journey in order; `evangelist` and `other` stand aside, the last two
 * are off-ramps.
 */
export const STAGES = [
  'subscriber',
  'lead',
  'mal',
  'mql',
  'sal',
  'sql',
  'opportunity',
  'customer',
  'evangelist',
  'other',
  'recycled',
  'disqualified',
] as const;
export type Stage = (typeof STAGES)[number];

export const SQL_POLICIES = ['auto', 'confirm', 'vetted'] as const;
/** auto: set · confirm: set, a rep confirms in time, else recycled · vetted: a rep must set it. */
export type SqlPolicy = (typeof SQL_POLICIES)[number];

export interface StageModel {
  readonly owner?: string;
  /** The next action, in words for the owner. */
  readonly next?: string;
  /** Duration as written: a number and one of `m h d`. */
  readonly within?: string;
  /** Absent: the stage is entered by hand (as `sal` is, when a rep accepts). */
  readonly enter?: EntryCondition;
  /** Signals, or conditions, that may skip MQL. Only on `sql`. */
  readonly direct?: readonly (string | Condition)[];
  /** Only on `sql`. */
  readonly policy?: SqlPolicy;
}

/** A team that owns stages: when it is at work, and who answers for it. */
export interface TeamModel {
  /** An IANA name. Only a team that is always open may do without. */
  readonly timeZone?: string;
  /** Day or days (`sat`, `mon-fri`) → `09:00-17:30`, or several in order. Absent: all day, every day. */
  readonly hours?: Readonly<Record<string, string | readonly string[]>>;
  /** Days (`2026-12-25`) on which the team is closed. */
  readonly holidays: readonly string[];
  /** Whose task it becomes when something is overdue: an e-mail address. */
  readonly manager?: string;
}

/** Somebody who gets leads in turn. */
export interface AssigneeModel {
  /** An e-mail address or HubSpot's owner id. */
  readonly owner: string;
  /** Leads they get against the weights of the others. 0: none. */
  readonly weight: number;
  /** Open leads they may have at once. */
  readonly cap?: number;
  /** Their territory; absent: everywhere. */
  readonly when?: Condition;
  /** Days as written: `2026-12-24`, or from and to with both ends included: `2026-12-24..2027-01-02`. */
  readonly away: readonly string[];
  /** Whose working hours they keep; absent: those of the team that owns the stage. */
  readonly team?: string;
}

/** Who gets a lead that needs an owner. */
export interface AssignModel {
  /** An owner the contact has stays. */
  readonly keep: boolean;
  /** Stages at whose entry somebody is assigned. */
  readonly at: readonly Stage[];
  readonly to: readonly AssigneeModel[];
}

export interface Model {
  readonly name: string;
  /** `name@` + the first 8 hex of the SHA-256 of the canonical JSON of the file's content. */
  readonly version: string;
  readonly description?: string;
  readonly approvedBy: { readonly marketing?: string; readonly sales?: string };
  readonly require: readonly Requirement[];
  /** The axes the file has, in file order: reasons of equal points come in this order. */
  readonly axes: readonly { readonly axis: Axis; readonly model: AxisModel }[];
  readonly weights: Readonly<Record<Axis, number>>;
  readonly evidence: EvidenceModel;
  readonly stages: Readonly<Partial<Record<Stage, StageModel>>>;
  /** No movement this long: one follow-up, then recycle. Duration as written. */
  readonly stall: string;
  readonly followUps: readonly string[];
  readonly protect: readonly Stage[];
  readonly notify: Readonly<Record<string, readonly string[]>>;
  /** By the name a stage's `owner` says. A team that is not listed is always open. */
  readonly teams: Readonly<Record<string, TeamModel>>;
  /** Absent: nobody is ever assigned. */
  readonly assign?: AssignModel;
  /** Reasons a lead may be disqualified for; empty: free text. */
  readonly disqualifyReasons: readonly string[];
}
