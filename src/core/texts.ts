import type { Reason } from './score-contact.js';

/** How many reasons a person is shown. */
const SHOWN = 6;

/**
 * The first reasons on one line, strongest first.
 *
 * @returns empty when nothing hit
 * @example reasonsText(score.reasons) // "+50 Asked for a demo · +25 Decision maker · -15 Not seen for 60 days"
 */
export function reasonsText(reasons: readonly Reason[]): string {
  return reasons
    .slice(0, SHOWN)
    .map(({ points, because }) => `${points < 0 ? '' : '+'}${points} ${because}`)
    .join(' · ');
}

/** A number for HubSpot; empty where there is none, since 0 would be an answer. */
export const numberText = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

const KEPT: Readonly<Record<string, string>> = {
  'already-there': 'The contact is already at this stage',
  'would-go-back': 'That is a step back; tick "allow backward" to take it',
  'before-mql': 'Only a lead that has reached MQL can go back to it',
  disqualified: 'The lead is disqualified: set its stage first if it is to come back',
  'unknown-stage': 'The contact is at a stage this app does not know, so it is left alone',
  'stage-not-in-portal': 'This portal has no such stage',
};

/** Why an ask for a stage left the contact where it was. @param rule of the decision to hold */
export function keptText(rule: string, from: string): string {
  return (Object.hasOwn(KEPT, rule) ? KEPT[rule] : undefined) ?? `The stage ${from} is protected`;
}
