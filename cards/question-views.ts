import type { CardQuestion } from './contract';

export interface QuestionView {
  readonly key: string;
  readonly text: string;
  readonly required: boolean;
}

/** What is asked of a rep at once; who asks for more is not read. */
const MOST = 5;

/**
 * The open questions as a rep asks them, those a requirement waits for first.
 *
 * @param onlyRequired leaves the others out
 */
export function questionViews(questions: readonly CardQuestion[], onlyRequired = false): readonly QuestionView[] {
  const first = [...questions].sort((a, b) => Number(b.required) - Number(a.required));
  return first
    .filter(({ required }) => required || !onlyRequired)
    .slice(0, MOST)
    .map(({ rule, text, required }) => ({ key: rule, text: asQuestion(text), required }));
}

/** The name of a property helps an admin and nobody else; what is unknown is asked, and not stated. */
function asQuestion(text: string): string {
  const words = text.replace(/\s*\([a-z0-9_, ]+\)\s*$/, '').trim();
  return /[?]$/.test(words) ? words : `${words.replace(/[.!]$/, '')}?`;
}
