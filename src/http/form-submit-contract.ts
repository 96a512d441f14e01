import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { AppError } from '../app/errors.js';
import type { Submission } from '../app/forms/form.js';
import { checkJson, parseJson } from './parse-json.js';

/** @source RELIABILITY, input limits: 64 KiB, 200 fields, 60 a minute per address and form */
export const SUBMIT_LIMITS = { bodyBytes: 64 * 1024, fields: 200, perMinute: 60 } as const;
/** The longest value is the body; the depth is that of consent options. */
const JSON_LIMITS = { depth: 8, stringBytes: SUBMIT_LIMITS.bodyBytes } as const;

const CONTACT = '0-1';
const Field = z.object({
  objectTypeId: z.literal(CONTACT).optional(),
  name: z.string().min(1).max(256),
  value: z.union([z.string(), z.number(), z.boolean()]).transform(String),
});
const text = z.string().max(2_048).exactOptional();

/** What a page posts, in the shape HubSpot's own endpoint takes: a page that has it needs another address, no other code. */
const SubmissionBody = z.object({
  fields: z.array(Field).min(1).max(SUBMIT_LIMITS.fields),
  context: z.object({ hutk: text, pageUri: text, pageName: text }).exactOptional(),
  legalConsentOptions: z.record(z.string(), z.json()).exactOptional(),
});

const wrong = (): AppError =>
  new AppError('INVALID_INPUT', `Send 1 to ${SUBMIT_LIMITS.fields} fields of a contact, each with name and value.`);

/** A field that was sent several times has several values, as boxes that are ticked. */
function joined(fields: Submission['fields']): Submission['fields'] {
  const values = new Map<string, string[]>();
  for (const { name, value } of fields) values.set(name, [...(values.get(name) ?? []), value]);
  return [...values].map(([name, all]) => ({ name, value: all.join(';') }));
}

/** @throws {AppError} INVALID_INPUT */
export function submissionOfJson(bytes: Buffer): Submission {
  const body = SubmissionBody.safeParse(parseJson(bytes, JSON_LIMITS));
  if (!body.success) throw wrong();
  const { fields, ...rest } = body.data;
  return { ...rest, fields: joined(fields.map(({ name, value }) => ({ name, value }))) };
}

/** What a plain HTML form posts. @throws {AppError} INVALID_INPUT */
export function submissionOfForm(bytes: Buffer): Submission {
  if (!isUtf8(bytes)) throw new AppError('INVALID_INPUT', 'The body is not UTF-8.');
  const fields = [...new URLSearchParams(bytes.toString('utf8'))].map(([name, value]) => ({ name, value }));
  const known = z.array(Field).min(1).max(SUBMIT_LIMITS.fields).safeParse(fields);
  if (!known.success) throw wrong();
  checkJson(fields, JSON_LIMITS);
  return { fields: joined(fields) };
}
