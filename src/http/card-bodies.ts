import { z } from 'zod';
import type { Want } from '../app/ask.js';
import type { CardButton } from './card-contract.js';

const NOTE = 2_000;
const REASON = 500;
const QUESTIONS = 50;

const Press = z.object({ id: z.string().min(1).max(128), seenStage: z.string().min(1).max(128) });
const Note = z.string().trim().max(NOTE);
const Reason = z.string().trim().max(REASON);

/** What the card sends with each button. Blank texts are read: what is wrong with them is told in words. */
export const PRESSES = {
  accept: Press,
  score: Press,
  'set-stage': Press.extend({ stage: z.literal('sql'), note: Note, override: Note.optional() }),
  recycle: Press.extend({ reason: Reason, wakeUpAfterDays: z.int().min(1).max(730).optional() }),
  disqualify: Press.extend({ reason: Reason, note: Note.optional() }),
  answers: Press.extend({
    answers: z
      .record(z.string().min(1).max(128), z.string().max(NOTE))
      .refine((answers) => Object.keys(answers).length <= QUESTIONS, `at most ${QUESTIONS} answers`),
  }),
} as const satisfies Record<CardButton, z.ZodType>;

export function isButton(word: string): word is CardButton {
  return Object.hasOwn(PRESSES, word);
}

export type PressBody =
  | { readonly ok: true; readonly id: string; readonly seenStage: string; readonly want: Want }
  /** Where it cannot be read, in our own field names; nothing of what was there. */
  | { readonly ok: false; readonly because: string };

/**
 * What a person wants with one press.
 *
 * @param value the parsed body
 * @param by    what the contact is to show of him, where he takes it over
 */
export function pressBodyOf(button: CardButton, value: unknown, by: string): PressBody {
  switch (button) {
    case 'accept':
      return bodyOf(PRESSES.accept, value, () => ({ kind: 'accept', by }));
    case 'score':
      return bodyOf(PRESSES.score, value, () => ({ kind: 'score', model: undefined }));
    case 'set-stage':
      return bodyOf(PRESSES['set-stage'], value, ({ stage, note, override }) => ({
        kind: 'set-by-hand',
        ...{ stage, note, by },
        override: override || undefined,
      }));
    case 'recycle':
      return bodyOf(PRESSES.recycle, value, ({ reason, wakeUpAfterDays }) => ({
        kind: 'recycle',
        ...{ reason, wakeUpAfterDays },
      }));
    case 'disqualify':
      return bodyOf(PRESSES.disqualify, value, ({ reason, note }) => ({
        kind: 'disqualify',
        reason,
        note: note || undefined,
      }));
    case 'answers':
      return bodyOf(PRESSES.answers, value, ({ answers }) => ({ kind: 'answer', answers }));
  }
}

function bodyOf<T extends z.output<typeof Press>>(
  schema: z.ZodType<T>,
  value: unknown,
  wantOf: (body: T) => Want,
): PressBody {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, ...only(parsed.data), want: wantOf(parsed.data) };
  const [issue] = parsed.error.issues;
  const place = issue?.path[0];
  return { ok: false, because: `This press cannot be read (${place === undefined ? 'body' : String(place)}).` };
}

const only = ({ id, seenStage }: z.output<typeof Press>) => ({ id, seenStage });
