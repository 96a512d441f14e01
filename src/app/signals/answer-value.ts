import { dateOf } from '../../core/date.js';
import type { PropertyKind } from '../ports.js';

/** A HubSpot text takes 65,536 characters; what is longer than this is no answer. */
export const LONGEST_ANSWER = 2_000;

const YES = new Set(['true', 'yes', 'ja']);
const NO = new Set(['false', 'no', 'nee']);

/** An answer as its property holds it, or what the property takes instead. */
export type AnswerValue = { readonly value: string } | { readonly takes: string };

/**
 * Puts an answer into the form its property takes, so that HubSpot does not refuse the whole contact for it.
 *
 * @param kind  absent: any text
 * @param given trimmed, not empty
 */
export function answerValue(kind: PropertyKind | undefined, given: string): AnswerValue {
  switch (kind?.type) {
    case undefined:
      return { value: given };
    case 'number':
      return Number.isFinite(Number(given)) ? { value: String(Number(given)) } : { takes: 'a number' };
    case 'date':
      return momentOf(given, 'a date such as 2026-12-01', 10);
    case 'datetime':
      return momentOf(given, 'a time such as 2026-12-01T09:00:00Z');
    case 'bool': {
      const word = given.toLowerCase();
      if (YES.has(word)) return { value: 'true' };
      return NO.has(word) ? { value: 'false' } : { takes: 'yes or no' };
    }
    case 'enumeration': {
      const word = given.toLowerCase();
      const option = kind.options.find(({ value, label }) => [value, label].some((one) => one?.toLowerCase() === word));
      return option ? { value: option.value } : { takes: `one of its ${kind.options.length} options` };
    }
  }
}

function momentOf(given: string, takes: string, length?: number): AnswerValue {
  const at = dateOf(given);
  return Number.isNaN(at) ? { takes } : { value: new Date(at).toISOString().slice(0, length) };
}
