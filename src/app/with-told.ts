import { actsFrom } from '../core/acts.js';
import { actsTogether, conversationDepth } from '../core/signals.js';
import type { Read } from './judgement.js';
import type { ToldOf } from './signals/signals.js';

/** The messages a contact wrote, on the contact itself: what a model, a list or a workflow can ask for. */
export const DEPTH_PROPERTY = 'handoff_conversation_depth';

/** A contact as read, with what was told of it: that is newer than what HubSpot holds, and is written when it differs. */
export function withTold(
  properties: Read['properties'],
  told: ToldOf | undefined,
): Pick<Read, 'properties' | 'signals' | 'news' | 'answers'> {
  const seen = actsFrom(properties);
  if (!told) return { properties, signals: seen };
  const { acts, answers } = told;
  const depth = conversationDepth(acts);
  const known = { ...answers, ...(depth > 0 ? { [DEPTH_PROPERTY]: String(depth) } : {}) };
  const news = Object.fromEntries(Object.entries(known).filter(([name, value]) => properties[name] !== value));
  return { properties: { ...properties, ...news }, signals: actsTogether(acts, seen), news, answers };
}
