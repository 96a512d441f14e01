import type { Stage } from '../../core/model.js';
import { isStage, stageOf } from '../../core/stages.js';
import { AppError } from '../errors.js';
import type { Crm, Written } from '../ports.js';
import type { AskStage } from './ask-stage.js';
import { holds, type Field } from './field-value.js';
import type { FoundPerson, ImportJob, ImportRow, ImportStore, People, Summary } from './import-job.js';
import { takenOver } from './run-import.js';
import { summaryOf } from './summary.js';

export interface UndoDeps {
  readonly imports: ImportStore;
  readonly people: People;
  readonly crm: Pick<Crm, 'write'>;
  readonly askStage: AskStage;
}

const BATCH = 100;
const STAGE_FIELDS = ['lifecyclestage', 'hs_lead_status'];
const TRIES = 3;

/** What stands in the way of taking a row back. */
const GONE = 'the contact is not there any more';
const MOVED_ON = 'the stage has changed since';
const CHANGED = 'changed since';
const FOREIGN = 'it was at a stage only this portal knows: put it back by hand';

/** A row of the import, and what taking it back would write. */
interface Undoing {
  readonly row: ImportRow;
  readonly found: FoundPerson | undefined;
  readonly values: Readonly<Record<string, string>>;
  /** Names of values that others have changed since. */
  readonly changed: readonly string[];
}

const NOTHING = { values: {}, changed: [] } as const;

const stageNow = ({ properties }: FoundPerson): string =>
  stageOf(properties['lifecyclestage'], properties['hs_lead_status']);

/**
 * Takes an import back: each contact gets the stage and the values it held before, where it still holds what the import
 * gave it; what others changed since is theirs, and reported. Stages go by the road. People the import made are not
 * deleted: their stage goes back, their values stay.
 */
export function createUndoImport({ imports, people, crm, askStage }: UndoDeps) {
  /** @returns why it did not go back; `undefined` when it did, or needed not */
  async function backToStage(job: ImportJob, { row, to, from, outcome }: ImportRow, found: FoundPerson) {
    if (to === null || outcome !== 'done') return undefined;
    const stands = stageNow(found);
    if (stands === from) return undefined;
    if (stands !== to) return MOVED_ON;
    if (from === null || !isStage(from)) return FOREIGN;
    const result = await askStage(job, { row, contactId: found.id, want: wantBack(from, job) });
    return result.kind === 'moved' || result.kind === 'there' ? undefined : result.because;
  }

  /** The values to write, and the names of those others have changed. */
  function valuesBack(
    { sets, before, created, from, to, outcome }: ImportRow,
    found: FoundPerson,
    fields: ReadonlyMap<string, Field>,
  ) {
    const values: Record<string, string> = {};
    const changed: string[] = [];
    if (created) return { values, changed };
    for (const [name, set] of Object.entries(sets)) {
      const field = fields.get(name);
      const held = found.properties[name] ?? '';
      const was = before[name] ?? '';
      if (held === was) continue;
      if (field && holds(field, held, set)) values[name] = was;
      else changed.push(name);
    }
    const status = before['hs_lead_status'] ?? '';
    const differs = (found.properties['hs_lead_status'] ?? '') !== status || stageNow(found) !== from;
    if (to !== null && outcome === 'done' && differs) values['hs_lead_status'] = status;
    return { values, changed };
  }

  async function write(job: ImportJob, contactId: string, values: Readonly<Record<string, string>>) {
    if (Object.keys(values).length === 0) return undefined;
    for (let tries = 1; ; tries += 1) {
      const written: Written = await crm.write(job.portalId, contactId, values, 'later');
      if (written.ok) return undefined;
      if (written.error.code === 'HUBSPOT_REJECTED') return written.error.message;
      if (tries === TRIES) throw written.error;
    }
  }

  /** What is kept of a row before anything is done for it: a crash must not forget what was there. */
  function planRow({ row, found, values }: Undoing): ImportRow {
    const { hs_lead_status: _, ...sets } = values;
    const before = Object.fromEntries(Object.keys(values).map((name) => [name, found?.properties[name] ?? null]));
    const { contactId, created, to, from } = row;
    const back = to !== null && row.outcome === 'done' && found && stageNow(found) === to && isStage(from ?? '');
    return {
      ...{ row: row.row, contactId, created, before, sets, from: to, to: back ? (from as Stage) : null },
      ...{ outcome: null, because: '' },
    };
  }

  async function undoRow(
    job: ImportJob,
    { row, found, values, changed }: Undoing,
    kept: ImportRow | undefined,
  ): Promise<ImportRow> {
    if (!kept) throw new AppError('INTERNAL', 'A row was not kept');
    if (!found) return { ...kept, outcome: 'failed', because: GONE };
    const stage = await backToStage(job, row, found);
    const { hs_lead_status: status, ...plain } = values;
    const refused = await write(job, found.id, stage === undefined && status !== undefined ? values : plain);
    const because = [stage, refused, ...changed.map((name) => `${name} ${CHANGED}`)].filter((why) => why !== undefined);
    return {
      ...kept,
      to: stage === undefined ? kept.to : null,
      outcome: because.length > 0 ? 'failed' : 'done',
      because: because.join(' · '),
    };
  }

  async function undoBatch(
    job: ImportJob,
    rows: readonly ImportRow[],
    fields: ReadonlyMap<string, Field>,
  ): Promise<void> {
    const properties = [...new Set([...STAGE_FIELDS, ...rows.flatMap(({ sets }) => Object.keys(sets))])];
    const keys = rows.flatMap(({ contactId }) => contactId ?? []);
    const found = await people.find({ portalId: job.portalId, by: 'id', keys, properties });
    const undoing = rows.map((row): Undoing => {
      const there = found.get(row.contactId ?? '');
      return { row, found: there, ...(there ? valuesBack(row, there, fields) : NOTHING) };
    });
    const kept = await imports.remember(job, undoing.map(planRow));
    const ended = await Promise.all(undoing.map((one) => undoRow(job, one, kept.get(one.row.row))));
    await imports.settle(job, ended);
  }

  return async function undoImport(job: ImportJob, stopping: () => boolean): Promise<Summary | undefined> {
    if (job.of === undefined) throw new AppError('INVALID_INPUT', 'nothing to undo was named');
    const fields = await people.fields(job.portalId);
    let rows: ImportRow[] = [];
    const flush = async (doneRow: number): Promise<void> => {
      if (rows.length > 0) await undoBatch(job, rows, fields);
      rows = [];
      if (!(await imports.advance(job, { rows: doneRow, doneRow }))) throw takenOver();
    };
    let last = 0;
    for await (const row of imports.rows({ portalId: job.portalId, id: job.of })) {
      last = row.row;
      if (row.row <= job.doneRow || !didSomething(row)) continue;
      rows.push(row);
      if (rows.length < BATCH) continue;
      if (stopping()) return undefined;
      await flush(row.row);
    }
    await flush(last);
    return summaryOf(undefined, imports.rows(job));
  };
}

export type UndoImport = ReturnType<typeof createUndoImport>;

/** A row whose stage was asked for may have moved even where it was not heard of any more. */
function didSomething({ contactId, created, sets, to, outcome }: ImportRow): boolean {
  if (contactId === null) return false;
  return created || Object.keys(sets).length > 0 || (to !== null && outcome === 'done');
}

function wantBack(from: Stage, { options }: ImportJob) {
  if (from === 'recycled') return { kind: 'recycle', reason: options.reason, wakeUpAfterDays: undefined } as const;
  if (from === 'disqualified') return { kind: 'disqualify', reason: options.reason, note: undefined } as const;
  return { kind: 'set-stage', stage: from, reason: options.reason, allowBackward: true, leaveProtected: true } as const;
}
