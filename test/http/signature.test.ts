import { createHash, createHmac } from 'node:crypto';
import { verifySignature, type SignedRequest } from '../../src/http/signature.js';

const SECRET = 'f6e94c08-85d0-4608-bcc6-e1850176e7b8';
const URL = 'https://www.hubspot.com/webhook';
const SIGNED_AT = 1_632_188_626_483;
/** HubSpot's published value for POST URL `REQUEST_BODY`. */
const V3 = 'jf872r5vscVcxCiDRHA4rGrqe/8BPLNVkdJSHdMnGTU=';
const V2 = '57bb01a6e6ac92919b5e715d68f40265328701bbf1cf3fd73772887069945766';

function request(headers: SignedRequest['headers'], given: Partial<SignedRequest> = {}): SignedRequest {
  return {
    method: 'POST',
    url: URL,
    body: Buffer.from('REQUEST_BODY'),
    headers,
    now: SIGNED_AT,
    secret: SECRET,
    allow: {},
    ...given,
  };
}

function v3(signature: string | string[], timestamp: string | string[] = String(SIGNED_AT)) {
  return { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp };
}

function v2(signature: string | string[], version = 'v2') {
  return { 'x-hubspot-signature': signature, 'x-hubspot-signature-version': version };
}

function signV3(url: string): string {
  return createHmac('sha256', SECRET).update(`POST${url}REQUEST_BODY${SIGNED_AT}`).digest('base64');
}

describe('verifySignature', () => {
  it.each([
    ['v3', v3(V3), {}, 'v3'],
    ['v3 over an empty body', v3('csXgk7UbrE9F8ZmMvbpuKBxqIvTSqU1EX9pI/SJtxSE='), { body: Buffer.alloc(0) }, 'v3'],
    ['v2', v2(V2), { allow: { v2: true } }, 'v2'],
    [
      'v2 over an empty body',
      v2('befaef2b7354f11bf651f6468e8b5cf6bd449048deaf057f712980afb2a682f5'),
      { body: Buffer.alloc(0), allow: { v2: true } },
      'v2',
    ],
    [
      "v2 of HubSpot's guide",
      v2('9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900'),
      {
        url: 'https://www.example.com/webhook_uri',
        body: Buffer.from('{"example_field":"example_value"}'),
        secret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy',
        allow: { v2: true },
      },
      'v2',
    ],
  ])('accepts the published vector of %s', (_name, headers, given, version) => {
    expect(verifySignature(request(headers, given))).toEqual({ ok: true, version });
  });

  it.each([
    ['without a version header', undefined],
    ['with the version header v1', 'v1'],
  ])('accepts v1 %s where the route allows it', (_name, version) => {
    const signature = createHash('sha256').update(`${SECRET}REQUEST_BODY`).digest('hex');
    const headers = {
      'x-hubspot-signature': signature,
      ...(version === undefined ? {} : { 'x-hubspot-signature-version': version }),
    };

    expect(verifySignature(request(headers, { allow: { v1: true } }))).toEqual({ ok: true, version: 'v1' });
    expect(verifySignature(request(headers, { allow: { v2: true } }))).toEqual({ ok: false, reason: 'not-allowed' });
  });

  it.each([
    ['five minutes late', 300_000],
    ['five minutes early', -300_000],
  ])('accepts a request that is %s', (_name, skew) => {
    expect(verifySignature(request(v3(V3), { now: SIGNED_AT + skew })).ok).toBe(true);
  });

  it.each([
    ['too late by a millisecond', v3(V3), { now: SIGNED_AT + 300_001 }, 'stale'],
    ['too early by a millisecond', v3(V3), { now: SIGNED_AT - 300_001 }, 'stale'],
    ['without any signature', {}, {}, 'missing'],
    ['with a timestamp only', { 'x-hubspot-request-timestamp': String(SIGNED_AT) }, {}, 'missing'],
    ['without a timestamp', { 'x-hubspot-signature-v3': V3 }, {}, 'malformed'],
    ['with an empty timestamp', v3(V3, ''), {}, 'malformed'],
    ['with a timestamp in seconds', v3(V3, '1632188626'), {}, 'malformed'],
    ['with a timestamp of 14 digits', v3(V3, '16321886264830'), {}, 'malformed'],
    ['with a signed timestamp', v3(V3, '+632188626483'), {}, 'malformed'],
    ['with a fraction in the timestamp', v3(V3, '163218862648.3'), {}, 'malformed'],
    ['with blanks around the timestamp', v3(V3, ` ${SIGNED_AT}`), {}, 'malformed'],
    ['with a line break after the timestamp', v3(V3, `${SIGNED_AT}\n`), {}, 'malformed'],
    ['with a timestamp that is no number', v3(V3, 'NaN'), {}, 'malformed'],
    ['with other digits in the timestamp', v3(V3, '１６３２１８８６２６４８３'), {}, 'malformed'],
    ['with a repeated timestamp', v3(V3, [String(SIGNED_AT), String(SIGNED_AT)]), {}, 'malformed'],
    ['with a joined timestamp', v3(V3, `${SIGNED_AT}, ${SIGNED_AT}`), {}, 'malformed'],
    ['with an empty signature', v3(''), {}, 'malformed'],
    ['with a short signature', v3('jf872r5vscVcxCiDRHA4rGrqe'), {}, 'malformed'],
    ['with a longer signature', v3(`${V3}AAAA`), {}, 'malformed'],
    ['with base64url letters', v3(V3.replaceAll('/', '_')), {}, 'malformed'],
    ['with a repeated signature', v3([V3, V3]), {}, 'malformed'],
    ['with a joined signature', v3(`${V3}, ${V3}`), {}, 'malformed'],
    ['with a hex digest in v3', v3(V2), {}, 'malformed'],
    ['with another signature', v3('AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='), {}, 'mismatch'],
    ['with another body', v3(V3), { body: Buffer.from('REQUEST_BODY ') }, 'mismatch'],
    ['with another method', v3(V3), { method: 'PUT' }, 'mismatch'],
    ['with another path', v3(V3), { url: `${URL}/` }, 'mismatch'],
    ['with another host', v3(V3), { url: 'https://www.hubspot.org/webhook' }, 'mismatch'],
    ['with another secret', v3(V3), { secret: 'another' }, 'mismatch'],
    ['when we have no secret', v3(V3), { secret: undefined }, 'no-secret'],
    ['when our secret is empty', v3(V3), { secret: '' }, 'no-secret'],
    ['with v2 where it is not allowed', v2(V2), {}, 'not-allowed'],
    ['with v2 that says v1', v2(V2, 'v1'), { allow: { v2: true } }, 'not-allowed'],
    ['with a version we do not know', v2(V2, 'v9'), { allow: { v1: true, v2: true } }, 'malformed'],
    ['with a repeated version', v2(V2, 'v2, v2'), { allow: { v2: true } }, 'malformed'],
    ['with a repeated v2 signature', v2([V2, V2]), { allow: { v2: true } }, 'malformed'],
    ['with a joined v2 signature', v2(`${V2}, ${V2}`), { allow: { v2: true } }, 'malformed'],
    ['with a short v2 signature', v2(V2.slice(2)), { allow: { v2: true } }, 'malformed'],
    ['with another v2 signature', v2('0'.repeat(64)), { allow: { v2: true } }, 'mismatch'],
    ['with v2 over another body', v2(V2), { body: Buffer.from('x'), allow: { v2: true } }, 'mismatch'],
    ['with a v1 digest sent as v2', v2(hexV1()), { allow: { v1: true, v2: true } }, 'mismatch'],
    ['with a good v2 beside a bad v3', { ...v3(V3.replace('j', 'k')), ...v2(V2) }, { allow: { v2: true } }, 'mismatch'],
    ['with a good v2 beside an empty v3', { ...v3(''), ...v2(V2) }, { allow: { v2: true } }, 'malformed'],
    ['with a good v2 beside a stale v3', { ...v3(V3, '1632188000000'), ...v2(V2) }, { allow: { v2: true } }, 'stale'],
  ])('refuses a request %s', (_name, headers, given, reason) => {
    // A row may leave the secret out on purpose, which an optional property cannot say.
    const { secret, ...rest } = { secret: SECRET as string | undefined, ...given };

    expect(verifySignature({ ...request(headers, rest), secret })).toEqual({ ok: false, reason });
  });

  it('signs where the body ends: a digit moved from body to timestamp does not pass', () => {
    const headers = v3(
      createHmac('sha256', SECRET).update(`POST${URL}BODY1${SIGNED_AT}`).digest('base64'),
      `1${SIGNED_AT}`,
    );

    expect(verifySignature(request(headers, { body: Buffer.from('BODY') }))).toEqual({
      ok: false,
      reason: 'malformed',
    });
  });

  it.each([
    ['%3A', ':'],
    ['%2F', '/'],
    ['%3F', '?'],
    ['%40', '@'],
    ['%21', '!'],
    ['%24', '$'],
    ['%27', "'"],
    ['%28', '('],
    ['%29', ')'],
    ['%2A', '*'],
    ['%2C', ','],
    ['%3B', ';'],
    ['%3b', ';'],
    ['%3a%2f%2F', '://'],
  ])('takes %s in a v3 URL as sent and as %s', (escape, letter) => {
    const url = `${URL}?q=a${escape}b`;

    expect(verifySignature(request(v3(signV3(url)), { url })).ok).toBe(true);
    expect(verifySignature(request(v3(signV3(`${URL}?q=a${letter}b`)), { url })).ok).toBe(true);
  });

  it.each([
    ['%20', ' '],
    ['%26', '&'],
    ['%3D', '='],
    ['%41', 'A'],
    ['%253A', '%3A'],
    ['%253A', ':'],
  ])('does not take %s for %j', (escape, letter) => {
    expect(verifySignature(request(v3(signV3(`${URL}?q=${letter}`)), { url: `${URL}?q=${escape}` })).ok).toBe(false);
  });

  it('does not decode the URL for v2', () => {
    const digest = (url: string) => createHash('sha256').update(`${SECRET}POST${url}REQUEST_BODY`).digest('hex');
    const given = { url: `${URL}?q=a%3Ab`, allow: { v2: true } };

    expect(verifySignature(request(v2(digest(`${URL}?q=a%3Ab`)), given)).ok).toBe(true);
    expect(verifySignature(request(v2(digest(`${URL}?q=a:b`)), given)).ok).toBe(false);
  });

  it('signs the bytes as received, whether or not they are text', () => {
    const body = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
    const hmac = createHmac('sha256', SECRET).update(`POST${URL}`).update(body).update(String(SIGNED_AT));

    expect(verifySignature(request(v3(hmac.digest('base64')), { body })).ok).toBe(true);
  });
});

function hexV1(): string {
  return createHash('sha256').update(`${SECRET}REQUEST_BODY`).digest('hex');
}
