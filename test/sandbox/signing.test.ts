import { signV2, signV3 } from '../../src/sandbox/signing.js';

const SECRET = 'f6e94c08-85d0-4608-bcc6-e1850176e7b8';
const URL = 'https://www.hubspot.com/webhook';

describe('signV2', () => {
  it.each([
    [
      'the documented example',
      'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy',
      'https://www.example.com/webhook_uri',
      '{"example_field":"example_value"}',
      '9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900',
    ],
    ['a body', SECRET, URL, 'REQUEST_BODY', '57bb01a6e6ac92919b5e715d68f40265328701bbf1cf3fd73772887069945766'],
    ['no body', SECRET, URL, '', 'befaef2b7354f11bf651f6468e8b5cf6bd449048deaf057f712980afb2a682f5'],
  ])('agrees with HubSpot on %s', (_what, secret, url, body, expected) => {
    expect(signV2(secret, 'POST', url, body)).toBe(expected);
  });
});

describe('signV3', () => {
  const at = 1632188626483;

  it.each([
    ['a body', 'REQUEST_BODY', 'jf872r5vscVcxCiDRHA4rGrqe/8BPLNVkdJSHdMnGTU='],
    ['no body', '', 'csXgk7UbrE9F8ZmMvbpuKBxqIvTSqU1EX9pI/SJtxSE='],
  ])('agrees with HubSpot on %s', (_what, body, expected) => {
    expect(signV3(SECRET, 'POST', URL, body, at)).toBe(expected);
  });

  it('decodes the twelve listed escapes in either case, and no others', () => {
    const escaped = signV3(SECRET, 'GET', 'https://a.co/p?x=%3a%2F%3F%40%21%24%27%28%29%2A%2C%3B%20%25', '', at);
    const plain = signV3(SECRET, 'GET', "https://a.co/p?x=:/?@!$'()*,;%20%25", '', at);
    const all = signV3(SECRET, 'GET', "https://a.co/p?x=:/?@!$'()*,; %", '', at);

    expect(escaped).toBe(plain);
    expect(escaped).not.toBe(all);
  });
});
