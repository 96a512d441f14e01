import { sql, type Kysely } from 'kysely';
import type { ImportJob, ImportKey, ImportRow, ImportStore, NewImport } from '../app/import/import-job.js';
import { pageOfRows, recallRows, rememberRows, settleRows } from './import-rows.js';
import { inMs } from './leases.js';
import type { Database } from './schema.js';
import { inStore } from './store-errors.js';

const JOB = sql`
  portal_id as "portalId", id, kind, state, because, mapping, options, of_import as "of", rows, done_row as "doneRow",
  summary, at, attempts`;

interface JobRow extends Omit<ImportJob, 'of' | 'summary'> {
  readonly of: string | null;
  readonly summary: ImportJob['summary'] | null;
}

function toJob({ of, summary, ...row }: JobRow): ImportJob {
  return { ...row, ...(of !== null && { of }), ...(summary && { summary }) };
}

const LISTED = 100;

async function createJob(
  db: Kysely<Database>,
  { portalId, id, kind, mapping, options, of, at }: NewImport,
): Promise<void> {
  await sql`
    insert into imports (portal_id, id, kind, mapping, options, of_import, at)
    values (${portalId}, ${id}, ${kind}, ${JSON.stringify(mapping)}::json, ${JSON.stringify(options)}::json,
      ${of ?? null}, ${at})`.execute(db);
}

/**
 * The oldest that is due, that nobody alive has, and of whose portal no older one is open. A row somebody is claiming right
 * now is passed over; the ones behind it wait all the same.
 */
async function claimJob(
  db: Kysely<Database>,
  worker: string,
  { here, busy }: { readonly here: readonly string[]; readonly busy: readonly string[] },
): Promise<ImportJob | undefined> {
  const ids = (list: readonly string[]) => sql`(select json_array_elements_text(${JSON.stringify(list)}::json))`;
  const { rows } = await sql<JobRow>`
    update imports set state = 'running', lease_token = ${worker}::uuid, attempts = attempts + 1, because = ''
    where seq = (
      select i.seq from imports i
      where i.state in ('waiting', 'running') and i.due_at <= clock_timestamp()
        and (i.kind = 'undo' or i.id in ${ids(here)}) and i.id not in ${ids(busy)}
        and (i.lease_token is null or i.lease_token = ${worker}::uuid or not exists (
          select from workers w where w.token = i.lease_token and w.lease_until >= clock_timestamp()))
        and not exists (
          select from imports o where o.portal_id = i.portal_id and o.seq < i.seq and o.state in ('waiting', 'running'))
      order by i.seq limit 1 for update skip locked)
    returning ${JOB}`.execute(db);
  return rows[0] && toJob(rows[0]);
}

/** @returns false when it is another worker's by now */
async function advanceJob(
  db: Kysely<Database>,
  worker: string,
  { portalId, id, rows, doneRow }: ImportKey & { readonly rows: number; readonly doneRow: number },
): Promise<boolean> {
  // Getting somewhere is what attempts count the lack of.
  const { numAffectedRows } = await sql`
    update imports set rows = ${rows}, attempts = case when done_row < ${doneRow} then 1 else attempts end,
      done_row = greatest(done_row, ${doneRow})
    where portal_id = ${portalId} and id = ${id} and lease_token = ${worker}::uuid and state = 'running'`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

/** `ImportStore` on PostgreSQL. @param worker this process's lease token, kept alive by `EvaluationStore.renew` */
export function createImportStore(db: Kysely<Database>, worker: string): ImportStore {
  async function* rows(key: ImportKey): AsyncGenerator<ImportRow> {
    for (let after = 0; ;) {
      const page = await inStore(() => pageOfRows(db, key, after));
      yield* page;
      const last = page.at(-1);
      if (!last) return;
      after = last.row;
    }
  }

  return {
    create: (job) => inStore(() => createJob(db, job)),
    get: (id) =>
      inStore(async () => {
        const { rows: found } = await sql<JobRow>`select ${JOB} from imports where id = ${id}`.execute(db);
        return found[0] && toJob(found[0]);
      }),
    list: () =>
      inStore(async () => {
        const { rows: found } = await sql<JobRow>`
          select ${JOB} from imports order by seq desc limit ${LISTED}`.execute(db);
        return found.map(toJob);
      }),
    claim: (here, busy) => inStore(() => claimJob(db, worker, { here, busy })),
    advance: (key, at) => inStore(() => advanceJob(db, worker, { ...key, ...at })),
    putOff: ({ portalId, id }, because, delayMs) =>
      inStore(async () => {
        await sql`
          update imports set lease_token = null, because = ${because}, due_at = ${inMs(delayMs)}
          where portal_id = ${portalId} and id = ${id} and lease_token = ${worker}::uuid and state = 'running'`.execute(
          db,
        );
      }),
    end: ({ portalId, id }, { state, because, summary }) =>
      inStore(async () => {
        const kept = summary === undefined ? null : JSON.stringify(summary);
        await sql`
          update imports set state = ${state}, because = ${because}, summary = ${kept}::json, lease_token = null,
            done_row = case when ${state} = 'done' then rows else done_row end
          where portal_id = ${portalId} and id = ${id} and lease_token = ${worker}::uuid`.execute(db);
      }),
    resume: ({ portalId, id }) =>
      inStore(async () => {
        const { numAffectedRows } = await sql`
          update imports set state = 'waiting', because = '', due_at = clock_timestamp(), attempts = 0
          where portal_id = ${portalId} and id = ${id} and state = 'stopped'`.execute(db);
        return (numAffectedRows ?? 0n) > 0n;
      }),
    remember: (key, kept) => inStore(() => rememberRows(db, key, kept)),
    recall: (key, from, to) => inStore(() => recallRows(db, key, from, to)),
    settle: (key, ended) => inStore(() => settleRows(db, key, ended)),
    rows,
  };
}
