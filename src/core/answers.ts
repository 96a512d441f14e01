import type { Contact } from './contact.js';
import { compileEvidence, questionsOf } from './evidence.js';
import { createFacts } from './facts.js';
import type { EvidenceModel } from './model.js';

/** held: it counts · no: given, but it does not count (a no, a date too far off) · missing: not given yet. */
export interface Answer {
  readonly question: string;
  readonly state: 'held' | 'no' | 'missing';
  /** The property that decides; of a missing answer every one that could hold it. */
  readonly properties: readonly string[];
}

/**
 * What a contact has answered, question by question in the model's order. A question for which the model names no property
 * is left out: nobody could answer it.
 *
 * @param now epoch milliseconds
 */
export function answersOf(evidence: EvidenceModel, contact: Pick<Contact, 'properties'>, now: number): Answer[] {
  const facts = createFacts();
  const questions = questionsOf(evidence).map((question) => {
    const properties = (Object.hasOwn(evidence.answers, question) ? evidence.answers[question] : undefined) ?? [];
    // Each property asked alone, so that the one that answers can be told.
    const parts = properties.flatMap((property) =>
      compileEvidence({ ...evidence, framework: 'custom', answers: { [question]: [property] } }, facts).map((part) => ({
        property,
        test: part.test,
      })),
    );
    return { question, parts };
  });

  facts.begin({ properties: contact.properties, signals: {}, unlistedSignals: 'unknown', company: {} }, now);
  return questions.flatMap(({ question, parts }): Answer[] => {
    const [first] = parts;
    if (first === undefined) return [];
    const held = parts.find(({ test }) => test() === 'hit');
    if (held) return [{ question, state: 'held', properties: [held.property] }];
    // A no closes a question only when no other property could still answer it.
    const closed = parts.every(({ test }) => test() === 'miss');
    if (closed) return [{ question, state: 'no', properties: [first.property] }];
    return [{ question, state: 'missing', properties: parts.map(({ property }) => property) }];
  });
}
