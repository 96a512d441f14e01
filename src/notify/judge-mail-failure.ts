import type { Sent } from '../app/announcements/delivery.js';

/** Failures without an answer of the server that will be the same again. @source nodemailer, error codes */
const HOPELESS: ReadonlySet<unknown> = new Set(['EENVELOPE', 'EMESSAGE', 'ENOAUTH']);

/**
 * What nodemailer's error means for the mail. Its own words quote the server and the people: only its codes are looked at.
 *
 * @param whole the text was sent to its end, so that the server may have taken it
 */
export function judgeMailFailure(error: unknown, whole: boolean): Sent {
  const { code, responseCode } = codesOf(error);
  if (responseCode >= 500) {
    const check = code === 'EAUTH' ? ': check SMTP_URL' : '';
    return { kind: 'refused', because: `the mail server answered ${responseCode}${check}` };
  }
  if (responseCode >= 400) return { kind: 'later', because: `the mail server answered ${responseCode}` };
  if (whole) return { kind: 'uncertain', because: 'the mail server did not answer: it may have arrived' };
  if (HOPELESS.has(code)) return { kind: 'refused', because: `the mail cannot be sent (${String(code)})` };
  return { kind: 'later', because: 'the mail server cannot be reached' };
}

function codesOf(error: unknown): { readonly code: unknown; readonly responseCode: number } {
  const read = (key: string): unknown => (error instanceof Error ? Reflect.get(error, key) : undefined);
  return { code: read('code'), responseCode: Number(read('responseCode') ?? 0) };
}
