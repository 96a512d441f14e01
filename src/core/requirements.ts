import { compileCondition } from './condition.js';
import type { Facts } from './facts.js';
import type { Requirement } from './model.js';

/** What the hard requirements come to. */
export type RequirementFinding =
  | { readonly kind: 'met' }
  /** The first one missed, or unknown where unknown counts as a miss. */
  | { readonly kind: 'failed'; readonly requirement: Requirement }
  /** Nothing failed, but these have to be asked: `first` decides, `missing` names all. */
  | { readonly kind: 'asked'; readonly first: Requirement; readonly missing: readonly string[] };

const MET: RequirementFinding = { kind: 'met' };

/** Makes the hard requirements ready to run, as often as `facts` begin on another contact. */
export function compileRequirements(requirements: readonly Requirement[], facts: Facts): () => RequirementFinding {
  const compiled = requirements.map((requirement) => ({ requirement, ...compileCondition(requirement.when, facts) }));
  return () => {
    const open = [];
    for (const part of compiled) {
      const verdict = part.test();
      const { requirement } = part;
      const failed = verdict === 'miss' || (verdict === 'unknown' && requirement.unknown === 'refuse');
      if (failed) return { kind: 'failed', requirement };
      if (verdict === 'unknown' && requirement.unknown === 'ask') open.push(part);
    }
    const [first] = open;
    if (first === undefined) return MET;
    return {
      kind: 'asked',
      first: first.requirement,
      missing: open.map(({ requirement, asks }) => inQuestion(requirement, asks())),
    };
  };
}

/** @example 'answer to served-country (country)' */
function inQuestion({ id }: Requirement, asks: readonly string[]): string {
  return `answer to ${id} (${[...new Set(asks)].join(', ')})`;
}
