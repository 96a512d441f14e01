import type { Call, Handler } from './call.js';
import { objectTypeOf } from '../portal/object-type.js';
import { asList, asObject, asText, asTexts } from './read-input.js';
import { withType } from './routes-batch.js';
import type { RecordService } from './record-service.js';
import { valueAt, type StoredRecord } from '../portal/record-table.js';
import { shownNames, viewRecordAt } from './record-view.js';
import { invalid, ok, refuse } from './reply.js';
import { matches, QUERIED, readGroups, type Filter } from './search-filter.js';

/** @source HubSpot, search guide */
const MAX_BODY_CHARACTERS = 3000;
const MAX_PAGE = 200;
const MAX_RESULTS = 10_000;

/** Search sees the portal as its index does: as it was a little while ago. Archived records are never found. */
export const search: Handler = withType((call, service) => {
  if (JSON.stringify(call.body ?? {}).length > MAX_BODY_CHARACTERS) {
    return refuse(invalid(`The request body must not exceed ${MAX_BODY_CHARACTERS} characters`));
  }
  const body = asObject(call.body);
  const groups = readGroups(body);
  if ('status' in groups) return refuse(groups);
  const limit = Number(asText(body['limit']) ?? '10');
  const offset = Number(asText(body['after']) ?? '0');
  if (!(limit >= 0 && limit <= MAX_PAGE)) return refuse(invalid(`limit must be between 0 and ${MAX_PAGE}`));
  if (!(offset + limit <= MAX_RESULTS)) {
    return refuse(invalid(`There are more results than can be paged: at most ${MAX_RESULTS} per query`));
  }
  const found = sorted(call, service, candidates(call, service, groups));
  const names = shownNames(service.type, service.table, asTexts(body['properties']));
  const page = found.slice(offset, offset + limit).map((record) => viewRecordAt(record, names, call.indexedUntil));
  const next = offset + limit < found.length ? { paging: { next: { after: String(offset + limit) } } } : {};
  return ok({ total: found.length, results: page, ...next });
});

function candidates(call: Call, service: RecordService, groups: readonly (readonly Filter[])[]): StoredRecord[] {
  const query = (asText(asObject(call.body)['query']) ?? '').toLowerCase();
  const result: StoredRecord[] = [];
  for (const record of service.table.all()) {
    if (record.createdAt > call.indexedUntil) continue;
    if (
      groups.length > 0 &&
      !groups.some((group) => group.every((filter) => holds(call, service, { record, filter })))
    ) {
      continue;
    }
    if (query === '' || isQueried(call, service, { record, query })) result.push(record);
  }
  return result;
}

function holds(call: Call, service: RecordService, what: { record: StoredRecord; filter: Filter }): boolean {
  const { record, filter } = what;
  const linked = /^associations\.(.+)$/.exec(filter.property)?.[1];
  if (linked !== undefined) return isLinked(service, { record, filter, to: linked });
  const value = valueAt(record, filter.property, call.indexedUntil);
  return matches({ definition: service.table.properties.get(filter.property), value }, filter);
}

function isLinked(service: RecordService, what: { record: StoredRecord; filter: Filter; to: string }): boolean {
  const to = objectTypeOf(what.to);
  if (!to) return false;
  const links = service.portal.associations.from({ type: service.type, id: what.record.id }, to);
  const value = links.map(({ toId }) => toId);
  if (what.filter.operator === 'EQ') return value.includes(what.filter.value);
  if (what.filter.operator === 'IN') return what.filter.values.some((wanted) => value.includes(wanted));
  return matches({ definition: undefined, value: value.join(';') }, what.filter);
}

function isQueried(call: Call, service: RecordService, what: { record: StoredRecord; query: string }): boolean {
  return QUERIED[service.type].some((name) =>
    valueAt(what.record, name, call.indexedUntil).toLowerCase().includes(what.query),
  );
}

/** One sort, as `"name"`, `"-name"` or an object; without one by creation, oldest first. */
function sorted(call: Call, service: RecordService, records: StoredRecord[]): StoredRecord[] {
  const [first] = asList(asObject(call.body)['sorts']);
  const text = asText(first) ?? asText(asObject(first)['propertyName']);
  if (text === undefined) return records.sort((a, b) => a.createdAt - b.createdAt || Number(a.id) - Number(b.id));
  const name = text.replace(/^-/, '');
  const down = text.startsWith('-') || asObject(first)['direction'] === 'DESCENDING' ? -1 : 1;
  const isNumber = service.table.properties.get(name)?.type === 'number';
  const keyed = records.map((record) => ({ record, value: valueAt(record, name, call.indexedUntil) }));
  keyed.sort(
    (a, b) =>
      down * (isNumber ? Number(a.value) - Number(b.value) : a.value < b.value ? -1 : Number(a.value > b.value)),
  );
  return keyed.map(({ record }) => record);
}
