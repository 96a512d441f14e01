import type { CardAnswer } from './contract';
import type { Day } from './draft';
import { hasText, type Say } from './texts';

/** Question → what stands in its field now; only those somebody typed in. */
export type Edits = Readonly<Record<string, string>>;

export interface AnswerView {
  readonly question: string;
  readonly label: string;
  readonly kind: 'text' | 'date';
  readonly value: string;
  readonly changed: boolean;
  readonly state: { readonly text: string; readonly tone: 'success' | 'danger' | 'default' };
}

const TONES = { held: 'success', no: 'danger', missing: 'default' } as const;

export function answerViews(answers: readonly CardAnswer[], edits: Edits, say: Say): readonly AnswerView[] {
  return answers.map(({ question, state, value, kind }) => ({
    question,
    label: labelOf(question, say),
    kind,
    value: edits[question] ?? value,
    changed: isChanged(value, edits[question]),
    state: { text: say(`answer.${state}`), tone: TONES[state] },
  }));
}

/** A model may ask what it likes: what we have no word for is shown in its own. */
function labelOf(question: string, say: Say): string {
  const key = `answer.${question}`;
  if (hasText(key)) return say(key);
  const words = question.replaceAll(/[_-]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What to send: only what differs from what is held. An empty answer takes it back. */
export function changedAnswers(answers: readonly CardAnswer[], edits: Edits): Readonly<Record<string, string>> {
  return Object.fromEntries(
    answers
      .filter(({ question, value }) => isChanged(value, edits[question]))
      .map(({ question }) => [question, (edits[question] ?? '').trim()]),
  );
}

const isChanged = (held: string, edit: string | undefined): boolean =>
  edit !== undefined && edit.trim() !== held.trim();

/** `2026-11-05` as HubSpot's date input wants it; `undefined` when it is no day. */
export function dayOf(text: string): Day | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})/.exec(text) ?? [];
  return year === undefined ? undefined : { year: Number(year), month: Number(month) - 1, date: Number(date) };
}

/** The way back. */
export function dayText({ year, month, date }: Day): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month + 1)}-${two(date)}`;
}
