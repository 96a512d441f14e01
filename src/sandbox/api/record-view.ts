import { iso } from '../portal/lifecycle.js';
import type { ObjectType } from '../portal/object-properties.js';
import { valueAt, versionsOf, type RecordTable, type StoredRecord } from '../portal/record-table.js';

/** A record as HubSpot sends it. */
export interface RecordView {
  readonly id: string;
  readonly properties: Record<string, string | null>;
  readonly propertiesWithHistory?: Readonly<Record<string, readonly unknown[]>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archived: boolean;
}

/** @source HubSpot's object guides: what comes when nothing was asked for */
const DEFAULTS: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
  companies: ['createdate', 'domain', 'hs_lastmodifieddate', 'hs_object_id', 'name'],
  deals: [
    'amount',
    'closedate',
    'createdate',
    'dealname',
    'dealstage',
    'hs_lastmodifieddate',
    'hs_object_id',
    'pipeline',
  ],
  notes: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  tasks: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
};

const ALWAYS: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: ['createdate', 'hs_object_id', 'lastmodifieddate'],
  companies: ['createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  deals: ['createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  notes: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  tasks: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
};

/** Which properties an answer shows: those asked for that are defined, and the system's; without a wish the defaults. */
export function shownNames(type: ObjectType, table: RecordTable, asked: readonly string[] | undefined): string[] {
  if (!asked || asked.length === 0) return [...DEFAULTS[type]];
  return [...new Set([...asked.filter((name) => table.properties.has(name)), ...ALWAYS[type]])];
}

/** @param names already known to be defined; empty ones show as `null` */
export function viewRecord(
  record: StoredRecord,
  names: readonly string[],
  withHistory: readonly string[] = [],
): RecordView {
  const properties: Record<string, string | null> = {};
  for (const name of names) properties[name] = record.values[name] || null;
  const view = { id: record.id, properties, ...datesOf(record) };
  return withHistory.length === 0 ? view : { ...view, propertiesWithHistory: historyOf(record, withHistory) };
}

/** As the search index shows it: what the record held at that moment. */
export function viewRecordAt(record: StoredRecord, names: readonly string[], at: number): RecordView {
  const properties: Record<string, string | null> = {};
  for (const name of names) properties[name] = valueAt(record, name, at) || null;
  return { id: record.id, properties, ...datesOf(record) };
}

/** The record's own texts where it has them: making one anew for each of a hundred records costs more than the rest. */
function datesOf({ values, createdAt, updatedAt, archived }: StoredRecord) {
  return {
    createdAt: values['createdate'] ?? iso(createdAt),
    updatedAt: values['lastmodifieddate'] ?? values['hs_lastmodifieddate'] ?? iso(updatedAt),
    archived,
  };
}

function historyOf(record: StoredRecord, names: readonly string[]): Record<string, readonly unknown[]> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      [...versionsOf(record, name)].reverse().map(({ value, at, writer }) => ({
        value,
        timestamp: iso(at),
        sourceType: writer.sourceType,
        ...(writer.sourceId === undefined ? {} : { sourceId: writer.sourceId }),
        ...(writer.userId === undefined ? {} : { updatedByUserId: writer.userId }),
      })),
    ]),
  );
}

/** Shown after a write besides what was written. @source recorded answers of batch create and update */
const AFTER_CREATE = [
  'hs_all_contact_vids',
  'hs_email_domain',
  'hs_full_name_or_email',
  'hs_is_contact',
  'hs_is_unworked',
  'hs_object_source',
  'hs_object_source_id',
  'hs_object_source_label',
  'hs_pipeline',
  'lifecyclestage',
  'num_notes',
] as const;

/**
 * What a write answers: only what was written and system properties, never the whole record. Stage dates come as epoch
 * milliseconds here, unlike in reads.
 */
export function viewWritten(
  type: ObjectType,
  record: StoredRecord,
  what: { names: Iterable<string>; created: boolean },
) {
  const born = what.created && type === 'contacts' ? AFTER_CREATE : [];
  const names = new Set([...what.names, ...ALWAYS[type], ...born]);
  const properties: Record<string, string> = {};
  for (const name of names) {
    const value = record.values[name];
    if (value !== undefined) properties[name] = value;
  }
  const stageDate = `hs_lifecyclestage_${record.values['lifecyclestage'] ?? ''}_date`;
  const since = record.values[stageDate];
  if (names.has('lifecyclestage') && since) properties[stageDate] = String(Date.parse(since));
  return { id: record.id, properties, ...datesOf(record) };
}
