import { AppError } from '../app/errors.js';
import type { Failpoint, Written } from '../app/ports.js';
import type { Admit, Call } from './call.js';
import { rejectedRow } from './errors.js';
import { sendInGroups, type Row } from './send-in-groups.js';
import { Batch, Identified } from './wire.js';

export interface WriteOrder {
  readonly portalId: number;
  /** Up to 100, each id once. */
  readonly rows: readonly Row[];
  readonly admit: Admit;
}

type Answers = Map<string, Written>;

const traceOf = (index: number): string => `row-${index}`;
const failed = (error: AppError): Written => ({ ok: false, error });

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

  return (order: WriteOrder): Promise<ReadonlyMap<string, Written>> =>
    sendInGroups(order.rows, { send: (rows) => send({ ...order, rows }), fail: failed });
}

export type WriteContacts = ReturnType<typeof createWriteContacts>;

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
