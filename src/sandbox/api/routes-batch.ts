import { batchAnswer, missingError, runBatch, type Planned } from './batch-run.js';
import type { Call, Handler } from './call.js';
import { batchRefusal, objectTypeOf, unknownType } from '../portal/object-type.js';
import { asList, asObject, asText, asTexts, type WriteInput } from './read-input.js';
import { createRecordService, type RecordService } from './record-service.js';
import type { StoredRecord } from '../portal/record-table.js';
import { shownNames, viewRecord, viewWritten } from './record-view.js';
import { invalid, NO_CONTENT, refuse, type Refusal, type Reply } from './reply.js';

/** Runs with the records of the type in the path; a type nobody knows is refused. */
export function withType(work: (call: Call, service: RecordService) => Reply): Handler {
  return (call) => {
    const type = objectTypeOf(call.params['type']);
    return type ? work(call, createRecordService(call.portal, type)) : refuse(unknownType(call.params['type']));
  };
}

/** @source HubSpot, contacts guide: a read with history takes fewer */
const [MOST, MOST_WITH_HISTORY] = [100, 50];

/** @source HubSpot, error handling: reads never fail as a whole for ids that are not there */
export const batchRead: Handler = withType((call, service) => {
  const body = asObject(call.body);
  const ids = asList(body['inputs']).map((input) => asText(asObject(input)['id']) ?? '');
  const refused = batchRefusal(ids, asTexts(body['propertiesWithHistory']).length > 0 ? MOST_WITH_HISTORY : MOST);
  if (refused) return refuse(refused);
  const idProperty = asText(body['idProperty']);
  const found = ids.map((id) => service.find(id, idProperty));
  const names = shownNames(service.type, service.table, asTexts(body['properties']));
  const history = asTexts(body['propertiesWithHistory']).filter((name) => service.table.properties.has(name));
  const records = [...new Set(found.filter((record) => record !== undefined))];
  const results = call.random.shuffle(records).map((record) => viewRecord(record, names, history));
  return batchAnswer(call, {
    results,
    errors: missingError(
      service,
      ids.filter((_, i) => found[i] === undefined),
    ),
  });
});

/** 207 for ids that are not there; the rest as {@link runBatch}. A merged-away id is dropped without a word. */
export const batchUpdate: Handler = withType((call, service) => {
  const byNonUnique = nonUnique(call, service);
  if (byNonUnique) return refuse(byNonUnique);
  return runBatch(call, service, {
    status: 200,
    keysOf: (inputs) => inputs.map(({ id }) => id),
    plan: ({ input, index }) => planUpdate(service, input, index),
    write: ({ input, record }) => {
      if (!record || (input.idProperty === undefined && record.id !== input.id)) return [];
      return [writeRecord(call, service, { record, input })];
    },
  });
});

function planUpdate(service: RecordService, input: WriteInput, index: number): Planned {
  const record = service.find(input.id, input.idProperty);
  if (!record) return { input, index, lost: true };
  const refusal = service.checkUpdate(record, input.values);
  return { input, index, record, ...(refusal ? { refusal } : {}) };
}

function nonUnique(call: Call, service: RecordService, allowed: readonly string[] = []): Refusal | undefined {
  const { properties } = service.table;
  for (const input of asList(asObject(call.body)['inputs'])) {
    const name = asText(asObject(input)['idProperty']);
    if (name === undefined || allowed.includes(name)) continue;
    if (name === 'email' || !properties.isUnique(name)) {
      const what = service.type === 'contacts' ? '0-1' : service.type;
      return invalid(`Unable to perform update/upsert by non-unique ${what} property ${name}`);
    }
  }
  return undefined;
}

/** Writes and shows what HubSpot would. */
export function writeRecord(call: Call, service: RecordService, what: { record: StoredRecord; input: WriteInput }) {
  const { record, input } = what;
  service.write(record, input.values, { writer: call.writer, ignoreStage: call.ignoreStage });
  const view = viewWritten(service.type, record, { names: Object.keys(input.values), created: false });
  const asked = input.values['lifecyclestage'];
  if (asked !== undefined && call.backwardEcho === 'requested') view.properties['lifecyclestage'] = asked;
  return view;
}

/** Makes a record and shows what HubSpot would. */
export function insertRecord(call: Call, service: RecordService, input: WriteInput) {
  const record = service.insert(input.values, input.links, { writer: call.writer, ignoreStage: call.ignoreStage });
  return viewWritten(service.type, record, { names: Object.keys(input.values), created: true });
}

/** 201; without trace ids one duplicate fails the whole batch with 409. */
export const batchCreate: Handler = withType((call, service) =>
  runBatch(call, service, {
    status: call.family === 'dated' ? 200 : 201,
    keysOf: () => [],
    plan: ({ input, index }) => {
      const refusal = service.checkCreate(input.values, input.links);
      return { input, index, ...(refusal ? { refusal } : {}) };
    },
    write: ({ input }) => [insertRecord(call, service, input)],
  }),
);

/** Each result says whether it is new. Without inputs: an empty 200. */
export const batchUpsert: Handler = withType((call, service) => {
  const byNonUnique = nonUnique(call, service, service.type === 'contacts' ? ['email'] : []);
  if (byNonUnique) return refuse(byNonUnique);
  return runBatch(call, service, {
    status: 200,
    keysOf: (inputs) => inputs.map(({ id }) => id.toLowerCase()),
    plan: ({ input, index }) => planUpsert(service, input, index),
    write: ({ input, record }) => [
      record
        ? { ...writeRecord(call, service, { record, input }), new: false }
        : { ...insertRecord(call, service, withKey(input)), new: true },
    ],
  });
});

function planUpsert(service: RecordService, input: WriteInput, index: number): Planned {
  const record = service.find(input.id, input.idProperty);
  const byId = input.idProperty === undefined;
  if (!record && byId) return { input, index, lost: true };
  const refusal = record
    ? service.checkUpdate(record, input.values)
    : service.checkCreate(withKey(input).values, input.links);
  return { input, index, ...(record ? { record } : {}), ...(refusal ? { refusal } : {}) };
}

function withKey(input: WriteInput): WriteInput {
  return { ...input, values: { [input.idProperty ?? 'email']: input.id, ...input.values } };
}

/** 204 whatever was there. */
export const batchArchive: Handler = withType((call, service) => {
  const ids = asList(asObject(call.body)['inputs']).map((input) => asText(asObject(input)['id']) ?? '');
  const refused = batchRefusal(ids);
  if (refused) return refuse(refused);
  for (const id of ids) {
    const record = service.table.get(id);
    if (record) service.remove(record, { writer: call.writer });
  }
  return NO_CONTENT;
});
