import type { FoundPerson, ImportJob, ImportRow, People } from './import-job.js';
import type { Batch, CountingRow, IdleRow } from './import-rows.js';
import { judgePerson, propertiesToJudge, type PersonPlan, type SeeAsRoad } from './judge-person.js';
import type { RowMapper } from './mapping.js';
import type { Forgotten } from '../privacy.js';
import type { Running } from './run-batch.js';

/** A row and what it comes to. */
export interface Judged {
  readonly row: CountingRow;
  readonly plan: PersonPlan;
  readonly found: FoundPerson | undefined;
}

export const NOBODY = 'HubSpot has no such contact';
/** Their contact is on its way out of HubSpot; one made anew later is a new person. */
const FORGOTTEN = 'this person asked to be forgotten';

interface JudgeBy {
  readonly people: Pick<People, 'find'>;
  readonly privacy: Forgotten;
  readonly seeAsRoad: SeeAsRoad;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Finds the people of these rows and judges each row against its person. */
export async function judgeRows(
  { job, mapper, portal }: Running,
  rows: readonly CountingRow[],
  { people, privacy, seeAsRoad, now }: JudgeBy,
): Promise<Judged[]> {
  if (rows.length === 0) return [];
  const properties = [...new Set([...propertiesToJudge(portal.compiled), ...mapper.properties.keys()])];
  const keys = rows.map(({ person }) => person);
  const there = await people.find({ portalId: job.portalId, by: mapper.by, keys, properties });
  return Promise.all(
    rows.map(async (row): Promise<Judged> => {
      const found = there.get(row.person);
      if (found && privacy.has(job.portalId, found.id))
        return { row, found, plan: { sets: {}, stage: undefined, problem: FORGOTTEN } };
      return { row, found, plan: await judgePerson(row, found, { portal, job, now, seeAsRoad }) };
    }),
  );
}

/** The rows of a batch that can be worked on, and those that cannot after all. Nothing is done yet. */
export async function judgeBatch(
  running: Running,
  batch: Batch,
  by: JudgeBy,
): Promise<{ readonly usable: readonly Judged[]; readonly failed: readonly IdleRow[] }> {
  return divided(onceEach(await judgeRows(running, batch.counting, by)), running);
}

/** Two rows may turn out to be one contact, found under two of its addresses: the first counts. */
function onceEach(judged: readonly Judged[]): Judged[] {
  const rowOf = new Map<string, number>();
  return judged.map((one) => {
    const id = one.found?.id;
    const other = id === undefined ? undefined : rowOf.get(id);
    if (id !== undefined && other === undefined) rowOf.set(id, one.row.row);
    if (other === undefined) return one;
    const problem = `the same contact is in row ${other}, under another of its addresses`;
    return { ...one, plan: { sets: {}, stage: undefined, problem } };
  });
}

/** Who can be worked on, and the rows that cannot be used after all. */
function divided(judged: readonly Judged[], { job, mapper }: Running) {
  const problemOf = ({ plan, found }: Judged) =>
    plan.problem ?? (found || makesPeople(job, mapper) ? undefined : NOBODY);
  const failed = judged.flatMap((one): IdleRow[] => {
    const because = problemOf(one);
    return because === undefined ? [] : [{ row: one.row.row, outcome: 'failed', because }];
  });
  return { usable: judged.filter((one) => problemOf(one) === undefined), failed };
}

/** Only an import knows enough of somebody to make a contact of him, and only by e-mail. */
export function makesPeople({ kind }: ImportJob, { by }: RowMapper): boolean {
  return kind === 'import' && by === 'email';
}

/** Is there anything to do for it, or to say of it? */
export function wantsSomething({ plan, found }: Judged): boolean {
  return (
    found === undefined ||
    Object.keys(plan.sets).length > 0 ||
    (plan.stage !== undefined && plan.stage.kind !== 'there')
  );
}

/** What is kept of a row before anything is done for it. */
export function toKeep({ row, plan, found }: Judged): ImportRow {
  const { stage } = plan;
  // Of a new person no value is kept: there is none to put back, and until HubSpot has made the contact none is found by it.
  const sets = found ? plan.sets : {};
  const held = found?.properties ?? {};
  const moves = stage?.kind === 'move' ? ['lifecyclestage', 'hs_lead_status'] : [];
  // A new person's stage is whatever the portal gives: only a stage that is asked for makes sure.
  const to =
    stage === undefined || (stage.kind === 'there' && found)
      ? null
      : stage.kind === 'there'
        ? (row.stage ?? null)
        : stage.to;
  return {
    row: row.row,
    contactId: found?.id ?? null,
    created: found === undefined,
    before: Object.fromEntries([...Object.keys(sets), ...moves].map((name) => [name, held[name] ?? null])),
    sets: { ...sets },
    from: stage?.from ?? null,
    to,
    outcome: stage?.kind === 'held' ? 'held' : null,
    because: stage?.kind === 'held' ? stage.because : '',
  };
}

/** What is kept of a row nothing was done for. */
export function toIdleRow({ row, outcome, because }: IdleRow): ImportRow {
  return { row, contactId: null, created: false, before: {}, sets: {}, from: null, to: null, outcome, because };
}
