import { parseJson } from '../../src/http/parse-json.js';

const LIMITS = { depth: 32, stringBytes: 16 * 1024 };
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('parseJson', () => {
  it.each([
    ['an object', '{"a":[1,"b",null,true]}', { a: [1, 'b', null, true] }],
    ['text in any alphabet', '{"name":"Zoë 山田 🙂"}', { name: 'Zoë 山田 🙂' }],
    ['an escaped pair of surrogates', '"\\ud83d\\ude42"', '🙂'],
    ['a text of exactly 16 KiB', `"${'x'.repeat(16_384)}"`, 'x'.repeat(16_384)],
    ['an empty key', '{"":0}', { '': 0 }],
  ])('reads %s', (_name, text, value) => {
    expect(parseJson(Buffer.from(text), LIMITS)).toEqual(value);
  });

  it('reads 32 levels', () => {
    expect(parseJson(Buffer.from(nested(32)), LIMITS)).toHaveLength(1);
  });

  it.each([
    ['nothing', ''],
    ['half an object', '{"a":'],
    ['single quotes', "{'a':1}"],
    ['NaN', '{"a":NaN}'],
    ['a trailing comma', '{"a":1,}'],
    ['two values', '{} {}'],
    ['a byte-order mark', '\ufeff{}'],
    ['33 levels', nested(33)],
    ['a hundred thousand levels', nested(100_000)],
    ['33 levels of objects', '{"a":'.repeat(33) + '1' + '}'.repeat(33)],
    ['a text of 16 KiB and a byte', `"${'x'.repeat(16_385)}"`],
    ['a short text of many bytes', `"${'山'.repeat(5_462)}"`],
    ['a long key', `{"${'x'.repeat(16_385)}":1}`],
    ['an escaped NUL', '{"a":"\\u0000"}'],
    ['a NUL in a key', '{"\\u0000":1}'],
    ['a raw NUL', '{"a":"\u0000"}'],
    ['half a character', '{"a":"\\ud83d"}'],
    ['the other half', '{"a":"\\ude42"}'],
    ['halves in the wrong order', '{"a":"\\ude42\\ud83d"}'],
    ['half a character in a key', '{"\\ud83d":1}'],
  ])('refuses %s', (_name, text) => {
    expect(() => parseJson(Buffer.from(text), LIMITS)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  it.each([
    ['a byte that never occurs', [0x22, 0xff, 0x22]],
    ['a character cut short', [0x22, 0xe5, 0xb1, 0x22]],
    ['a longer form than needed', [0x22, 0xc0, 0xaf, 0x22]],
    ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
  ])('refuses bytes that are not UTF-8: %s', (_name, bytes) => {
    expect(() => parseJson(Buffer.from(bytes), LIMITS)).toThrow('The body is not UTF-8.');
  });

  it('quotes nothing of the body', () => {
    expect(() => parseJson(Buffer.from('{"email":"ann@example.com"'), LIMITS)).toThrow(/^The body is not JSON\.$/);
  });
});
