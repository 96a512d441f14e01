import { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node, YAMLError, Alias } from 'yaml';
import { fileProblem, modelInvalid, type Path, type Problem } from './model-problem.js';
import { yamlDepth } from './yaml-depth.js';

/** @source RELIABILITY, input limits: a model file is at most 256 KiB and 16 levels deep. */
export const MAX_BYTES = 256 * 1024;
const MAX_DEPTH = 16;
/** Enough to write a shared condition once; far too few to blow a file up. */
const MAX_ALIASES = 50;
/** Keys that mean something to JavaScript objects. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A YAML file as plain data, and where in the file each part stands. */
export interface Source {
  readonly place: string;
  readonly value: unknown;
  /** Line and column of a value (or of its key); of the nearest thing around it when it is not there. From 1. */
  locate(path: Path, part: 'key' | 'value'): { readonly line: number; readonly column: number };
}

/**
 * Reads one YAML 1.2 document: core schema, no tags beyond it, no merge keys, every key a string and used once.
 *
 * @param place the file's name, for the messages
 * @throws {AppError} MODEL_INVALID, listing everything found
 */
export function readYaml(text: string, place: string): Source {
  if (Buffer.byteLength(text) > MAX_BYTES) throw fileProblem(place, 'the file is larger than 256 KiB');
  if (yamlDepth(text, MAX_DEPTH) > MAX_DEPTH) throw fileProblem(place, `nested deeper than ${MAX_DEPTH} levels`);
  const lines = new LineCounter();
  const document = parse(text, lines);
  const problemAt = (offset: number, path: Path, message: string): Problem => ({
    place,
    ...position(lines, offset),
    path,
    message,
  });
  const syntax = [...document.errors, ...document.warnings].map((error) =>
    problemAt(error.pos[0], [], syntaxMessage(error)),
  );
  if (syntax.length > 0) throw modelInvalid(place, syntax);
  if (document.contents === null) throw fileProblem(place, 'the file is empty');
  const unsafe = unsafeParts(document).map(({ node, path, message }) => problemAt(startOf(node), path, message));
  if (unsafe.length > 0) throw modelInvalid(place, unsafe);
  return {
    place,
    value: plainValue(document, place),
    locate: (path, part) => position(lines, offsetOf(document, path, part)),
  };
}

type Parsed = Document.Parsed;

function parse(text: string, lineCounter: LineCounter): Parsed {
  return parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: true,
    stringKeys: true,
    prettyErrors: false,
    lineCounter,
  });
}

const SYNTAX_MESSAGES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key is there twice',
  MULTIPLE_DOCS: 'several documents in one file: keep one model per file',
  TAG_RESOLVE_FAILED: 'tags are not allowed',
  NON_STRING_KEY: 'keys must be plain text',
  TAB_AS_INDENT: 'tabs are not allowed as indentation: use spaces',
};

function syntaxMessage(error: YAMLError): string {
  return SYNTAX_MESSAGES[error.code] ?? `not valid YAML: ${error.message}`;
}

interface Unsafe {
  readonly node: unknown;
  readonly path: Path;
  readonly message: string;
}

/** Keys and numbers that YAML allows and a model does not, and aliases that lead nowhere. Depth is known to be small. */
function unsafeParts(document: Parsed): Unsafe[] {
  const found: Unsafe[] = [];
  let aliases = 0;
  const walk = (node: unknown, path: Path): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : '';
        if (FORBIDDEN_KEYS.has(name))
          found.push({ node: key, path: [...path, name], message: 'this key is not allowed' });
        walk(value, [...path, name]);
      }
    }
    if (isSeq(node)) node.items.forEach((item, index) => walk(item, [...path, index]));
    if (isScalar(node)) found.push(...unsafeNumber(node.value).map((message) => ({ node, path, message })));
    if (isAlias(node))
      found.push(...unsafeAlias(node, document, ++aliases).map((message) => ({ node, path, message })));
  };
  walk(document.contents, []);
  return found;
}

function unsafeNumber(value: unknown): string[] {
  if (typeof value !== 'number') return [];
  if (!Number.isFinite(value)) return ['expected a finite number'];
  const inexact = Number.isInteger(value) && !Number.isSafeInteger(value);
  return inexact ? ['too large to be exact: put it in quotes to compare it as text'] : [];
}

function unsafeAlias(alias: Alias, document: Parsed, count: number): string[] {
  if (count > MAX_ALIASES) return count === MAX_ALIASES + 1 ? [`more than ${MAX_ALIASES} aliases`] : [];
  const target = alias.resolve(document);
  if (!target) return [`no anchor &${alias.source} before this alias`];
  const inside = startOf(alias) >= startOf(target) && startOf(alias) < (target.range?.[2] ?? 0);
  return inside ? ['an alias inside its own anchor'] : [];
}

function plainValue(document: Parsed, place: string): unknown {
  const value = expand(document, place);
  if (!shallowEnough(value, MAX_DEPTH)) throw fileProblem(place, `nested deeper than ${MAX_DEPTH} levels`);
  return value;
}

function expand(document: Parsed, place: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    // The package counts what aliases of aliases would come to, and throws a ReferenceError.
    if (error instanceof ReferenceError) throw fileProblem(place, 'the aliases multiply to too many values');
    throw error;
  }
}

/** Aliases can nest deeper than the text does. */
function shallowEnough(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((child) => shallowEnough(child, levels - 1));
}

function offsetOf(document: Parsed, path: Path, part: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const [index, step] of path.entries()) {
    const found = stepInto(isAlias(node) ? node.resolve(document) : node, step);
    if (!found) return offset;
    const last = index === path.length - 1;
    offset = startOf(last && part === 'key' ? found.key : found.value, startOf(found.key, offset));
    node = found.value;
  }
  return offset;
}

function stepInto(node: unknown, step: string | number): { key: unknown; value: unknown } | undefined {
  if (isSeq(node) && typeof step === 'number' && step < node.items.length)
    return { key: node.items[step], value: node.items[step] };
  if (!isMap(node)) return undefined;
  return node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
}

function startOf(node: unknown, otherwise = 0): number {
  return (node as Node | null | undefined)?.range?.[0] ?? otherwise;
}

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}
