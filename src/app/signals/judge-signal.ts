import { questionsOf } from '../../core/evidence.js';
import { movesNothing, signalOf, type ToldAct } from '../../core/signals.js';
import { answerValue } from './answer-value.js';
import { isAppError } from '../errors.js';
import type { CompiledModel, Crm, Log, Models } from '../ports.js';
import type { Forgotten } from '../privacy.js';
import type { Signal } from './signals.js';

/** An answer to a question of the model. */
export interface ToldAnswer {
  readonly question: string;
  /** Trimmed, not empty. */
  readonly value: string;
}

/** One act or answer as it is told. */
export interface GivenSignal {
  readonly id: string;
  readonly contact: { readonly contactId: string } | { readonly email: string };
  /** Epoch milliseconds. */
  readonly at: number;
  /** Who tells it: the chat, the calendar. Few letters: it ends up in the log. */
  readonly source?: string;
  /** Whose questions are answered, and who judges what follows; absent: the default model. */
  readonly model?: string;
  readonly told: ToldAct | ToldAnswer;
}

/** Why one is not kept, and what to send instead. Quotes nothing of it. */
export interface Refused {
  readonly because: string;
}

export interface JudgeSignalDeps {
  readonly crm: Pick<Crm, 'read' | 'findByEmail' | 'profile'>;
  readonly models: Models;
  readonly privacy: Forgotten;
  readonly now: () => number;
  readonly log: Log;
}

/** Clocks differ; what is farther ahead has not happened yet. */
export const SKEW_MS = 5 * 60_000;

const GONE = 'HubSpot has no contact with this id (any more): send the id it has now';

/** What an answer is kept as, beside its value. */
const ANSWERED = 'answer_given';

const no = (because: string): Refused => ({ because });
const isAnswer = (told: GivenSignal['told']): told is ToldAnswer => 'question' in told;

/**
 * Makes of what was told what is kept: finds out whose it is, and where an answer goes. Concurrent asks share calls.
 *
 * @returns a function that answers for one. @throws {AppError} when HubSpot cannot be asked
 */
export function createJudgeSignal({ crm, models, privacy, now, log }: JudgeSignalDeps) {
  async function lookUp(portalId: number, { contact }: GivenSignal): Promise<string | Refused> {
    if ('email' in contact) {
      const found = await crm.findByEmail(portalId, contact.email, 'live');
      return found ?? no('No contact has this e-mail address: create the contact, then send it again');
    }
    const there = await crm.read(portalId, contact.contactId, ['email'], 'live');
    return there ? contact.contactId : no(GONE);
  }

  async function contactOf(portalId: number, given: GivenSignal): Promise<string | Refused> {
    try {
      return await lookUp(portalId, given);
    } catch (error) {
      if (!isAppError(error, 'HUBSPOT_REJECTED') && !isAppError(error, 'HUBSPOT_UNREADABLE')) throw error;
      log.warn('contact of a signal not looked up', { portalId, error });
      return no('HubSpot could not look this contact up: send its contactId');
    }
  }

  /** The first property the model lists for the question, and the value as it takes it. */
  async function answerFor(portalId: number, { question, value }: ToldAnswer, { model }: CompiledModel) {
    const { answers } = model.evidence;
    const property = Object.hasOwn(answers, question) ? answers[question]?.[0] : undefined;
    if (property === undefined) {
      const asked = questionsOf(model.evidence).filter((one) => (answers[one] ?? []).length > 0);
      return no(`The model ${model.name} has no such question; it asks: ${asked.join(', ') || 'nothing'}`);
    }
    const { properties, kinds } = await crm.profile(portalId);
    if (!properties.has(property)) return no(`This portal has no property ${property}: run handoff setup`);
    const taken = answerValue(kinds.get(property), value);
    return 'value' in taken ? { property, value: taken.value } : no(`${property} takes ${taken.takes}`);
  }

  return async function judgeSignal(portalId: number, given: GivenSignal): Promise<Signal | Refused> {
    const { id, at, source, told } = given;
    if (at > now() + SKEW_MS) return no('This is still to come: send it once it has happened');
    const compiled = models.get(given.model);
    if (!compiled) return no(`There is no such model; known: ${models.names().join(', ')}`);
    const answer = isAnswer(told) ? await answerFor(portalId, told, compiled) : undefined;
    if (answer && 'because' in answer) return answer;
    const contactId = await contactOf(portalId, given);
    if (typeof contactId !== 'string') return contactId;
    if (privacy.has(portalId, contactId)) return no(GONE);
    const signal = isAnswer(told) ? ANSWERED : signalOf(told);
    const kept = { id, contactId, signal, at: Math.min(at, now()), source, wakes: !movesNothing(signal) };
    return { ...kept, ...(answer ? { answer } : {}) };
  };
}
