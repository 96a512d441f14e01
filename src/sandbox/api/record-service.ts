import { plainType, targetOf } from '../portal/associations.js';
import { problemsOf, valuesRefused, type Problem } from './check-values.js';
import { iso } from '../portal/lifecycle.js';
import type { ObjectType } from '../portal/object-properties.js';
import type { Portal, WriteHow } from '../portal/portal.js';
import type { RecordTable, StoredRecord } from '../portal/record-table.js';
import { invalid, type Refusal } from './reply.js';
import { storedValue } from '../portal/stored-value.js';

export type Values = Readonly<Record<string, string>>;

/** A link asked for together with a new record. */
export interface WantedLink {
  readonly toId: string;
  readonly typeIds: readonly number[];
}

/** One object type of one portal, with HubSpot's refusals. Nothing is written by `check*`. */
export interface RecordService {
  readonly type: ObjectType;
  readonly table: RecordTable;
  readonly portal: Portal;
  find(id: string, idProperty: string | undefined): StoredRecord | undefined;
  checkCreate(values: Values, links: readonly WantedLink[]): Refusal | undefined;
  checkUpdate(record: StoredRecord, values: Values): Refusal | undefined;
  insert(values: Values, links: readonly WantedLink[], how: WriteHow): StoredRecord;
  write(record: StoredRecord, values: Values, how: WriteHow): void;
  remove(record: StoredRecord, how: WriteHow): void;
}

/** Of which at least one must be there on creation; tasks and notes need all of theirs. */
const NEEDED: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: ['email', 'firstname', 'lastname'],
  companies: ['name', 'domain'],
  deals: [],
  notes: ['hs_timestamp'],
  tasks: ['hs_timestamp'],
};

/** HubSpot's word for one record of the type, as its messages have it. */
export const SINGULAR: Readonly<Record<ObjectType, string>> = {
  contacts: 'CONTACT',
  companies: 'COMPANY',
  deals: 'DEAL',
  notes: 'NOTE',
  tasks: 'TASK',
};

/** @param type which of the portal's tables */
export function createRecordService(portal: Portal, type: ObjectType): RecordService {
  const table = portal.tables[type];

  function write(record: StoredRecord, values: Values, how: WriteHow): void {
    if (type === 'contacts') portal.writeContact(record, values, how);
    else writePlain(table, { record, values, how, at: how.at ?? portal.now() });
  }

  function insert(values: Values, links: readonly WantedLink[], how: WriteHow): StoredRecord {
    const record =
      type === 'contacts' ? portal.insertContact(values, how) : insertPlain(portal, table, { values, how });
    for (const { toId, typeIds } of links) {
      const to = targetOf(type, typeIds[0] ?? 0);
      if (to) portal.associations.link({ type, id: record.id }, { type: to, id: toId }, typeIds);
    }
    return record;
  }

  function remove(record: StoredRecord, how: WriteHow): void {
    table.archive(record);
    portal.associations.forget({ type, id: record.id });
    if (type === 'contacts') portal.emit({ kind: 'deletion', contactId: record.id, writer: how.writer });
  }

  return {
    type,
    table,
    portal,
    find: (id, idProperty) =>
      idProperty === undefined || idProperty === 'hs_object_id'
        ? (table.get(id) ?? table.find('hs_merged_object_ids', id))
        : table.find(idProperty, id),
    checkCreate: (values, links) =>
      needed(type, values) ?? checkValues(portal, type, { values }) ?? checkLinks(portal, type, links),
    checkUpdate: (record, values) => checkValues(portal, type, { values, record }),
    insert,
    write,
    remove,
  };
}

function needed(type: ObjectType, values: Values): Refusal | undefined {
  const names = NEEDED[type];
  if (names.length === 0 || names.some((name) => (values[name] ?? '') !== '')) return undefined;
  return invalid(`Error creating ${SINGULAR[type]}. Some required properties were not set.`, {
    context: { properties: names },
  });
}

function checkValues(
  portal: Portal,
  type: ObjectType,
  input: { readonly values: Values; readonly record?: StoredRecord },
): Refusal | undefined {
  const { properties } = portal.tables[type];
  const problems = [...problemsOf(properties, input.values), ...unknownOwner(portal, input.values)];
  if (problems.length > 0) return valuesRefused(problems, portal.portalId);
  for (const [name, value] of Object.entries(input.values)) {
    if (!properties.isUnique(name) || value === '') continue;
    const owner = portal.tables[type].find(name, value);
    if (owner && owner !== input.record) return taken({ name, value, owner, portalId: portal.portalId });
  }
  return undefined;
}

/** A user id is not an owner id; and nobody can be given to who has left. */
function unknownOwner(portal: Portal, values: Values): Problem[] {
  const value = values['hubspot_owner_id'] ?? '';
  if (value === '' || portal.owners.some(({ id, archived }) => id === value && !archived)) return [];
  const message = `${value} is not a valid owner id`;
  return [{ name: 'hubspot_owner_id', value, code: 'INVALID_OWNER_ID', message }];
}

function taken(clash: { name: string; value: string; owner: StoredRecord; portalId: number }): Refusal {
  const { name, value, owner, portalId } = clash;
  if (name === 'email') {
    return { status: 409, message: `Contact already exists. Existing ID: ${owner.id}`, category: 'CONFLICT' };
  }
  const message = `${owner.id} already has that value.`;
  return valuesRefused([{ name, value, message, code: 'CONFLICTING_UNIQUE_VALUE' }], portalId);
}

function checkLinks(portal: Portal, type: ObjectType, links: readonly WantedLink[]): Refusal | undefined {
  for (const { toId, typeIds } of links) {
    const to = targetOf(type, typeIds[0] ?? 0);
    if (!to || plainType(type, to) === undefined) {
      return invalid(`Association type ${String(typeIds[0])} is invalid from object type ${type}`);
    }
    if (!portal.tables[to].get(toId)) return badLink(to, toId);
  }
  return undefined;
}

/** @source recorded: an inline association to a record that is not there */
export function badLink(type: ObjectType, id: string): Refusal {
  return invalid('One or more associations are invalid', {
    context: {
      INVALID_OBJECT_IDS: [`${SINGULAR[type]}=${id} is not valid`],
      objectId: [id],
      objectType: [SINGULAR[type]],
    },
  });
}

function insertPlain(portal: Portal, table: RecordTable, input: { values: Values; how: WriteHow }): StoredRecord {
  const at = input.how.at ?? portal.now();
  const { writer } = input.how;
  const record = table.insert(portal.nextId(), at, writer);
  const born = {
    hs_object_id: record.id,
    createdate: iso(at),
    hs_createdate: iso(at),
    hs_object_source: writer.sourceType,
  };
  for (const [name, value] of Object.entries(born)) {
    if (table.properties.has(name)) table.put(record, { name, value, at, writer });
  }
  writePlain(table, { record, values: input.values, how: input.how, at });
  return record;
}

interface PlainWrite {
  readonly record: StoredRecord;
  readonly values: Values;
  readonly how: WriteHow;
  readonly at: number;
}

function writePlain(table: RecordTable, { record, values, how, at }: PlainWrite): void {
  for (const [name, given] of Object.entries(values)) {
    const value = storedValue(table.properties.get(name), given, record.values[name] ?? '');
    table.put(record, { name, value, at, writer: how.writer });
  }
  record.updatedAt = at;
  table.put(record, { name: 'hs_lastmodifieddate', value: iso(at), at, writer: how.writer });
}
