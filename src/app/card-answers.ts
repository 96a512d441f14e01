import type { CardAnswer } from '../http/card-contract.js';
import { answersOf, type Answer } from '../core/answers.js';
import { dateOf } from '../core/date.js';
import { plainText } from '../core/plain-text.js';
import { HANDOFF_PROPERTIES } from './handoff-properties.js';
import type { Read } from './judgement.js';

const DAYS: ReadonlySet<string> = new Set(
  HANDOFF_PROPERTIES.filter(({ objectType, type }) => objectType === 'contacts' && type === 'date').map(
    ({ name }) => name,
  ),
);

/** Does it hold a day? */
export const isDay = (property: string): boolean => DAYS.has(property);

/** What is held of each question of the model, and where an answer goes. @param now epoch milliseconds */
export function cardAnswersOf({ properties, compiled }: Read, now: number): readonly CardAnswer[] {
  const { evidence } = compiled.model;
  return answersOf(evidence, { properties }, now).flatMap((answer) => {
    const property = placeOf(answer, properties);
    if (property === undefined) return [];
    const kind = isDay(property) ? 'date' : 'text';
    const { question, state } = answer;
    return [{ question, state, property, kind, value: shown(kind, plainText(properties[property])) }];
  });
}

/** The property that answers; where none does the first that holds anything, else the first. */
function placeOf({ state, properties: named }: Answer, properties: Read['properties']): string | undefined {
  const filled = named.find((name) => plainText(properties[name]) !== '');
  return (state === 'held' ? undefined : filled) ?? named[0];
}

/** HubSpot also sends days as epoch milliseconds. */
function shown(kind: CardAnswer['kind'], value: string): string {
  const at = kind === 'date' ? dateOf(value) : NaN;
  return Number.isNaN(at) ? value : new Date(at).toISOString().slice(0, 10);
}
