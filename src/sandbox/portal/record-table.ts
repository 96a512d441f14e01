import type { Properties } from './property-definition.js';

/** Who writes, in HubSpot's words: CRM_UI, INTEGRATION, FORM, IMPORT, AUTOMATION_PLATFORM, API, ANALYTICS… */
export interface Writer {
  readonly sourceType: string;
  readonly sourceId?: string;
  readonly userId?: number;
}

/** One value a property had, from `at` (epoch ms) on. `''` is a cleared value. */
export interface Version {
  readonly value: string;
  readonly at: number;
  readonly writer: Writer;
}

/** One record of any object type. `values` holds what was ever set; `''` where it was cleared. */
export interface StoredRecord {
  readonly id: string;
  readonly values: Record<string, string>;
  /** Oldest first. Absent while the value is still that of the creation. */
  readonly versions: Map<string, Version[]>;
  readonly createdAt: number;
  readonly createdBy: Writer;
  updatedAt: number;
  archived: boolean;
}

/** HubSpot keeps a bounded history per property; 45 is what its contact guide states. */
const MAX_VERSIONS = 45;

export interface RecordTable {
  readonly properties: Properties;
  get(id: string): StoredRecord | undefined;
  /** By the value of a unique property. Case does not count for e-mails, which are stored in lower case. */
  find(property: string, value: string): StoredRecord | undefined;
  /** In order of creation, archived ones left out. */
  all(): IterableIterator<StoredRecord>;
  ids(): string[];
  insert(id: string, at: number, writer: Writer): StoredRecord;
  /** Sets one value and keeps the old one in history. @returns the previous value, `undefined` when nothing changed */
  put(record: StoredRecord, change: { readonly name: string; readonly value: string } & Stamp): string | undefined;
  archive(record: StoredRecord): void;
  /** Nothing of it is left. */
  erase(record: StoredRecord): void;
  /** Another value under which the record is found (a secondary e-mail, a merged id). */
  alias(property: string, value: string, record: StoredRecord): void;
}

export interface Stamp {
  readonly at: number;
  readonly writer: Writer;
}

/** @param properties the definitions of the object type; unique ones get an index */
export function createRecordTable(properties: Properties): RecordTable {
  const records = new Map<string, StoredRecord>();
  const indexes = new Map<string, Map<string, StoredRecord>>();

  function index(property: string): Map<string, StoredRecord> {
    const known = indexes.get(property);
    if (known) return known;
    const made = new Map<string, StoredRecord>();
    indexes.set(property, made);
    return made;
  }

  function put(record: StoredRecord, change: { name: string; value: string } & Stamp): string | undefined {
    const previous = record.values[change.name];
    if ((previous ?? '') === change.value) return undefined;
    remember(record, change, previous);
    record.values[change.name] = change.value;
    if (properties.isUnique(change.name)) {
      if (previous) index(change.name).delete(previous.toLowerCase());
      if (change.value) index(change.name).set(change.value.toLowerCase(), record);
    }
    return previous ?? '';
  }

  function erase(record: StoredRecord): void {
    records.delete(record.id);
    for (const values of indexes.values()) {
      for (const [value, owner] of values) if (owner === record) values.delete(value);
    }
  }

  return {
    properties,
    get: (id) => records.get(id),
    find: (property, value) => indexes.get(property)?.get(value.trim().toLowerCase()),
    all: () => records.values(),
    ids: () => [...records.keys()],
    insert: (id, at, writer) => {
      const record = emptyRecord(id, at, writer);
      records.set(id, record);
      return record;
    },
    put,
    archive: (record) => {
      record.archived = true;
      erase(record);
    },
    erase,
    alias: (property, value, record) => void index(property).set(value.toLowerCase(), record),
  };
}

function emptyRecord(id: string, at: number, writer: Writer): StoredRecord {
  return {
    id,
    values: Object.create(null) as Record<string, string>,
    versions: new Map(),
    createdAt: at,
    createdBy: writer,
    updatedAt: at,
    archived: false,
  };
}

function remember(record: StoredRecord, change: { name: string; value: string } & Stamp, previous?: string): void {
  const atCreation = previous === undefined && change.at === record.createdAt && change.writer === record.createdBy;
  if (atCreation) return;
  const known = record.versions.get(change.name) ?? firstVersion(record, previous);
  known.push({ value: change.value, at: change.at, writer: change.writer });
  if (known.length > MAX_VERSIONS) known.shift();
  record.versions.set(change.name, known);
}

function firstVersion(record: StoredRecord, value: string | undefined): Version[] {
  return value === undefined ? [] : [{ value, at: record.createdAt, writer: record.createdBy }];
}

/** Every version of a property, oldest first; empty when it was never set. */
export function versionsOf(record: StoredRecord, property: string): readonly Version[] {
  return record.versions.get(property) ?? firstVersion(record, record.values[property]);
}

/** What the property held at that moment; `''` when nothing. For the search index, which lags behind. */
export function valueAt(record: StoredRecord, property: string, at: number): string {
  if (record.updatedAt <= at) return record.values[property] ?? '';
  return versionsOf(record, property).findLast((version) => version.at <= at)?.value ?? '';
}
