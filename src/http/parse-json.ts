import { isUtf8 } from 'node:buffer';
import { AppError, isAppError } from '../app/errors.js';

/** What one JSON body may hold. Bytes of UTF-8; depth counts arrays and objects inside one another. */
export interface JsonLimits {
  readonly depth: number;
  readonly stringBytes: number;
}

/** NUL, which Postgres cannot store, and halves of a character, which UTF-8 cannot carry. */
const UNSTORABLE = /[\u0000\p{Surrogate}]/u;

/**
 * Reads JSON strictly: UTF-8 without fault, no deep nesting, no text that could not be stored.
 *
 * @throws {AppError} INVALID_INPUT, which says what is wrong and quotes nothing of the body
 */
export function parseJson(bytes: Buffer, limits: JsonLimits): unknown {
  const value = parseUnchecked(bytes);
  checkJson(value, limits);
  return value;
}

/**
 * Reads JSON in UTF-8 whatever it holds: for a body whose parts are checked one by one, each by `checkJson`.
 *
 * @throws {AppError} INVALID_INPUT, as `parseJson`
 */
export function parseUnchecked(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw invalid('The body is not UTF-8.');
  return parse(bytes.toString('utf8'));
}

/** @throws {AppError} INVALID_INPUT for a value that is nested too deep, or holds a text too long or not to be stored */
export function checkJson(value: unknown, limits: JsonLimits): void {
  check(value, limits, limits.depth);
}

/** Would `checkJson` take it? */
export function isFit(value: unknown, limits: JsonLimits): boolean {
  try {
    checkJson(value, limits);
    return true;
  } catch (error) {
    if (isAppError(error, 'INVALID_INPUT')) return false;
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, so it goes no further.
    throw invalid('The body is not JSON.');
  }
}

function check(value: unknown, limits: JsonLimits, depthLeft: number): void {
  if (typeof value === 'string') return checkText(value, limits.stringBytes);
  if (typeof value !== 'object' || value === null) return;
  if (depthLeft === 0) throw invalid(`The body is nested deeper than ${limits.depth}.`);
  for (const [key, inner] of Object.entries(value)) {
    checkText(key, limits.stringBytes);
    check(inner, limits, depthLeft - 1);
  }
}

function checkText(text: string, limit: number): void {
  // A character of UTF-16 takes three bytes of UTF-8 at most, so short texts need no counting.
  if (text.length * 3 > limit && Buffer.byteLength(text) > limit)
    throw invalid(`A text is longer than ${limit} bytes.`);
  if (UNSTORABLE.test(text)) throw invalid('A text holds NUL or half a character.');
}

function invalid(message: string): AppError {
  return new AppError('INVALID_INPUT', message);
}
