import type { CardReply, CardView } from './contract';

/** Does a value have the shape we read? */
type Shape<T> = (value: unknown) => value is T;

const isText: Shape<string> = (value) => typeof value === 'string';
const isNumber: Shape<number> = (value): value is number => typeof value === 'number' && Number.isFinite(value);
const isFlag: Shape<boolean> = (value) => typeof value === 'boolean';

const optional =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || shape(value);

const list =
  <T>(shape: Shape<T>): Shape<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(shape);

const oneOf =
  <T extends string>(...words: readonly T[]): Shape<T> =>
  (value): value is T =>
    words.some((word) => word === value);

const exactly =
  <T extends boolean>(flag: T): Shape<T> =>
  (value): value is T =>
    value === flag;

type IsOptional<T, K extends keyof T> = Record<never, never> extends Pick<T, K> ? true : false;
type Fields<T> = { readonly [K in keyof T]-?: Shape<IsOptional<T, K> extends true ? T[K] | undefined : T[K]> };

/** Keys we do not know are the service's business: it may be newer than the card. */
const record =
  <T>(fields: Fields<T>): Shape<T> =>
  (value): value is T => {
    if (typeof value !== 'object' || value === null) return false;
    const held = value as Readonly<Record<string, unknown>>;
    return Object.entries<Shape<unknown>>(fields).every(([name, shape]) => shape(held[name]));
  };

type Part<K extends keyof CardView> = NonNullable<CardView[K]>;
type Row<K extends 'reasons' | 'questions' | 'answers' | 'history'> = CardView[K][number];

const isStage = record<Part<'stage'>>({
  at: isText,
  label: isText,
  steps: list(record({ stage: isText, label: isText })),
  current: optional(isNumber),
  next: optional(record({ stage: isText, label: isText, missing: list(isText) })),
  owner: isText,
  nextAction: isText,
});

const isScore = record<Part<'score'>>({
  score: isNumber,
  fit: optional(isNumber),
  intent: optional(isNumber),
  timing: optional(isNumber),
  coverage: isNumber,
  model: isText,
  stale: isFlag,
  writtenAt: optional(isText),
});

const isReason = record<Row<'reasons'>>({
  rule: isText,
  axis: oneOf('fit', 'intent', 'timing'),
  points: isNumber,
  because: isText,
});

const isQuestion = record<Row<'questions'>>({ rule: isText, text: isText, required: isFlag });

const isAnswer = record<Row<'answers'>>({
  question: isText,
  state: oneOf('held', 'no', 'missing'),
  value: isText,
  property: isText,
  kind: oneOf('text', 'date'),
});

const isClock = record<Part<'clock'>>({
  kind: oneOf('respond', 'confirm', 'close', 'stall'),
  dueAt: isText,
  late: isFlag,
  capturedAt: optional(isText),
  enteredAt: isText,
  acceptedAt: optional(isText),
  acceptedBy: optional(isText),
  followUps: record({ made: isNumber, of: isNumber }),
});

const isBrief = record<Part<'brief'>>({
  recommendation: oneOf('ready', 'ask-first', 'not-yet'),
  who: list(isText),
  why: list(record({ text: isText, against: isFlag })),
  timeline: list(isText),
  next: isText,
});

const isTransition = record<Row<'history'>>({
  from: isText,
  to: isText,
  way: isText,
  actor: isText,
  because: list(isText),
  at: isText,
});

const isMay = record<Part<'may'>>({
  accept: isFlag,
  setSql: isFlag,
  recycle: isFlag,
  disqualify: isFlag,
  overrides: list(record({ id: isText, because: isText })),
  disqualifyReasons: list(isText),
});

const isView = record<CardView>({
  portalId: isNumber,
  contactId: isText,
  name: isText,
  readAt: isText,
  stage: isStage,
  score: isScore,
  reasons: list(isReason),
  questions: list(isQuestion),
  answers: list(isAnswer),
  clock: optional(isClock),
  brief: isBrief,
  history: list(isTransition),
  may: isMay,
  quarantine: optional(record({ stage: isText, because: isText, since: isText })),
});

/** A code we do not know is shown in the service's own words. */
const isRefusal = record<{ readonly code: string; readonly because: string; readonly view?: CardView }>({
  code: isText,
  because: isText,
  view: optional(isView),
});

/**
 * The body of an answer, or nothing when it is not one of the service's: a page of a proxy, an envelope, half an answer.
 */
export function readReply(payload: unknown): CardReply | undefined {
  if (record({ ok: exactly(true), view: isView })(payload)) return payload;
  if (record({ ok: exactly(false) })(payload) && isRefusal(payload)) return payload as CardReply;
  return undefined;
}
