import { BUYERS } from './buyers.js';
import { ONLOOKERS } from './onlookers.js';
import type { Weighted } from './chance.js';

export const ARCHETYPES = { ...BUYERS, ...ONLOOKERS };

export type ArchetypeName = keyof typeof ARCHETYPES;

/** What turns up: of a hundred people about so many each. */
export const MIX: Weighted<ArchetypeName> = [
  ['demo requester', 9],
  ['hot trial user', 8],
  ['silent executive', 9],
  ['researcher', 19],
  ['visitor', 17],
  ['newsletter reader', 7],
  ['tiny agency', 8],
  ['student', 6],
  ['competitor', 2],
  ['customer asking again', 5],
  ['in a deal', 5],
  ['recycled lead', 4],
  ['friend of the house', 1],
];
