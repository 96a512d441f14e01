import type { Decision } from './decide-stage.js';
import type { Model } from './model.js';
import { isStage } from './stages.js';

/** How many of the things still needed a person is shown. */
const SHOWN = 3;

/** What the owner of the stage does next, in the model's words; while something is missing, that comes first. */
export function nextActionOf({ kind, to, missing }: Decision, { stages }: Model): string {
  const next = isStage(to) ? (stages[to]?.next ?? '') : '';
  if (kind !== 'hold' || missing.length === 0) return next;
  return [`Still needed: ${missing.slice(0, SHOWN).join(', ')}`, next].filter(Boolean).join('. ');
}
