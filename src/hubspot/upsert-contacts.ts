import type { z } from 'zod';

import type { AppError } from '../app/errors.js';
import type { Upserted, UpsertRow } from '../app/import/import-job.js';
import type { Failpoint } from '../app/ports.js';
import type { Admit, Call } from './call.js';
import { rejectedRow } from './errors.js';
import { sendInGroups } from './send-in-groups.js';
import { Batch, UpsertedRecord } from './wire.js';

export interface UpsertOrder {
  readonly portalId: number;
  /** Up to 100, each address once. */
  readonly rows: readonly UpsertRow[];
  readonly admit: Admit;
}

/** A row of a batch by what HubSpot calls it. */
type Row = UpsertRow & { readonly id: string };

const traceOf = (index: number): string => `row-${index}`;

/**
 * Makes or updates up to 100 contacts in one call, each told apart by a trace id. The answer is reconciled row by row: a row
 * it does not mention may or may not have been written.
 *
 * @returns every address, once
 * @throws {AppError} when nothing was written: HubSpot is busy, or takes our token no longer
 */
export function createUpsertContacts(call: Call, failpoint: Failpoint) {
  async function send({ portalId, admit }: UpsertOrder, rows: readonly Row[]): Promise<ReadonlyMap<string, Upserted>> {
    const inputs = rows.map(({ email, properties }, index) => ({
      idProperty: 'email',
      id: email,
      properties,
      objectWriteTraceId: traceOf(index),
    }));
    const batch = await call({ portalId, operation: 'contacts.upsert', body: { inputs }, answer: Batch, admit });
    failpoint('after-batch-reply');
    return reconcile(rows, batch);
  }

  return function upsertContacts(order: UpsertOrder): Promise<ReadonlyMap<string, Upserted>> {
    const rows = order.rows.map((row) => ({ ...row, id: row.email }));
    return sendInGroups(rows, { send: (group) => send(order, group), fail: answerFor });
  };
}

/** What a whole call that failed means for each of its rows. */
function answerFor(error: AppError): Upserted {
  if (error.code === 'HUBSPOT_REJECTED') return { kind: 'refused', because: error.message };
  if (error.code === 'HUBSPOT_UNCERTAIN' || error.code === 'HUBSPOT_UNREADABLE') return { kind: 'unknown' };
  throw error;
}

/**
 * @source HubSpot: results come in any order, and show what was written: a known contact is told by its id, a new one by
 *   its address
 */
function reconcile(rows: readonly Row[], { results, errors = [] }: Batch): ReadonlyMap<string, Upserted> {
  const refused = new Map<string, string>();
  for (const refusal of errors)
    for (const trace of refusal.context?.objectWriteTraceId ?? []) refused.set(trace, rejectedRow(refusal).message);
  const records = results.flatMap((row) => UpsertedRecord.safeParse(row).data ?? []);
  const byId = new Map(records.map((record) => [record.id, record]));
  const byEmail = new Map(records.map((record) => [record.properties['email']?.toLowerCase(), record]));
  return new Map(
    rows.map(({ email, contactId }, index) => {
      const because = refused.get(traceOf(index));
      const record = contactId === undefined ? byEmail.get(email) : (byId.get(contactId) ?? byEmail.get(email));
      return [email, because === undefined ? answerOf(record) : { kind: 'refused', because }];
    }),
  );
}

function answerOf(record: z.infer<typeof UpsertedRecord> | undefined): Upserted {
  if (!record) return { kind: 'unknown' };
  const stage = record.properties['lifecyclestage'] ?? undefined;
  return { kind: 'written', id: record.id, created: record.new === true, stage };
}
