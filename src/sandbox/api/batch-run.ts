import type { Call } from './call.js';
import { iso } from '../portal/lifecycle.js';
import { batchRefusal } from '../portal/object-type.js';
import { asList, asObject, readWriteInput, type WriteInput } from './read-input.js';
import { SINGULAR, type RecordService } from './record-service.js';
import type { StoredRecord } from '../portal/record-table.js';
import { invalid, ok, refuse, type Refusal, type Reply } from './reply.js';

/** What one input of a writing batch comes to, before anything is written. */
export interface Planned {
  readonly input: WriteInput;
  readonly index: number;
  readonly record?: StoredRecord;
  readonly refusal?: Refusal;
  readonly lost?: true;
}

/** Checks every input, then writes: without trace ids all or nothing, with them each for itself. */
export function runBatch(call: Call, service: RecordService, work: BatchWork): Reply {
  const inputs = asList(asObject(call.body)['inputs']).map(readWriteInput);
  const refused = batchRefusal(work.keysOf(inputs)) ?? tracesRefused(inputs);
  if (refused) return refuse(refused);
  const traced = inputs.length > 0 && inputs.every(({ traceId }) => traceId !== undefined);
  const claimed = claims(service);
  const planned = inputs.map((input, index) => injected(call, traced, claimed(work.plan({ input, index }))));
  const first = planned.find(({ refusal }) => refusal !== undefined);
  if (!traced && first?.refusal) return refuse(first.refusal);
  const results = planned.flatMap((row) => (row.refusal || row.lost ? [] : work.write(row)));
  const lost = planned.filter((row) => row.lost).map(({ input }) => input.id);
  const errors = planned.flatMap(({ refusal, input }) => (refusal ? [rowError(refusal, input)] : []));
  return batchAnswer(call, {
    results: call.random.shuffle(results),
    errors: [...missingError(service, lost), ...errors],
    status: work.status,
  });
}

/** Two inputs of one request cannot have the same unique value: the later one is refused. */
function claims(service: RecordService): (row: Planned) => Planned {
  const seen = new Set<string>();
  return (row) => {
    if (row.refusal || row.lost) return row;
    for (const [name, value] of Object.entries(row.input.values)) {
      if (value === '' || !service.table.properties.isUnique(name)) continue;
      const claim = `${name}/${value.trim().toLowerCase()}`;
      if (seen.has(claim)) return { ...row, refusal: CLAIMED };
      seen.add(claim);
    }
    return row;
  };
}

const CLAIMED: Refusal = {
  status: 409,
  category: 'CONFLICT',
  message: 'A unique value is given more than once in this request',
};

export interface BatchWork {
  readonly status: number;
  keysOf(inputs: readonly WriteInput[]): string[];
  plan(row: { readonly input: WriteInput; readonly index: number }): Planned;
  /** Empty when HubSpot drops it without a word. */
  write(row: Planned): unknown[];
}

function injected(call: Call, traced: boolean, row: Planned): Planned {
  if (!traced || row.refusal || row.lost || !call.failsRow(row.index)) return row;
  return { ...row, refusal: invalid('The sandbox was told to fail this row', { errors: [] }) };
}

function tracesRefused(inputs: readonly WriteInput[]): Refusal | undefined {
  const traces = inputs.flatMap(({ traceId }) => traceId ?? []);
  if (traces.length === 0) return undefined;
  if (traces.length < inputs.length) return invalid('objectWriteTraceId must be set on all inputs or on none');
  if (new Set(traces).size < traces.length) return invalid('objectWriteTraceId must be unique in the request');
  return undefined;
}

function rowError(refusal: Refusal, input: WriteInput): unknown {
  const { message, category, subCategory, errors } = refusal;
  const existing = /Existing ID: (\d+)/.exec(message)?.[1];
  const context = {
    objectWriteTraceId: [input.traceId ?? ''],
    ...(existing === undefined ? {} : { existingId: [existing] }),
  };
  return { status: 'error', category, ...(subCategory ? { subCategory } : {}), message, context, errors: errors ?? [] };
}

interface BatchResult {
  readonly results: readonly unknown[];
  readonly errors: readonly unknown[];
  readonly status?: number;
}

/** 200 (or what is usual), and 207 as soon as one thing is wrong. */
export function batchAnswer(call: Call, batch: BatchResult): Reply {
  const { status = 200, ...rest } = batch;
  const at = iso(call.portal.now());
  const times = { startedAt: at, completedAt: at };
  if (batch.errors.length === 0) return ok({ status: 'COMPLETE', results: batch.results, ...times }, status);
  return ok({ status: 'COMPLETE', ...rest, numErrors: batch.errors.length, ...times }, 207);
}

/** One error names all ids that are not there. */
export function missingError(service: RecordService, ids: readonly string[]): unknown[] {
  if (ids.length === 0) return [];
  const message = `Could not get some ${SINGULAR[service.type]} objects, they may be deleted or not exist. Check that ids are valid.`;
  return [{ status: 'error', category: 'OBJECT_NOT_FOUND', message, context: { ids } }];
}
