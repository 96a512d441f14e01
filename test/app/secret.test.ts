import { format, inspect } from 'node:util';
import { createSecret } from '../../src/app/secret.js';

const secret = createSecret('pat-eu1-very-secret');

describe('createSecret', () => {
  it('gives the value to whoever asks for it by name', () => {
    expect(secret.reveal()).toBe('pat-eu1-very-secret');
  });

  it.each([
    ['String', String(secret)],
    ['a template', `${secret.toString()}`],
    ['inspect', inspect(secret, { depth: 5, showHidden: true })],
    ['console.log', format('%s %o %j', secret, secret, secret)],
    ['JSON', JSON.stringify({ token: secret })],
    ['inspect inside something', inspect({ deep: { token: secret } })],
    ['a copy', inspect({ ...secret })],
    ['its keys and values', JSON.stringify(Object.entries(secret))],
  ])('does not show it to %s', (_name, shown) => {
    expect(shown).not.toContain('very-secret');
  });

  it.each([
    ['String', String(secret), '[secret]'],
    ['inspect', inspect(secret), '[secret]'],
    ['JSON', JSON.stringify({ token: secret }), '{"token":"[secret]"}'],
  ])('reads as [secret] in %s', (_name, shown, text) => {
    expect(shown).toBe(text);
  });
});
