/** Letters of a word, the blank behind it included: what is longer is cut as well, for a text need not have blanks. */
const CHARS_PER_WORD = 12;
/** Control characters, halves of a pair, and every kind of blank: each reads as one blank. */
const BLANKS = /[\p{Cc}\p{Cs}\p{Z}]+/gu;
/** Characters nobody sees; some turn the text behind them around. The joiner inside an emoji stays. */
const INVISIBLE = /[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;

/**
 * A text from outside as one line of plain words. Nothing is escaped: that is for whoever shows it.
 *
 * @returns `''` for anything that is not a text
 */
export function plainText(value: unknown): string {
  return typeof value === 'string' ? value.replace(INVISIBLE, '').replace(BLANKS, ' ').trim() : '';
}

/**
 * The first words of a plain text.
 *
 * @param words above zero; so many, and at most 12 characters for each
 * @returns the text itself when it is short enough, else its beginning and `…`
 */
export function cutText(text: string, words: number): string {
  const first = text.split(' ').slice(0, words).join(' ');
  const kept = [...first].slice(0, words * CHARS_PER_WORD).join('');
  return kept === text ? text : `${kept.trimEnd()}…`;
}

/** How many words a person reads. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}

/** @example spokenName('demo_requested') // 'demo requested' */
export function spokenName(name: string): string {
  return plainText(name.replace(/[_-]+/g, ' '));
}

/** A sentence as part of another one: without its stop. */
export function withoutStop(sentence: string): string {
  return sentence.replace(/[\s.?!]+$/, '');
}
