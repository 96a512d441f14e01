import { createHash, createHmac } from 'node:crypto';

/** @source HubSpot, "Validating requests": the only escapes a v3 signature decodes, in any letter case. */
const DECODED: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

/**
 * `X-HubSpot-Signature` with `X-HubSpot-Signature-Version: v2`.
 *
 * @param url  full address as requested: scheme, host, path, query
 * @param body exactly as sent; no body is the empty string
 * @returns 64 hex digits
 */
export function signV2(secret: string, method: string, url: string, body: string): string {
  return createHash('sha256')
    .update(secret + method + url + body)
    .digest('hex');
}

/**
 * `X-HubSpot-Signature-v3`.
 *
 * @param timestamp epoch milliseconds, sent as `X-HubSpot-Request-Timestamp`
 * @returns base64
 */
export function signV3(secret: string, method: string, url: string, body: string, timestamp: number): string {
  const decoded = url.replace(/%[0-9a-f]{2}/gi, (escape) => DECODED[escape.toUpperCase()] ?? escape);
  return createHmac('sha256', secret)
    .update(method + decoded + body + String(timestamp))
    .digest('base64');
}
