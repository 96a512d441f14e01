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
