import type { Stage } from '../../core/model.js';
import { AppError } from '../errors.js';
import type { ImportJob, ImportOptions, ImportRow, ImportStore, People } from './import-job.js';
import type { ImportMapping } from './mapping.js';

/** A file, or a list's members, as they come in. */
export type Incoming = AsyncIterable<Uint8Array | string>;

export interface ImportOrder {
  /** Absent: the one portal there is. */
  readonly portalId: number | undefined;
  readonly kind: 'import' | 'set-stage';
  readonly mapping: ImportMapping;
  readonly options: ImportOptions;
  readonly large: boolean;
}

export interface ImportDeskDeps {
  readonly imports: ImportStore;
  readonly people: Pick<People, 'members'>;
  /** Keeps a file until its import is over. */
  readonly keepFile: (id: string, input: Incoming, how: { readonly large: boolean }) => Promise<void>;
  readonly dropFile: (id: string) => void;
  /** Is this portal ours? */
  readonly knowsPortal: (portalId: number) => Promise<boolean>;
  readonly portalOfToken: () => Promise<number | undefined>;
  /** 12 hex digits. */
  readonly newId: () => string;
  readonly now: () => number;
}

/** The header of a file we write ourselves from a list. */
const LIST_COLUMN = 'Record ID';

/** Takes orders for imports, and tells how they are. */
export function createImportDesk(deps: ImportDeskDeps) {
  const { imports, people, keepFile, dropFile, newId, now } = deps;

  async function portalOf(asked: number | undefined): Promise<number> {
    const portalId = asked ?? (await deps.portalOfToken());
    if (portalId === undefined || !(await deps.knowsPortal(portalId)))
      throw new AppError('PORTAL_UNKNOWN', 'This portal is not connected.');
    return portalId;
  }

  async function must(id: string): Promise<ImportJob> {
    const job = await imports.get(id);
    if (!job) throw new AppError('NOT_FOUND', 'There is no such import.');
    return job;
  }

  async function begin(order: ImportOrder, input: Incoming, portalId: number): Promise<ImportJob> {
    const { kind, mapping, options, large } = order;
    const id = newId();
    await keepFile(id, input, { large });
    try {
      await imports.create({ portalId, id, kind, mapping, options, at: now() });
      return await must(id);
    } catch (error) {
      dropFile(id);
      throw error;
    }
  }

  async function* membersFile(portalId: number, listId: string): Incoming {
    yield `${LIST_COLUMN}\n`;
    for await (const page of people.members(portalId, listId)) yield page.map((id) => `${id}\n`).join('');
  }

  return {
    /** Keeps the file; the work begins within a second. */
    begin: async (order: ImportOrder, input: Incoming): Promise<ImportJob> =>
      begin(order, input, await portalOf(order.portalId)),
    /** The same, for the members of a list of the portal, as they are now. */
    async beginList(order: ImportOrder, listId: string): Promise<ImportJob> {
      const portalId = await portalOf(order.portalId);
      return begin(order, membersFile(portalId, listId), portalId);
    },
    get: must,
    list: (): Promise<readonly ImportJob[]> => imports.list(),
    /** What is kept of its rows, in order. */
    rows: (job: ImportJob): AsyncIterable<ImportRow> => imports.rows(job),
    /** A stopped import goes on. @throws {AppError} INVALID_INPUT when it is over */
    async resume(id: string): Promise<ImportJob> {
      const job = await must(id);
      const goesOn = job.state === 'waiting' || job.state === 'running' || (await imports.resume(job));
      if (!goesOn) throw new AppError('INVALID_INPUT', 'Only an import that was stopped goes on.');
      return must(id);
    },
    /** Begins to take an import back. @throws {AppError} INVALID_INPUT when there is nothing to take back */
    async undo(
      id: string,
      { reason, actor }: { readonly reason: string; readonly actor?: string },
    ): Promise<ImportJob> {
      const { portalId, kind, state, mapping, options } = await must(id);
      if (kind === 'undo' || options.dryRun || (state !== 'done' && state !== 'stopped'))
        throw new AppError('INVALID_INPUT', 'Only an import that has ended, and has done something, can be undone.');
      const undo = newId();
      const how = { dryRun: false, allowBackward: true, reason, ...(actor === undefined ? {} : { actor }) };
      await imports.create({ portalId, id: undo, kind: 'undo', mapping, options: how, of: id, at: now() });
      return must(undo);
    },
  };
}

export type ImportDesk = ReturnType<typeof createImportDesk>;

/** How a file of people for `set-stage` is read: by record id where it has one, else by e-mail. */
export function setStageMapping(stage: Stage): ImportMapping {
  return {
    name: 'set-stage',
    // No bare "id": another CRM's ids are numbers as well.
    contactId: [LIST_COLUMN, 'hs_object_id'],
    email: ['email', 'e-mail', 'email address'],
    stage: { kind: 'all', stage },
    properties: {},
  };
}
