import { AppError, type ErrorFacts } from '../app/errors.js';
import type { FieldProblem } from '../app/forms/form.js';
import { LOCKED_MS, limitedForMs, migratingForMs, retryAfterMs, type Header } from './retry.js';
import { Refusal } from './wire.js';

/** What came back over the wire, unread. */
export interface Answer {
  readonly status: number;
  readonly header: Header;
  /** At most the size cap; empty for 204. */
  readonly body: string;
}

/** Codes, categories and names go into facts; anything that could be a value of a person does not. */
const NAME = /^[\w.:-]{1,100}$/;
const names = (words: readonly (string | undefined)[]): string[] => [
  ...new Set(words.filter((word): word is string => word !== undefined && NAME.test(word))),
];

function readRefusal(body: string): Refusal {
  try {
    const read = Refusal.safeParse(JSON.parse(body));
    return read.success ? read.data : { errors: [] };
  } catch {
    return { errors: [] };
  }
}

/** `email:INVALID_EMAIL`: what is wrong with which field of a form. Only the name of the field is taken from the message. */
function problemOf({ errorType, message }: Refusal['errors'][number]): string | undefined {
  const field = /^Error in 'fields\.([\w./-]{1,60})'/.exec(message ?? '')?.[1];
  return errorType === undefined ? undefined : `${field?.replace('/', '.') ?? ''}:${errorType}`;
}

/** HubSpot's words for a failure, without its message text, which may quote values. */
function factsOf(refusal: Refusal): ErrorFacts {
  const single = { category: refusal.category, correlationId: refusal.correlationId, policyName: refusal.policyName };
  const several = {
    codes: names(refusal.errors.map(({ code, errorType }) => code ?? errorType)),
    problems: names(refusal.errors.map(problemOf)),
    properties: names(refusal.errors.flatMap(({ context }) => context?.propertyName ?? [])),
    scopes: names(refusal.errors.flatMap(({ context }) => context?.requiredGranularScopes ?? [])),
  };
  return {
    ...Object.fromEntries(Object.entries(single).flatMap(([key, word]) => names([word]).map((safe) => [key, safe]))),
    ...Object.fromEntries(Object.entries(several).filter(([, words]) => words.length > 0)),
  };
}

const list = (facts: ErrorFacts, key: string): readonly string[] => {
  const value = facts[key];
  return typeof value === 'object' ? value : [];
};

/** The codes HubSpot gave for a refusal, such as `PROPERTY_DOESNT_EXIST`. */
export const codesOf = (error: AppError): readonly string[] => list(error.facts, 'codes');

/** What is wrong with which field of a submitted form; empty when it was refused for another reason. */
export function problemsOf(error: AppError): readonly FieldProblem[] {
  return list(error.facts, 'problems').map((text) => {
    const at = text.lastIndexOf(':');
    const field = text.slice(0, at);
    return { ...(field === '' ? {} : { field }), problem: text.slice(at + 1) };
  });
}

/** The properties a refusal is about. */
export const propertiesOf = (error: AppError): readonly string[] => list(error.facts, 'properties');

function refusedBecause(facts: ErrorFacts): string {
  const scopes = list(facts, 'scopes');
  if (scopes.length > 0) return `HubSpot refused: grant the app the scopes ${scopes.join(', ')}`;
  const codes = list(facts, 'codes');
  const why = codes.length > 0 ? codes.join(', ') : String(facts['category'] ?? 'no reason given');
  const properties = list(facts, 'properties');
  return `HubSpot refused: ${why}${properties.length > 0 ? ` (${properties.join(', ')})` : ''}`;
}

/**
 * A refused row of a batch.
 *
 * @param refusal the row of `errors` that names it
 */
export function rejectedRow(refusal: Refusal): AppError {
  const facts = factsOf(refusal);
  return new AppError('HUBSPOT_REJECTED', refusedBecause(facts), { facts });
}

const LONGEST_MS = 60_000;
function retryOf({ header }: Answer): { readonly retryAfterMs?: number } {
  const ms = retryAfterMs(header('Retry-After'), LONGEST_MS);
  return ms === undefined ? {} : { retryAfterMs: ms };
}

/**
 * What an answer outside 2xx means. `HUBSPOT_BUSY` says that nothing happened; a 5xx may have happened.
 *
 * @param answer status 300 or more
 */
export function failureOf(answer: Answer): AppError {
  const refusal = readRefusal(answer.body);
  const facts = { status: answer.status, ...factsOf(refusal) };
  const busy = (message: string, waitMs: number) =>
    new AppError('HUBSPOT_BUSY', message, { facts, retryAfterMs: waitMs });
  switch (answer.status) {
    case 401:
      return new AppError('HUBSPOT_UNAUTHORIZED', 'HubSpot does not take our token: check HUBSPOT_ACCESS_TOKEN', {
        facts,
      });
    case 408:
      return new AppError('HUBSPOT_UNCERTAIN', 'HubSpot did not get to the end of our request', { facts });
    case 423:
      return busy('HubSpot has the record locked', LOCKED_MS);
    case 429:
      return busy('HubSpot is limiting our calls', limitedForMs(refusal.policyName, answer.header));
    case 477:
      return busy('HubSpot is moving this account', migratingForMs(answer.header));
  }
  if (answer.status >= 500)
    return new AppError('HUBSPOT_UNCERTAIN', 'HubSpot failed while answering', { facts, ...retryOf(answer) });
  if (answer.status >= 400) return new AppError('HUBSPOT_REJECTED', refusedBecause(facts), { facts });
  return new AppError('HUBSPOT_UNREADABLE', 'HubSpot sent us elsewhere: check HUBSPOT_API_URL', { facts });
}
