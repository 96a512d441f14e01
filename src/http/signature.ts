import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface SignedRequest {
  /** As received, upper case. */
  readonly method: string;
  /** Public base + raw path and query: never built from `Host` or `X-Forwarded-*`. */
  readonly url: string;
  /** The bytes as received. */
  readonly body: Buffer;
  /** Lower-case names; a repeated header arrives as one joined string or as an array, and is refused either way. */
  readonly headers: IncomingHttpHeaders;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The app's client secret. Empty or absent: nothing can be proven. */
  readonly secret: string | undefined;
  /** Older versions this route takes when there is no v3 header. */
  readonly allow: { readonly v1?: boolean; readonly v2?: boolean };
}

type Version = 'v1' | 'v2' | 'v3';
/** For counting only: whoever asked hears the same whatever the reason. */
export type Doubt = 'no-secret' | 'missing' | 'malformed' | 'stale' | 'not-allowed' | 'mismatch';
export type Proof = { readonly ok: true; readonly version: Version } | { readonly ok: false; readonly reason: Doubt };

/** @source HubSpot, "Validating requests": a timestamp more than five minutes from now, on either side, is refused. */
const MAX_SKEW_MS = 300_000;

/** @source HubSpot, "Validating requests": the escapes that v3 decodes before signing, and no others. */
const V3_DECODES: ReadonlyMap<string, string> = new Map([
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
]);

/**
 * Was this request signed by HubSpot for us? A v3 header decides alone when it is there; v2 and v1 count only where the
 * route allows them. Never throws.
 *
 * @source HubSpot, "Validating requests from HubSpot": v1 = hex SHA-256 of secret + body · v2 = hex SHA-256 of secret +
 *   method + URL + body · v3 = base64 HMAC-SHA-256 of method + URL + body + timestamp
 */
export function verifySignature(request: SignedRequest): Proof {
  const { headers, secret } = request;
  if (secret === undefined || secret === '') return doubt('no-secret');
  const v3 = headers['x-hubspot-signature-v3'];
  if (v3 !== undefined) return verifyV3(request, secret, v3);
  const older = headers['x-hubspot-signature'];
  if (older === undefined) return doubt('missing');
  return verifyOlder(request, secret, older);
}

function verifyV3(request: SignedRequest, secret: string, given: string | string[]): Proof {
  const timestamp = request.headers['x-hubspot-request-timestamp'];
  // Fields are signed without separators: only a timestamp of fixed length proves where the body ends.
  if (typeof timestamp !== 'string' || !/^\d{13}$/.test(timestamp)) return doubt('malformed');
  if (typeof given !== 'string' || !/^[A-Za-z0-9+/]{43}=$/.test(given)) return doubt('malformed');
  if (Math.abs(request.now - Number(timestamp)) > MAX_SKEW_MS) return doubt('stale');
  const signature = Buffer.from(given, 'base64');
  const signs = (url: string): boolean => {
    const hmac = createHmac('sha256', secret).update(request.method + url);
    return timingSafeEqual(hmac.update(request.body).update(timestamp).digest(), signature);
  };
  const decoded = decodeForV3(request.url);
  const genuine = signs(request.url) || (decoded !== request.url && signs(decoded));
  return genuine ? { ok: true, version: 'v3' } : doubt('mismatch');
}

function verifyOlder(request: SignedRequest, secret: string, given: string | string[]): Proof {
  const version = request.headers['x-hubspot-signature-version'] ?? 'v1';
  if (version !== 'v1' && version !== 'v2') return doubt('malformed');
  if (request.allow[version] !== true) return doubt('not-allowed');
  if (typeof given !== 'string' || !/^[0-9a-f]{64}$/.test(given)) return doubt('malformed');
  const signed = version === 'v2' ? secret + request.method + request.url : secret;
  const digest = createHash('sha256').update(signed).update(request.body).digest();
  return timingSafeEqual(digest, Buffer.from(given, 'hex')) ? { ok: true, version } : doubt('mismatch');
}

function decodeForV3(url: string): string {
  return url.replace(/%[0-9a-f]{2}/gi, (escape) => V3_DECODES.get(escape.toUpperCase()) ?? escape);
}

function doubt(reason: Doubt): Proof {
  return { ok: false, reason };
}
