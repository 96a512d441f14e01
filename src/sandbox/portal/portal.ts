import { createAssociations, type Associations } from './associations.js';
import { createContactWriter } from './contact-writer.js';
import { createFormBook, type FormBook } from './forms.js';
import { createListBook, type ListBook } from './lists.js';
import { defaultProperties, OBJECT_TYPES, type ObjectType } from './object-properties.js';
import { DEFAULT_OWNERS, type Owner } from './owners.js';
import { createRecordTable, versionsOf, type RecordTable, type StoredRecord, type Writer } from './record-table.js';
import { DEFAULT_STAGES, type StageDefinition } from './stages.js';

export type { Writer } from './record-table.js';

/** One value of one contact that changed. `value` and `previous` are `''` where there is none. */
export interface PropertyChange {
  readonly portalId: number;
  readonly contactId: string;
  readonly name: string;
  readonly value: string;
  readonly previous: string;
  /** Epoch ms on the sandbox clock. */
  readonly at: number;
  readonly writer: Writer;
}

/** What happened to a contact as a whole. `merge`: `contactId` stays, `mergedId` is gone. */
export interface ContactEvent {
  readonly portalId: number;
  readonly kind: 'creation' | 'deletion' | 'merge' | 'privacyDeletion';
  readonly contactId: string;
  readonly mergedId?: string;
  readonly at: number;
  readonly writer: Writer;
}

/** One HubSpot account in memory, as workflows, sample people and tests see it. */
export interface SandboxPortal {
  readonly portalId: number;
  readonly clientSecret: string;
  readonly appId: number;
  /** Sandbox clock: real time and an offset; epoch ms. */
  now(): number;
  /** In order of creation; merged, archived and erased ones left out. */
  contactIds(): string[];
  /** What was ever set, `''` where it was cleared; `undefined` when there is no such contact. Do not change it. */
  properties(contactId: string): Readonly<Record<string, string>> | undefined;
  /**
   * Makes a contact from inside: nothing is refused, read-only properties included. Without `lifecyclestage` it gets the
   * portal's default. An e-mail that is taken updates its owner instead. @param at epoch ms, default now @returns its id
   */
  createContact(properties: Record<string, string>, writer: Writer, at?: number): string;
  /** Whose e-mail this is, one of others included. */
  contactWith(email: string): string | undefined;
  /** Sets values from inside: nothing is refused, the lifecycle rule holds. Does nothing when there is no such contact. */
  setProperties(contactId: string, properties: Record<string, string>, writer: Writer): void;
  /** Newest first; cleared values as `''`. Empty when never set. */
  history(contactId: string, property: string): readonly HistoryEntry[];
  /** Hears every changed value, those of a creation included, after the write as a whole. @returns stops hearing */
  onChange(listener: (change: PropertyChange) => void): () => void;
  /** Hears creations, deletions, merges and privacy deletions. @returns stops hearing */
  onEvent(listener: (event: ContactEvent) => void): () => void;
  readonly owners: readonly Owner[];
  readonly forms: FormBook;
  readonly lists: ListBook;
  /** In this portal's order; "forward" means this order. */
  readonly stages: readonly StageDefinition[];
}

export interface HistoryEntry {
  readonly value: string;
  readonly timestamp: number;
  readonly sourceType: string;
  readonly sourceId?: string;
}

/** How the HTTP side sees a portal. */
export interface Portal extends SandboxPortal {
  readonly tables: Readonly<Record<ObjectType, RecordTable>>;
  readonly associations: Associations;
  nextId(): string;
  /** Writes contact properties with the side effects HubSpot has. `ignoreStage` leaves `lifecyclestage` alone. */
  writeContact(record: StoredRecord, properties: Readonly<Record<string, string>>, how: WriteHow): void;
  insertContact(properties: Readonly<Record<string, string>>, how: WriteHow): StoredRecord;
  emit(event: Omit<ContactEvent, 'portalId' | 'at'>): void;
}

export interface WriteHow {
  readonly writer: Writer;
  /** Epoch ms; default now. */
  readonly at?: number;
  readonly ignoreStage?: boolean;
}

export interface PortalOptions {
  readonly portalId: number;
  readonly clientSecret: string;
  readonly appId: number;
  readonly now: () => number;
  readonly stages?: readonly StageDefinition[];
  /** Stage of a new contact that names none; `''` for none. Default `lead`. */
  readonly defaultStage?: string;
  readonly owners?: readonly Owner[];
  /** How long a contact takes to follow a submission, real milliseconds; default 20. */
  readonly formsApplyAfterMs?: number;
  /** What stands as source of a value that a form wrote; default its GUID. */
  readonly formSourceId?: 'form' | 'none';
  /** Does HubSpot know the cookies that come with submissions? Default it does not. */
  readonly knowsHutk?: boolean;
}

/** An empty portal. */
export function createPortal(options: PortalOptions): Portal {
  const stages = options.stages ?? DEFAULT_STAGES;
  const tables = makeTables(stages);
  const listeners = { change: new Set<(c: PropertyChange) => void>(), event: new Set<(e: ContactEvent) => void>() };
  let lastId = 1000;
  const nextId = (): string => String(++lastId);
  const associations = createAssociations();
  const contacts = createContactWriter({ ...options, stages, table: tables.contacts, nextId, listeners });

  function createContact(properties: Record<string, string>, writer: Writer, at = options.now()): string {
    const known = tables.contacts.find('email', properties['email'] ?? '');
    if (known) contacts.write(known, properties, { writer, at });
    return (known ?? contacts.insert(properties, { writer, at })).id;
  }

  const contactWith = (email: string): string | undefined => tables.contacts.find('email', email)?.id;
  const properties = (contactId: string) => tables.contacts.get(contactId)?.values;
  const forms = createFormBook({
    portal: { portalId: options.portalId, now: options.now, contactWith, createContact, properties },
    applyAfterMs: options.formsApplyAfterMs ?? 20,
    sourceId: options.formSourceId ?? 'form',
    knowsHutk: options.knowsHutk ?? false,
    defaultStage: options.defaultStage ?? 'lead',
  });

  return {
    portalId: options.portalId,
    clientSecret: options.clientSecret,
    appId: options.appId,
    now: options.now,
    owners: options.owners ?? DEFAULT_OWNERS,
    stages,
    tables,
    associations,
    nextId,
    contactIds: () => tables.contacts.ids(),
    properties,
    createContact,
    contactWith,
    forms,
    lists: createListBook(options.now),
    setProperties: (contactId, properties, writer) => {
      const record = tables.contacts.get(contactId);
      if (record) contacts.write(record, properties, { writer });
    },
    history: (contactId, property) => historyOf(tables.contacts.get(contactId), property),
    onChange: (listener) => subscribe(listeners.change, listener),
    onEvent: (listener) => subscribe(listeners.event, listener),
    writeContact: contacts.write,
    insertContact: contacts.insert,
    emit: contacts.emit,
  };
}

function makeTables(stages: readonly StageDefinition[]): Record<ObjectType, RecordTable> {
  const table = (type: ObjectType): RecordTable => createRecordTable(defaultProperties(type, stages));
  const [contacts, companies, deals, notes, tasks] = OBJECT_TYPES;
  return {
    contacts: table(contacts),
    companies: table(companies),
    deals: table(deals),
    notes: table(notes),
    tasks: table(tasks),
  };
}

function historyOf(record: StoredRecord | undefined, property: string): HistoryEntry[] {
  if (!record) return [];
  return [...versionsOf(record, property)].reverse().map(({ value, at, writer }) => ({
    value,
    timestamp: at,
    sourceType: writer.sourceType,
    ...(writer.sourceId === undefined ? {} : { sourceId: writer.sourceId }),
  }));
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
