import { AppError, isAppError } from '../app/errors.js';
import type { Admit, Call } from './call.js';
import { Batch, CrmRecord } from './wire.js';

export interface FindOrder {
  readonly portalId: number;
  /** Trimmed and in small letters, each once. */
  readonly emails: readonly string[];
  readonly admit: Admit;
}

/** E-mail → contact id. `undefined`: nobody has it. */
type Found = Map<string, string | undefined | AppError>;

const EMAIL = 'email';
/** Other addresses of the same person, separated by `;`. */
const OTHERS = 'hs_additional_emails';

/**
 * Finds contacts by address: up to 100 in one batch read with `idProperty`, which is exact and as fresh as the contact,
 * where the search is neither. Whoever is found by another address of his comes back under his primary one; where HubSpot
 * does not show which address that was, the rest are asked one by one.
 */
export function createFindByEmail(call: Call) {
  async function ask({ portalId, admit }: FindOrder, emails: readonly string[]): Promise<Batch> {
    const body = {
      properties: [EMAIL, OTHERS],
      propertiesWithHistory: [],
      idProperty: EMAIL,
      inputs: emails.map((id) => ({ id })),
    };
    return call({ portalId, operation: 'contacts.read', body, answer: Batch, admit });
  }

  async function askAlone(order: FindOrder, email: string): Promise<string | undefined | AppError> {
    try {
      const { results } = await ask(order, [email]);
      return idOf(results[0]);
    } catch (error) {
      if (isAppError(error)) return error;
      throw error;
    }
  }

  /** One address HubSpot cannot read makes it refuse them all: then each speaks for itself. */
  async function askAll(order: FindOrder): Promise<Batch> {
    try {
      return await ask(order, order.emails);
    } catch (error) {
      if (!isAppError(error, 'HUBSPOT_REJECTED') || order.emails.length === 1) throw error;
      return { results: [] };
    }
  }

  return async function findByEmail(order: FindOrder): Promise<Found> {
    const { results, errors = [] } = await askAll(order);
    const missing = errors.flatMap(({ category, context }) =>
      category === 'OBJECT_NOT_FOUND' ? (context?.ids ?? []) : [],
    );
    const found: Found = new Map(missing.map((email) => [email.trim().toLowerCase(), undefined]));
    for (const row of results) for (const [email, id] of addressesOf(row)) found.set(email, id);
    for (const email of order.emails) if (!found.has(email)) found.set(email, await askAlone(order, email));
    return found;
  };
}

function idOf(row: unknown): string | undefined | AppError {
  if (row === undefined) return undefined;
  const record = CrmRecord.safeParse(row);
  return record.success ? record.data.id : new AppError('HUBSPOT_UNREADABLE', 'HubSpot sent a contact we cannot read');
}

function addressesOf(row: unknown): readonly (readonly [email: string, id: string])[] {
  const record = CrmRecord.safeParse(row);
  if (!record.success) return [];
  const { id, properties } = record.data;
  const addresses = [properties[EMAIL] ?? '', ...(properties[OTHERS] ?? '').split(';')];
  return addresses.flatMap((address) => {
    const email = address.trim().toLowerCase();
    return email === '' ? [] : [[email, id] as const];
  });
}
