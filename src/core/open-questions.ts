import { compileCondition } from './condition.js';
import type { Contact } from './contact.js';
import { createFacts } from './facts.js';
import type { Model } from './model.js';
import { requirementsOf } from './requirements.js';
import type { Score } from './score-contact.js';

/** Something a model asks that nobody knows. */
export interface OpenQuestion {
  /** `require:<id>`, or the id of a rule. */
  readonly rule: string;
  /** What would be so if the answer were yes, in the model's words. */
  readonly because: string;
  /** Properties, signals and company facts that would answer it, each once. */
  readonly asks: readonly string[];
  /** A hard requirement waits for it. */
  readonly required: boolean;
}

/**
 * What is unknown of a contact: requirements first, then rules by what they are worth. Of equals the first in the file.
 *
 * @param score of the same contact at the same moment
 * @param now   epoch milliseconds
 */
export function openQuestionsOf(model: Model, contact: Contact, score: Score, now: number): readonly OpenQuestion[] {
  const requirements = requirementsOf(model.require, contact, now)
    .filter(({ verdict }) => verdict === 'unknown')
    .map(({ requirement: { id, because, unknown }, asks }) => ({
      rule: `require:${id}`,
      because,
      asks,
      required: unknown !== 'allow',
    }));
  return [...requirements, ...openRules(model, contact, score, now)];
}

function openRules(model: Model, contact: Contact, score: Score, now: number): OpenQuestion[] {
  const facts = createFacts();
  const rules = model.axes
    .flatMap((axis) => axis.model.rules)
    .filter(({ id }) => score.unknown.includes(id))
    .map((rule) => ({ rule, condition: compileCondition(rule.when, facts) }));
  facts.begin(contact, now);
  return rules
    .sort((a, b) => Math.abs(b.rule.points) - Math.abs(a.rule.points))
    .map(({ rule: { id, because, since }, condition }) => {
      const asks = condition.test() === 'unknown' ? condition.asks() : [];
      // A rule that would hit may still fade from a date nobody knows.
      const open = asks.length > 0 || since === undefined ? asks : [since];
      return { rule: id, because, asks: [...new Set(open)], required: false };
    });
}
