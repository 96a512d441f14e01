import { iso, writeStage } from './lifecycle.js';
import type { ContactEvent, PropertyChange, WriteHow } from './portal.js';
import type { RecordTable, Stamp, StoredRecord } from './record-table.js';
import type { StageDefinition } from './stages.js';
import { storedValue } from './stored-value.js';

interface Deps {
  readonly portalId: number;
  readonly appId: number;
  readonly now: () => number;
  readonly stages: readonly StageDefinition[];
  readonly defaultStage?: string;
  readonly table: RecordTable;
  readonly nextId: () => string;
  readonly listeners: {
    readonly change: ReadonlySet<(change: PropertyChange) => void>;
    readonly event: ReadonlySet<(event: ContactEvent) => void>;
  };
}

type Values = Readonly<Record<string, string>>;

/** The only place where contacts of a portal change, with everything HubSpot sets by itself. */
export interface ContactWriter {
  readonly write: (record: StoredRecord, values: Values, how: WriteHow) => void;
  readonly insert: (values: Values, how: WriteHow) => StoredRecord;
  readonly emit: (event: Omit<ContactEvent, 'portalId' | 'at'>) => void;
}

export function createContactWriter(deps: Deps): ContactWriter {
  const { table, listeners, portalId } = deps;
  const order = deps.stages.map(({ id }) => id);

  function apply(record: StoredRecord, values: Values, how: WriteHow & { readonly at: number }): PropertyChange[] {
    const changes: PropertyChange[] = [];
    const stamp = { at: how.at, writer: how.writer };
    const put = (name: string, value: string): void => {
      const previous = table.put(record, { name, value, ...stamp });
      if (previous !== undefined) changes.push({ portalId, contactId: record.id, name, value, previous, ...stamp });
    };
    for (const name of Object.keys(values)) {
      const value = storedValue(table.properties.get(name), values[name] ?? '', record.values[name] ?? '');
      if (name !== 'lifecyclestage') put(name, value);
      else if (how.ignoreStage !== true) writeStage({ record, value, ...stamp }, order, put);
    }
    follow(record, changes, put);
    if (changes.length > 0) touch(record, stamp);
    return changes;
  }

  function tell(changes: readonly PropertyChange[]): void {
    for (const change of changes) for (const listener of listeners.change) listener(change);
  }

  function write(record: StoredRecord, values: Values, how: WriteHow): void {
    tell(apply(record, values, { ...how, at: how.at ?? deps.now() }));
  }

  function touch(record: StoredRecord, stamp: Stamp): void {
    record.updatedAt = Math.max(record.updatedAt, stamp.at);
    table.put(record, { name: 'lastmodifieddate', value: iso(record.updatedAt), ...stamp });
  }

  function emit(event: Omit<ContactEvent, 'portalId' | 'at'>): void {
    for (const listener of listeners.event) listener({ ...event, portalId, at: deps.now() });
  }

  function insert(values: Values, how: WriteHow): StoredRecord {
    const at = how.at ?? deps.now();
    const record = table.insert(deps.nextId(), at, how.writer);
    for (const [name, value] of Object.entries(bornWith(record, how, deps.appId))) {
      table.put(record, { name, value, at, writer: how.writer });
    }
    const given = values['lifecyclestage'] ? values : { ...values, lifecyclestage: deps.defaultStage ?? 'lead' };
    const changes = apply(record, given, { ...how, at });
    emit({ kind: 'creation', contactId: record.id, writer: how.writer });
    tell(changes);
    return record;
  }

  return { write, insert, emit };
}

/** @source recorded creations through the API */
function bornWith(record: StoredRecord, { writer }: WriteHow, appId: number): Record<string, string> {
  return {
    hs_object_id: record.id,
    createdate: iso(record.createdAt),
    lastmodifieddate: iso(record.createdAt),
    hs_object_source: writer.sourceType,
    hs_object_source_id: writer.sourceId ?? String(appId),
    hs_object_source_label: writer.sourceType,
    hs_all_contact_vids: record.id,
    hs_pipeline: 'contacts-lifecycle-pipeline',
    hs_is_contact: 'true',
    hs_is_unworked: 'true',
    num_notes: '0',
  };
}

/** What HubSpot works out from what was written. */
function follow(record: StoredRecord, changes: readonly PropertyChange[], put: (n: string, v: string) => void): void {
  const changed = new Set(changes.map(({ name }) => name));
  const at = changes[0]?.at;
  if (at === undefined) return;
  if (changed.has('email')) put('hs_email_domain', record.values['email']?.split('@')[1] ?? '');
  if (changed.has('hubspot_owner_id'))
    put('hubspot_owner_assigneddate', record.values['hubspot_owner_id'] ? iso(at) : '');
  if (['email', 'firstname', 'lastname'].some((name) => changed.has(name))) {
    const { firstname = '', lastname = '', email = '' } = record.values;
    put('hs_full_name_or_email', `${firstname} ${lastname}`.trim() || email);
  }
}
