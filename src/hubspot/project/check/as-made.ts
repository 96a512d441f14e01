import { readFileSync } from 'node:fs';
import path from 'node:path';
import { METAFILE_END } from '../metafile.js';
import { findingsIn, placeText, type Finding } from './finding.js';

/** The text of each file as the definitions make it, by its path. */
export type Made = ReadonlyMap<string, string>;

/** Where two values differ first, the keys on the way there; `undefined`: nowhere. */
function differenceOf(one: unknown, other: unknown): readonly (string | number)[] | undefined {
  if (Object.is(one, other)) return undefined;
  if (Array.isArray(one) && Array.isArray(other)) {
    return differenceAt([...Array(Math.max(one.length, other.length)).keys()], (key) => [one[key], other[key]]);
  }
  if (!isRecord(one) || !isRecord(other)) return [];
  const keys = [...new Set([...Object.keys(other), ...Object.keys(one)])];
  return differenceAt(keys, (key) => [one[key], other[key]]);
}

function differenceAt<K extends string | number>(keys: readonly K[], both: (key: K) => readonly [unknown, unknown]) {
  for (const key of keys) {
    const below = differenceOf(...both(key));
    if (below) return [key, ...below];
  }
  return undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Everything but the cards is made from definitions, so whatever differs from that was edited by hand, or is old: an action
 * that posts to another's address is well formed all the same. Files that were found fault with already are left out.
 */
export function checkAsMade(folder: string, made: Made, found: readonly Finding[]): readonly Finding[] {
  const said = new Set(found.map(({ file }) => file));
  return [...made].flatMap(([file, text]) => {
    if (!file.endsWith(METAFILE_END) || file.startsWith('app/cards/') || said.has(file)) return [];
    const held = jsonIn(path.join(folder, file));
    const difference = held === undefined ? undefined : differenceOf(held, JSON.parse(text));
    if (!difference) return [];
    return [findingsIn(file)(placeText('', difference), 'is not what the definition makes', 'assemble again')];
  });
}

/** @returns `undefined` when it is not there, or no JSON: both are said elsewhere */
function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}
