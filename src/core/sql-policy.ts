import type { Contact } from './contact.js';
import type { Model } from './model.js';
import { withoutStop } from './plain-text.js';
import { inQuestion, isUnmet, requirementsOf } from './requirements.js';

/* What a model holds of whoever becomes SQL, by whatever way. */

const CONFIRM_WITHIN = '7d';
/** Said where the policy is `vetted`. */
export const A_REP_SETS_IT = 'a rep sets it';

/** Does a rep have to set SQL himself? */
export function isVetted({ stages }: Model): boolean {
  return stages.sql?.policy === 'vetted';
}

/** Until when a rep has to confirm a new SQL; nothing where the policy does not want that. */
export function confirmation({ stages }: Model): { readonly confirmWithin?: string } {
  const { policy = 'confirm', within = CONFIRM_WITHIN } = stages.sql ?? {};
  return policy === 'confirm' ? { confirmWithin: within } : {};
}

/** What speaks against an SQL that somebody asks for. */
export interface Objection {
  /** The requirement's, or `vetted`. */
  readonly id: string;
  /** As in a decision: `require:<id>` or `policy:vetted`. */
  readonly rule: string;
  /** In the model's words. */
  readonly because: string;
  /** What would settle it, where something is not known; else empty. */
  readonly missing: readonly string[];
}

/** What was gone against, and why, for the log. */
export function inOverrideWords(against: readonly { readonly because: string }[], why: string): readonly string[] {
  return against.map(({ because }) => `Override: ${withoutStop(because)}: ${why}`);
}

/**
 * Every hard requirement that is not met, in file order, and the policy where only a rep sets SQL. The score is not asked:
 * whoever asks has seen more than it.
 *
 * @param now epoch milliseconds
 */
export function objectionsToSql(model: Model, contact: Contact, now: number): readonly Objection[] {
  const unmet = requirementsOf(model.require, contact, now).filter(isUnmet);
  const vetted = { id: 'vetted', rule: 'policy:vetted', because: 'A rep sets SQL', missing: [A_REP_SETS_IT] };
  return [
    ...unmet.map(({ requirement, asks }): Objection => {
      const { id, because } = requirement;
      return { id, rule: `require:${id}`, because, missing: asks.length > 0 ? [inQuestion(requirement, asks)] : [] };
    }),
    ...(isVetted(model) ? [vetted] : []),
  ];
}
