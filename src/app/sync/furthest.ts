import { rankOf } from '../../core/stages.js';
import type { Head } from './chain.js';

/** An opinion of ours weighs more than a sighting: it says who asked and why. */
const weight = ({ way }: Head): number => (way === 'sync' ? 0 : 1);

/** Which of two logs of one person is kept: the one that got furthest, as HubSpot keeps the furthest stage; else the survivor's. */
export function furthest(survivor: Head, gone: Head): 'survivor' | 'gone' {
  const [own, other] = [rankOf(survivor.stage) ?? -1, rankOf(gone.stage) ?? -1];
  if (own !== other) return other > own ? 'gone' : 'survivor';
  return weight(gone) > weight(survivor) ? 'gone' : 'survivor';
}
