import type { Stage } from '../../core/model.js';
import { cutText, plainText } from '../../core/plain-text.js';
import { isStage } from '../../core/stages.js';

const NAMES: Readonly<Record<Stage, string>> = {
  subscriber: 'subscriber',
  lead: 'lead',
  mal: 'MAL',
  mql: 'MQL',
  sal: 'SAL',
  sql: 'SQL',
  opportunity: 'opportunity',
  customer: 'customer',
  evangelist: 'evangelist',
  other: 'contact',
  recycled: 'recycled lead',
  disqualified: 'disqualified lead',
};
/** A longer way is told by its first stage and its last ones. */
const SHOWN = 5;

/** What a contact at that stage is called; never the portal's own id, so it may stand in a subject. */
export function stageName(stage: string): string {
  return isStage(stage) ? NAMES[stage] : 'contact';
}

/**
 * The way a contact went, on one line.
 *
 * @returns `''` of no transition
 * @example chainOf([{ from: 'lead', to: 'mql' }, { from: 'mql', to: 'sql' }]) // 'lead → MQL → SQL'
 */
export function chainOf(transitions: readonly { readonly from: string; readonly to: string }[]): string {
  const stages = transitions.flatMap(({ from, to }, index) =>
    transitions[index - 1]?.to === from ? [to] : [from, to],
  );
  const shown = stages.length > SHOWN ? [...stages.slice(0, 1), '…', ...stages.slice(2 - SHOWN)] : stages;
  return shown.map((stage) => (isStage(stage) ? NAMES[stage] : cutText(plainText(stage), 3))).join(' → ');
}
