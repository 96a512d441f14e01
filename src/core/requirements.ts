import { compileCondition } from './condition.js';
import type { Contact } from './contact.js';
import { createFacts, type Facts } from './facts.js';
import type { Requirement } from './model.js';
import type { Verdict } from './verdict.js';

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
export function inQuestion({ id }: Requirement, asks: readonly string[]): string {
  return `answer to ${id} (${[...new Set(asks)].join(', ')})`;
}

/** How one hard requirement stands with a contact. */
export interface RequirementStanding {
  readonly requirement: Requirement;
  readonly verdict: Verdict;
  /** Of one without verdict: what would give it one, each once. */
  readonly asks: readonly string[];
}

/** Every hard requirement by itself, in file order: what stands in the way, not only what stands there first. */
export function requirementsOf(
  requirements: readonly Requirement[],
  contact: Contact,
  now: number,
): readonly RequirementStanding[] {
  const facts = createFacts();
  const compiled = requirements.map((requirement) => ({ requirement, ...compileCondition(requirement.when, facts) }));
  facts.begin(contact, now);
  return compiled.map(({ requirement, test, asks }) => {
    const verdict = test();
    return { requirement, verdict, asks: verdict === 'unknown' ? [...new Set(asks())] : [] };
  });
}

/** Missed, or unknown where the model does not let unknown pass. */
export function isUnmet({ requirement, verdict }: RequirementStanding): boolean {
  return verdict === 'miss' || (verdict === 'unknown' && requirement.unknown !== 'allow');
}
