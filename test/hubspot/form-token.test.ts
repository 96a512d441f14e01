import { createFormTokens } from '../../src/hubspot/form-token.js';

const FORM = '2c4d1f3e-0d6b-4f5a-9f0e-6f0a1b2c3d4e';
const tokens = createFormTokens(Buffer.alloc(32, 1));
const TOKEN = { portalId: 4401, form: FORM, signal: 'demo_requested', expiresAt: 1_795_000_000_000 };
const VALUE = tokens.sign(TOKEN);

describe('createFormTokens', () => {
  it('reads what it signed, blanks around it or not', () => {
    expect([tokens.read(VALUE), tokens.read(` ${VALUE}\n`)]).toEqual([TOKEN, TOKEN]);
  });

  it('signs letters that stand in any form, few of them', () => {
    expect(VALUE).toMatch(/^h1\.4401\.demo_requested\.2c4d1f3e-[0-9a-f-]+\.[0-9a-z]+\.[\w-]{43}$/);
    expect(
      tokens.sign({ ...TOKEN, signal: 's'.repeat(64), portalId: 9_007_199_254_740_991 }).length,
    ).toBeLessThanOrEqual(190);
  });

  it('reads nothing signed with another key', () => {
    expect(createFormTokens(Buffer.alloc(32, 2)).read(VALUE)).toBeUndefined();
  });

  it.each(VALUE.split('').map((letter, place) => [place, letter]))(
    'reads nothing with letter %i altered',
    (place, letter) => {
      const other = letter === 'a' ? 'b' : 'a';
      const altered = VALUE.slice(0, place) + other + VALUE.slice(place + 1);

      expect(tokens.read(altered)).toBeUndefined();
    },
  );

  it.each([
    '',
    'x',
    'true',
    `${VALUE}x`,
    VALUE.slice(0, -1),
    VALUE.replace('h1', 'h2'),
    VALUE.toUpperCase(),
    `${VALUE}=`,
    'h1.'.repeat(5_000),
  ])('reads nothing in %p', (value) => {
    expect(tokens.read(value)).toBeUndefined();
  });

  it('takes one spelling of a signature only', () => {
    const last = VALUE.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twin = alphabet[alphabet.indexOf(last) ^ 1] ?? '';

    expect(tokens.read(VALUE.slice(0, -1) + twin)).toBeUndefined();
  });
});
