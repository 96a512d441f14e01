import { AppError, isAppError } from '../app/errors.js';
import type { Failpoint, Written } from '../app/ports.js';
import type { Admit, Call } from './call.js';
import { codesOf, propertiesOf, rejectedRow } from './errors.js';
import { Batch, Identified } from './wire.js';

export interface Row {
  readonly id: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface WriteOrder {
  readonly portalId: number;
  /** Up to 100, each id once. */
  readonly rows: readonly Row[];
  readonly admit: Admit;
}

type Answers = Map<string, Written>;

/** A batch that HubSpot keeps refusing as a whole is taken apart with at most this many calls. */
const MOST_CALLS = 40;
/** Statuses that refuse a whole batch for the sake of a row. */
const ABOUT_A_ROW: ReadonlySet<unknown> = new Set([400, 409]);
/** Codes that are about the property, so that every row with it fares alike. */
const ABOUT_A_PROPERTY = new Set(['PROPERTY_DOESNT_EXIST', 'READ_ONLY_VALUE']);

const traceOf = (index: number): string => `row-${index}`;
const failed = (error: AppError): Written => ({ ok: false, error });
const failAll = (rows: readonly Row[], error: AppError): Answers => new Map(rows.map(({ id }) => [id, failed(error)]));

/**
 * Writes up to 100 contacts in one call. HubSpot's answer is reconciled row by row: a row it does not mention may or may not
 * have been written. A batch refused as a whole is taken apart, so that one bad row never sinks the others.
 *
 * @returns every id written to, once. `ok` says that HubSpot took the row, not that the stage moved
 */
export function createWriteContacts(call: Call, failpoint: Failpoint) {
  async function send({ portalId, rows, admit }: WriteOrder): Promise<Answers> {
    const inputs = rows.map((row, index) => ({ ...row, objectWriteTraceId: traceOf(index) }));
    const batch = await call({ portalId, operation: 'contacts.update', body: { inputs }, answer: Batch, admit });
    failpoint('after-batch-reply');
    return reconcile(rows, batch);
  }

  /** One group of rows: its answers, and the smaller groups to send instead when it was refused as a whole. */
  async function tryGroup(order: WriteOrder): Promise<Split> {
    try {
      return { answers: await send(order), groups: [] };
    } catch (error) {
      if (!isAppError(error)) throw error;
      return refusedAsAWhole(error, order.rows)
        ? takeApart(order.rows, error)
        : { answers: failAll(order.rows, error), groups: [] };
    }
  }

  return async function writeContacts(order: WriteOrder): Promise<ReadonlyMap<string, Written>> {
    const answers: Answers = new Map();
    const groups: (readonly Row[])[] = [order.rows];
    for (let calls = 0, rows = groups.shift(); rows; calls += 1, rows = groups.shift()) {
      const split =
        calls < MOST_CALLS ? await tryGroup({ ...order, rows }) : { answers: failAll(rows, tooMany()), groups: [] };
      groups.push(...split.groups);
      for (const [id, written] of split.answers) answers.set(id, written);
    }
    return answers;
  };
}

export type WriteContacts = ReturnType<typeof createWriteContacts>;

interface Split {
  readonly answers: Answers;
  readonly groups: readonly (readonly Row[])[];
}

const tooMany = () =>
  new AppError('HUBSPOT_BUSY', 'Not written: the batch held too many refused rows', { retryAfterMs: 1_000 });

const refusedAsAWhole = (error: AppError, rows: readonly Row[]): boolean =>
  error.code === 'HUBSPOT_REJECTED' && rows.length > 1 && ABOUT_A_ROW.has(error.facts['status']);

/** By the property that is at fault where one is, in halves otherwise. */
function takeApart(rows: readonly Row[], error: AppError): Split {
  const codes = codesOf(error);
  const atFault = codes.length > 0 && codes.every((code) => ABOUT_A_PROPERTY.has(code)) ? propertiesOf(error) : [];
  const doomed = rows.filter((row) => atFault.some((property) => Object.hasOwn(row.properties, property)));
  if (doomed.length > 0) {
    const rest = rows.filter((row) => !doomed.includes(row));
    return { answers: failAll(doomed, error), groups: rest.length > 0 ? [rest] : [] };
  }
  const middle = Math.ceil(rows.length / 2);
  return { answers: new Map(), groups: [rows.slice(0, middle), rows.slice(middle)] };
}

/** @source HubSpot: in a 207 a failed row is named by its trace id or its record id, a written one by its record id */
function reconcile(rows: readonly Row[], { results, errors = [] }: Batch): Answers {
  const done = new Set(results.map((row) => Identified.safeParse(row).data?.id));
  const refused = new Map<string, AppError>();
  for (const refusal of errors) {
    const error = rejectedRow(refusal);
    for (const key of refusal.context?.objectWriteTraceId ?? refusal.context?.ids ?? []) refused.set(key, error);
  }
  return new Map(
    rows.map((row, index) => [row.id, answerOf(row.id, done, refused.get(traceOf(index)) ?? refused.get(row.id))]),
  );
}

function answerOf(id: string, done: ReadonlySet<string | undefined>, refusal: AppError | undefined): Written {
  if (refusal) return failed(refusal);
  if (done.has(id)) return { ok: true };
  return failed(new AppError('HUBSPOT_UNCERTAIN', 'HubSpot said nothing of this contact: read it before repeating'));
}
