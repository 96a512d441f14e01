import type { z } from 'zod';

import type { Field } from '../app/import/field-value.js';
import type { FoundPerson, People } from '../app/import/import-job.js';
import type { Failpoint } from '../app/ports.js';
import type { Admit, Call } from './call.js';
import type { Pace } from './pace.js';
import { createUpsertContacts } from './upsert-contacts.js';
import { Batch, CrmRecord, FieldList, MemberList } from './wire.js';

export interface PeopleDeps {
  readonly call: Call;
  readonly pace: Pace;
  readonly failpoint: Failpoint;
}

type FindOrder = Parameters<People['find']>[0];
type Found = Map<string, FoundPerson>;

/** @source HubSpot lists API: 250 members a page at most */
const PAGE = '250';

/** Many people at a time, never ahead of somebody who waits for an answer. */
export function createPeople({ call, pace, failpoint }: PeopleDeps): People {
  const upsertContacts = createUpsertContacts(call, failpoint);

  async function findOnce(order: FindOrder, keys: readonly string[], admit: Admit) {
    const { portalId, by, properties } = order;
    const body = {
      properties: [...properties],
      propertiesWithHistory: [],
      inputs: keys.map((id) => ({ id })),
      ...(by === 'email' ? { idProperty: 'email' } : {}),
    };
    const batch = await call({ portalId, operation: 'contacts.read', body, answer: Batch, admit });
    const records = batch.results.flatMap((row) => CrmRecord.safeParse(row).data ?? []);
    const missing = new Set((batch.errors ?? []).flatMap(({ context }) => context?.ids ?? []));
    return { records, missing };
  }

  /** Whom a batch neither returned nor named as missing is asked for alone: then the record that comes back is his. */
  async function findAlone(order: FindOrder, key: string, admit: Admit): Promise<FoundPerson | undefined> {
    const { records } = await findOnce(order, [key], admit);
    const [person] = records;
    return order.by === 'id' && person?.id !== key ? undefined : person;
  }

  async function find(order: FindOrder, admit: Admit): Promise<Found> {
    const { records, missing } = await findOnce(order, order.keys, admit);
    const known: Found = new Map(records.flatMap((record) => keysOf(record, order.by).map((key) => [key, record])));
    const found: Found = new Map();
    for (const key of order.keys) {
      const person = known.get(key) ?? (missing.has(key) ? undefined : await findAlone(order, key, admit));
      if (person) found.set(key, person);
    }
    return found;
  }

  async function* members(portalId: number, listId: string): AsyncGenerator<readonly string[]> {
    let after: string | undefined;
    do {
      const query = { limit: PAGE, ...(after === undefined ? {} : { after }) };
      const params = { listId };
      const page = await pace(portalId, 'later', (admit) =>
        call({ portalId, operation: 'lists.members', params, query, answer: MemberList, admit }),
      );
      yield page.results.map(({ recordId }) => recordId);
      after = page.paging?.next?.after;
    } while (after !== undefined);
  }

  return {
    find: (order) =>
      order.keys.length === 0
        ? Promise.resolve(new Map())
        : pace(order.portalId, 'later', (admit) => find(order, admit)),
    upsert: (order) => pace(order.portalId, 'later', (admit) => upsertContacts({ ...order, admit })),
    fields: (portalId) =>
      pace(portalId, 'later', async (admit) => {
        const answer = await call({ portalId, operation: 'contacts.properties', answer: FieldList, admit });
        return new Map(answer.results.map((property) => [property.name, fieldOf(property)]));
      }),
    members,
  };
}

/** Everything a contact is found by: its id, or each of its addresses. @source HubSpot: `hs_additional_emails`, `a;b` */
function keysOf({ id, properties }: FoundPerson, by: 'email' | 'id'): string[] {
  if (by === 'id') return [id];
  const addresses = [properties['email'], ...(properties['hs_additional_emails'] ?? '').split(';')];
  return addresses.flatMap((address) => address?.trim().toLowerCase() || []);
}

function fieldOf(property: z.infer<typeof FieldList>['results'][number]): Field {
  const { name, type, fieldType, calculated, options, modificationMetadata } = property;
  return {
    name,
    type,
    several: type === 'enumeration' && fieldType === 'checkbox',
    readOnly: calculated === true || modificationMetadata?.readOnlyValue === true,
    options: options.map(({ value, label }) => ({ value, label: label ?? value })),
  };
}
