import { countWords, cutText, plainText, spokenName } from '../../src/core/plain-text.js';

describe('plainText', () => {
  it.each<[string, unknown, string]>([
    ['keeps words', 'Ada Lovelace', 'Ada Lovelace'],
    ['trims', '  Ada ', 'Ada'],
    ['makes one line', 'Ada\r\nBcc: all@example.com', 'Ada Bcc: all@example.com'],
    ['makes one blank of many, of any kind', 'Ada\t\u00A0\u2028\u3000Lovelace', 'Ada Lovelace'],
    ['drops control characters', 'A\u0000da\u001B[31m', 'A da [31m'],
    ['drops halves of a pair', 'Ada\uD83D', 'Ada'],
    ['drops what turns text around', 'Ada\u202Egpj.exe', 'Adagpj.exe'],
    ['drops what nobody sees', 'A\u200Bd\uFEFFa', 'Ada'],
    ['keeps emoji that are joined', '👩‍💻 Ada', '👩‍💻 Ada'],
    ['keeps 0', '0', '0'],
    ['escapes nothing', '<b>&', '<b>&'],
    ['knows nothing of null', null, ''],
    ['knows nothing of what is absent', undefined, ''],
    ['knows nothing of blanks', ' \n ', ''],
    ['knows nothing of what is no text', 7, ''],
  ])('%s', (_what, value, expected) => {
    expect(plainText(value)).toBe(expected);
  });
});

describe('cutText', () => {
  it.each<[string, string, number, string]>([
    ['keeps what is short enough', 'one two', 2, 'one two'],
    ['cuts by words', 'one two three', 2, 'one two…'],
    ['cuts a word without end', 'a'.repeat(10_000), 2, `${'a'.repeat(24)}…`],
    ['keeps a word of just that length', 'a'.repeat(24), 2, 'a'.repeat(24)],
    ['cuts between characters, not inside', '👍'.repeat(30), 1, `${'👍'.repeat(12)}…`],
    ['leaves no blank at the end', `${'a'.repeat(11)} ${'b'.repeat(20)}`, 1, `${'a'.repeat(11)}…`],
  ])('%s', (_what, text, words, expected) => {
    expect(cutText(text, words)).toBe(expected);
  });
});

describe('countWords', () => {
  it.each([
    ['', 0],
    [' ', 0],
    ['one', 1],
    [' one  two\nthree ', 3],
  ])('counts "%s" as %d', (text, expected) => {
    expect(countWords(text)).toBe(expected);
  });
});

describe('spokenName', () => {
  it.each([
    ['demo_requested', 'demo requested'],
    ['economic-buyer', 'economic buyer'],
    ['need', 'need'],
    ['__', ''],
  ])('says %s as "%s"', (name, expected) => {
    expect(spokenName(name)).toBe(expected);
  });
});
