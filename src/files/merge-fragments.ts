import path from 'node:path';
import { isAppError } from '../app/errors.js';
import { isRecord } from './describe-issues.js';
import { modelInvalid, pathText, type Path, type Problem } from './model-problem.js';
import type { Source } from './yaml-source.js';

/** Keys a fragment may hold; the rest belongs to the model that includes it. */
const FRAGMENT_KEYS = ['include', 'require', 'fit', 'intent', 'timing', 'evidence', 'disqualifyReasons'];
const MAX_DEPTH = 4;
const MAX_FRAGMENTS = 50;
/** Added to an include that names no ending: `channels/whatsapp`. */
const ENDING = '.yaml';

/** Reads a fragment by its path relative to the models directory; throws AppError when it cannot be read. */
export type ReadFragment = (place: string) => Source;

/** A model file with its fragments: one value, and where each part of it was written. */
export interface Content {
  readonly place: string;
  readonly value: Record<string, unknown>;
  locate(path: Path, part: 'key' | 'value'): Pick<Problem, 'place' | 'line' | 'column'>;
}

/** A part of the merged value that another file wrote. */
interface Origin {
  readonly at: Path;
  readonly source: Source;
  readonly from: Path;
}

/**
 * Merges what `include` names into the file: lists are appended in the order of the includes, maps are joined, and a
 * value two files set differently is refused.
 *
 * @param main `main.place` is its path relative to the models directory; fragments may not lie outside of it
 * @throws {AppError} MODEL_INVALID
 */
export function mergeFragments(main: Source, read: ReadFragment): Content {
  if (!isRecord(main.value)) throw modelInvalid(main.place, [problemIn(main, [], 'expected a map')]);
  const sources = includedBy(main, read, [main.place], new Set([main.place]));
  const merged = copyOf(main.value);
  const origins: Origin[] = [{ at: [], source: main, from: [] }];
  const problems = sources.flatMap((source) => addFragment(merged, source, origins));
  if (problems.length > 0) throw modelInvalid(main.place, problems);
  delete merged['include'];
  return { place: main.place, value: merged, locate: (where, part) => locateIn(origins, where, part) };
}

function includedBy(source: Source, read: ReadFragment, chain: readonly string[], seen: Set<string>): Source[] {
  return includesOf(source).flatMap((include, index) => {
    const place = placeOf(include, source);
    const refusal = refuseInclude(include, place, chain, seen);
    if (refusal) throw modelInvalid(source.place, [problemIn(source, ['include', index], refusal)]);
    seen.add(place);
    const fragment = readAt(source, index, () => read(place));
    return [fragment, ...includedBy(fragment, read, [...chain, place], seen)];
  });
}

/** The fragment's path relative to the models directory: includes are relative to the file that names them. */
function placeOf(include: string, source: Source): string {
  const ended = path.posix.extname(include) === '' ? `${include}${ENDING}` : include;
  return path.posix.normalize(path.posix.join(path.posix.dirname(source.place), ended));
}

/** What keeps a fragment from being read is a problem of the line that names it; its own problems are its own. */
function readAt(source: Source, index: number, read: () => Source): Source {
  try {
    return read();
  } catch (error) {
    if (!isAppError(error) || error.code === 'MODEL_INVALID') throw error;
    const reason = error.code === 'NOT_FOUND' ? 'no such file' : error.message;
    throw modelInvalid(source.place, [problemIn(source, ['include', index], reason)]);
  }
}

function includesOf(source: Source): string[] {
  const listed = isRecord(source.value) ? source.value['include'] : undefined;
  if (listed === undefined) return [];
  if (isTextList(listed)) return listed;
  throw modelInvalid(source.place, [problemIn(source, ['include'], 'expected a list of files')]);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && item.trim() !== '');
}

function refuseInclude(include: string, place: string, chain: readonly string[], seen: ReadonlySet<string>) {
  const outside = path.posix.isAbsolute(include) || path.win32.isAbsolute(include) || place.startsWith('..');
  if (outside || include.includes('\\')) return 'must be a relative path inside the models directory';
  if (chain.includes(place)) return `includes itself: ${[...chain, place].join(' → ')}`;
  if (seen.has(place)) return `${place} is already included`;
  if (chain.length > MAX_DEPTH) return `fragments of fragments: ${MAX_DEPTH} levels at most`;
  return seen.size > MAX_FRAGMENTS ? `${MAX_FRAGMENTS} fragments at most` : undefined;
}

function addFragment(merged: Record<string, unknown>, source: Source, origins: Origin[]): Problem[] {
  if (!isRecord(source.value)) return [problemIn(source, [], 'expected a map')];
  const { include: _include, ...held } = copyOf(source.value);
  const strays = Object.keys(held).filter((key) => !FRAGMENT_KEYS.includes(key));
  if (strays.length > 0)
    return strays.map((key) => problemIn(source, [key], `a fragment may hold ${FRAGMENT_KEYS.join(', ')} only`, 'key'));
  return join(merged, held, { at: [], source, from: [] }, origins);
}

/** Adds `held` to `target`, both being what stands at `here.at`; origins of what was added are noted. */
function join(
  target: Record<string, unknown>,
  held: Readonly<Record<string, unknown>>,
  here: Origin,
  origins: Origin[],
): Problem[] {
  return Object.entries(held).flatMap(([key, value]) => {
    const there = target[key];
    const at = [...here.at, key];
    const from = [...here.from, key];
    if (there === undefined) {
      origins.push({ ...here, at, from });
      target[key] = value;
      return [];
    }
    if (Array.isArray(there) && Array.isArray(value)) {
      value.forEach((item, index) => {
        origins.push({ ...here, at: [...at, there.length], from: [...from, index] });
        there.push(item);
      });
      return [];
    }
    if (isRecord(there) && isRecord(value)) return join(there, value, { ...here, at, from }, origins);
    return there === value ? [] : [clash(here.source, from, locateIn(origins, at, 'value'))];
  });
}

function clash(source: Source, from: Path, first: Pick<Problem, 'place' | 'line' | 'column'>): Problem {
  return problemIn(source, from, `already set otherwise at ${first.place}:${first.line}:${first.column}`);
}

function locateIn(origins: readonly Origin[], where: Path, part: 'key' | 'value') {
  const holders = origins.filter(({ at }) => at.every((step, index) => step === where[index]));
  const nearest = holders.reduce((best, origin) => (origin.at.length >= best.at.length ? origin : best));
  const inside = [...nearest.from, ...where.slice(nearest.at.length)];
  return { place: nearest.source.place, ...nearest.source.locate(inside, part) };
}

function problemIn(source: Source, where: Path, message: string, part: 'key' | 'value' = 'value'): Problem {
  return { place: source.place, ...source.locate(where, part), path: where, message };
}

/** Values of the file without shared parts: two aliases of one list must not both grow when one does. */
function copyOf(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}

/** The path inside the file that wrote it, for a message. */
export function placeText(content: Content, where: Path): string {
  const { place, line, column } = content.locate(where, 'value');
  return `${place}:${line}:${column} ${pathText(where)}`;
}
