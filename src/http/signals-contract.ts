import { z } from 'zod';
import { LONGEST_ANSWER } from '../app/signals/answer-value.js';
import type { GivenSignal } from '../app/signals/judge-signal.js';
import type { TakenSignal } from '../app/signals/take-signals.js';
import { dateOf } from '../core/date.js';
import { SIGNAL_NAME } from '../core/signals.js';
import { Id } from './contract.js';

/* `POST /signals`: acts and answers of contacts, told from outside. */

/** Epoch milliseconds: as a number, or as HubSpot and ISO write a moment. Later than 2001: a smaller number is one of seconds. */
const Moment = z
  .union([z.number(), z.string().transform(dateOf)])
  .refine((at) => Number.isSafeInteger(at) && at >= 1e12, 'an ISO 8601 time, or epoch milliseconds, of this century');

/** Ends up in the log, as `signal:<source>`. */
const Source = z.string().regex(/^[\w.-]{1,64}$/, 'letters, digits and . _ -, at most 64');

/** The teller's own id of it; a number is as good. */
export const SignalId = z.union([z.string().min(1).max(128), z.int().transform(String)], {
  error: 'a text of up to 128 characters that no other signal has',
});

const Base = z.object({
  portalId: z.union([Id], { error: 'the number of the portal' }),
  id: SignalId,
  contactId: Id.transform(String).optional(),
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()).optional(),
  at: Moment,
  source: Source.optional(),
  model: z.string().min(1).max(64).optional(),
});

const Act = Base.extend({
  signal: z.string().regex(SIGNAL_NAME, 'small letters, digits and _, such as demo_booked'),
  auto: z.boolean().optional(),
  text: z.string().optional(),
}).transform((act) => ({
  ...act,
  told: { signal: act.signal, auto: act.auto ?? false, ...(act.text === undefined ? {} : { text: act.text }) },
}));

const Answer = Base.extend({
  answer: z.string().min(1).max(64),
  value: z
    .union([z.string(), z.number().transform(String), z.boolean().transform(String)])
    .transform((value) => value.trim())
    .pipe(z.string().min(1).max(LONGEST_ANSWER)),
}).transform((given) => ({ ...given, told: { question: given.answer, value: given.value } }));

/** An item read, or why not: what to send instead. Quotes nothing of it. */
export type ReadSignal = { readonly portalId: number; readonly given: GivenSignal } | { readonly because: string };

/** Reads one item of the body. `null` counts as not sent. */
export function readSignal(sent: unknown): ReadSignal {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return { because: 'Send an object' };
  const item = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== null));
  const [isAct, isAnswer] = [Object.hasOwn(item, 'signal'), Object.hasOwn(item, 'answer')];
  if (isAct === isAnswer) return { because: 'Send signal (what the lead did), or answer and value (what it said)' };
  const read = isAct ? Act.safeParse(item) : Answer.safeParse(item);
  if (!read.success) return { because: complaint(read.error) };
  const { portalId, id, contactId, email, at, source, model, told } = read.data;
  const contact = contactId === undefined ? email && { email } : { contactId };
  if (!contact) return { because: 'Send email or contactId: whose act is it?' };
  return {
    portalId,
    given: {
      id,
      contact,
      at,
      told,
      ...(source === undefined ? {} : { source }),
      ...(model === undefined ? {} : { model }),
    },
  };
}

/** What each field takes; zod's own words would quote what was sent. */
const TAKES: Readonly<Record<string, string>> = {
  portalId: 'the number of the portal',
  id: 'a text of up to 128 characters that no other signal has',
  contactId: 'the number HubSpot gives the contact',
  email: 'one e-mail address',
  at: 'when it happened: an ISO 8601 time or epoch milliseconds, of this century',
  source: 'who tells it, in letters, digits and . _ -, at most 64',
  model: 'the name of a model',
  signal: 'small letters, digits and _, such as demo_booked',
  auto: 'true or false',
  text: 'a text',
  answer: 'the name of a question of the model',
  value: `a text of 1 to ${LONGEST_ANSWER} characters`,
};

function complaint({ issues }: z.ZodError): string {
  const fields = [...new Set(issues.map(({ path }) => String(path[0] ?? '')))];
  return fields.map((field) => `${field}: ${TAKES[field] ?? 'not readable'}`).join('; ');
}

/** One line of the reply; `id` is null where none could be read. */
export type SignalResult = { readonly id: string | null } & (
  | Pick<TakenSignal & { readonly state: 'stored' | 'repeated' }, 'state'>
  | { readonly state: 'refused'; readonly because: string }
);

/** The reply: one result an item, in the order sent. */
export interface SignalsReply {
  readonly results: readonly SignalResult[];
}
