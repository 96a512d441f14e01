import { AppError, isAppError } from '../app/errors.js';
import type { Admit, Call } from './call.js';
import { rejectedRow } from './errors.js';
import { Batch, CrmRecord, Identified } from './wire.js';

/** Property → value. `undefined`: no such contact. */
export type Values = Readonly<Record<string, string | null>> | undefined;

export interface ReadOrder {
  readonly portalId: number;
  readonly properties: readonly string[];
  readonly ids: readonly string[];
  readonly admit: Admit;
}

type Answers = Map<string, Values | AppError>;

/**
 * Reads up to 100 contacts in one call, and asks once more for those HubSpot neither returned nor named as missing.
 *
 * @returns every id asked for: its values, `undefined` when there is no such contact, or why it could not be read. A
 *   record that comes back under another id (merged) is not taken for the one asked for
 */
export function createReadContacts(call: Call) {
  async function readOnce({ portalId, properties, ids, admit }: ReadOrder): Promise<Answers> {
    const body = { properties, propertiesWithHistory: [], inputs: ids.map((id) => ({ id })) };
    return answersOf(await call({ portalId, operation: 'contacts.read', body, answer: Batch, admit }));
  }

  /** The others have their answers already: a failure here is only about these. */
  async function readAgain(order: ReadOrder): Promise<Answers> {
    const answers = await readOnce(order).catch((error: unknown): Answers => {
      if (isAppError(error)) return new Map(order.ids.map((id) => [id, error]));
      throw error;
    });
    return answers;
  }

  return async function readContacts(order: ReadOrder): Promise<ReadonlyMap<string, Values | AppError>> {
    const first = await readOnce(order);
    const left = order.ids.filter((id) => !first.has(id));
    const again = left.length > 0 ? await readAgain({ ...order, ids: left }) : first;
    return new Map(order.ids.map((id) => [id, first.has(id) ? first.get(id) : again.get(id)]));
  };
}

export type ReadContacts = ReturnType<typeof createReadContacts>;

/** Rows come in any order, so everything is keyed by id. */
function answersOf({ results, errors = [] }: Batch): Answers {
  const answers: Answers = new Map();
  for (const refusal of errors) {
    const answer = refusal.category === 'OBJECT_NOT_FOUND' ? undefined : rejectedRow(refusal);
    for (const id of refusal.context?.ids ?? []) answers.set(id, answer);
  }
  for (const row of results) {
    const record = CrmRecord.safeParse(row);
    if (record.success) answers.set(record.data.id, record.data.properties);
    else rememberUnreadable(row, answers);
  }
  return answers;
}

function rememberUnreadable(row: unknown, answers: Answers): void {
  const named = Identified.safeParse(row);
  if (named.success)
    answers.set(named.data.id, new AppError('HUBSPOT_UNREADABLE', 'HubSpot sent a contact we cannot read'));
}
