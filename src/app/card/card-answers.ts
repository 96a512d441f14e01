import type { CardAnswer } from '../../http/card-contract.js';
import { answersOf, type Answer } from '../../core/answers.js';
import { dateOf } from '../../core/date.js';
import { plainText } from '../../core/plain-text.js';
import type { Read } from '../judgement.js';
import type { PropertyKind } from '../ports.js';

/** What is held of each question of the model, and where an answer goes. @param now epoch milliseconds */
export function cardAnswersOf({ properties, profile, compiled }: Read, now: number): readonly CardAnswer[] {
  const { evidence } = compiled.model;
  return answersOf(evidence, { properties }, now).flatMap((answer) => {
    const property = placeOf(answer, properties);
    if (property === undefined) return [];
    const kind = isDay(profile.kinds.get(property)) ? 'date' : 'text';
    const { question, state } = answer;
    return [{ question, state, property, kind, value: shown(kind, plainText(properties[property])) }];
  });
}

/** The property that answers; where none does the first that holds anything, else the first. */
function placeOf({ state, properties: named }: Answer, properties: Read['properties']): string | undefined {
  const filled = named.find((name) => plainText(properties[name]) !== '');
  return (state === 'held' ? undefined : filled) ?? named[0];
}

const isDay = (kind: PropertyKind | undefined): boolean => kind?.type === 'date' || kind?.type === 'datetime';

/** HubSpot also sends days as epoch milliseconds. */
function shown(kind: CardAnswer['kind'], value: string): string {
  const at = kind === 'date' ? dateOf(value) : NaN;
  return Number.isNaN(at) ? value : new Date(at).toISOString().slice(0, 10);
}
