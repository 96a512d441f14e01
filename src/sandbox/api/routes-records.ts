import type { Call, Handler } from './call.js';
import type { ObjectType } from '../portal/object-properties.js';
import { objectTypeOf } from '../portal/object-type.js';
import { asObject, asText, listInQuery, readWriteInput } from './read-input.js';
import type { RecordService } from './record-service.js';
import type { StoredRecord } from '../portal/record-table.js';
import { shownNames, viewRecord } from './record-view.js';
import { NO_CONTENT, NOT_FOUND, ok, refuse, invalid, type Refusal, type Reply } from './reply.js';
import { insertRecord, withType, writeRecord } from './routes-batch.js';

/** Pages of at most 100, in order of creation; `after` is the last id of the page before. */
export const listRecords: Handler = withType((call, service) => {
  const limit = Number(call.query.get('limit') ?? '10');
  if (!(limit >= 1 && limit <= 100)) return refuse(invalid('limit must be between 1 and 100'));
  const after = Number(call.query.get('after') ?? '0');
  const page: StoredRecord[] = [];
  for (const record of service.table.all()) {
    if (Number(record.id) < after) continue;
    page.push(record);
    if (page.length > limit) break;
  }
  const next = page.length > limit ? page.pop() : undefined;
  const results = page.map((record) => show(call, service, record));
  return ok({ results, ...(next ? { paging: { next: { after: next.id, link: '' } } } : {}) });
});

export const getRecord: Handler = withType((call, service) => {
  const record = byPath(call, service);
  return 'status' in record ? refuse(record) : ok(show(call, service, record));
});

function byPath(call: Call, service: RecordService): StoredRecord | Refusal {
  const id = call.params['id'] ?? '';
  const idProperty = call.query.get('idProperty') ?? undefined;
  const record = service.find(id, idProperty);
  if (record) return record;
  if (idProperty !== undefined || /^\d+$/.test(id)) return NOT_FOUND;
  const message = 'Object not found.  objectId are usually numeric.';
  return { status: 404, message, category: 'OBJECT_NOT_FOUND', context: { id: [id] } };
}

function show(call: Call, service: RecordService, record: StoredRecord): unknown {
  const names = shownNames(service.type, service.table, listInQuery(call.query, 'properties'));
  const history = (listInQuery(call.query, 'propertiesWithHistory') ?? []).filter((n) =>
    service.table.properties.has(n),
  );
  const associations = linksOf(call, service, record);
  const view = viewRecord(record, names, history);
  return Object.keys(associations).length === 0 ? view : { ...view, associations };
}

function linksOf(call: Call, service: RecordService, record: StoredRecord): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const name of listInQuery(call.query, 'associations') ?? []) {
    const to = objectTypeOf(name);
    const links = to ? call.portal.associations.from({ type: service.type, id: record.id }, to) : [];
    if (!to || links.length === 0) continue;
    const kind = `${singular(service.type)}_to_${singular(to)}`;
    found[to] = { results: links.map(({ toId }) => ({ id: toId, type: kind })) };
  }
  return found;
}

function singular(type: ObjectType): string {
  return type === 'companies' ? 'company' : type.slice(0, -1);
}

/** 201, or 409 with the id of the contact that has the e-mail. */
export const createRecord: Handler = withType((call, service) => {
  const body = asObject(call.body);
  if (body['properties'] === undefined) return refuse(notSet('properties'));
  const input = readWriteInput(body);
  const refusal = service.checkCreate(input.values, input.links);
  return refusal ? refuse(refusal) : ok(insertRecord(call, service, input), 201);
});

function notSet(name: string): Refusal {
  return invalid(`Invalid input JSON on line 1, column 1: some of required attributes are not set [${name}]`);
}

export const updateRecord: Handler = withType((call, service) => {
  const body = asObject(call.body);
  if (body['properties'] === undefined) return refuse(notSet('properties'));
  const record = byPath(call, service);
  if ('status' in record) return refuse(record);
  const input = readWriteInput(body);
  const refusal = service.checkUpdate(record, input.values);
  return refusal ? refuse(refusal) : ok(writeRecord(call, service, { record, input }));
});

/** 204, also for what is not there. */
export const deleteRecord: Handler = withType((call, service) => {
  const record = service.table.get(call.params['id'] ?? '');
  if (record) service.remove(record, { writer: call.writer });
  return NO_CONTENT;
});

/** Contacts only: nothing of the person is left, and both kinds of deletion are told. */
export const gdprDelete: Handler = withType((call, service) => {
  const body = asObject(call.body);
  const record = service.find(asText(body['objectId']) ?? '', asText(body['idProperty']));
  if (record && service.type === 'contacts') {
    service.remove(record, { writer: call.writer });
    call.portal.emit({ kind: 'privacyDeletion', contactId: record.id, writer: call.writer });
  }
  return NO_CONTENT;
});

/** The primary keeps its values and takes what it lacks; the stage furthest down the funnel stays. */
export const mergeRecords: Handler = withType((call, service): Reply => {
  const body = asObject(call.body);
  const primary = service.table.get(asText(body['primaryObjectId']) ?? '');
  const other = service.table.get(asText(body['objectIdToMerge']) ?? '');
  if (!primary || !other || primary === other) return refuse(NOT_FOUND);
  const writer = { ...call.writer, sourceType: 'MERGE_CONTACTS' };
  const values = inherited(primary, other);
  service.table.archive(other);
  service.write(primary, values, { writer });
  service.table.alias('hs_merged_object_ids', other.id, primary);
  const second = other.values['email'];
  if (second) service.table.alias('email', second, primary);
  if (service.type === 'contacts') {
    call.portal.emit({ kind: 'merge', contactId: primary.id, mergedId: other.id, writer });
  }
  return ok(viewRecord(primary, shownNames(service.type, service.table, undefined)));
});

/** The lifecycle rule itself drops a stage that lies behind. */
function inherited(primary: StoredRecord, other: StoredRecord): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(other.values)) {
    if (value !== '' && !primary.values[name]) values[name] = value;
  }
  const merged = [primary.values['hs_merged_object_ids'], other.id].filter(Boolean).join(';');
  const additional = [primary.values['hs_additional_emails'], other.values['email']].filter(Boolean).join(';');
  const stage = other.values['lifecyclestage'];
  return {
    ...values,
    hs_merged_object_ids: merged,
    ...(primary.values['email'] ? { hs_additional_emails: additional } : {}),
    ...(stage ? { lifecyclestage: stage } : {}),
  };
}
