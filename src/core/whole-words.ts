/* Looking for words in what people write: found as whole words only, whatever stands between them. */

/** Small letters, one blank between words and around them. */
export const wordsOf = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

/** As they stand in a text that `wordsOf` gives. Made once, since every text is searched. */
export function wholeWords(words: readonly string[]): readonly string[] {
  return words.map((word) => ` ${word} `);
}

/** @param text as `wordsOf` gives it @param words as `wholeWords` does */
export const says = (text: string, words: readonly string[]): boolean => words.some((word) => text.includes(word));
