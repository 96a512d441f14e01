import { sql, type Kysely } from 'kysely';
import { AppError } from '../app/errors.js';
import type { Move } from '../app/outcome.js';
import type { Plan, Planned } from '../app/ports.js';
import { inLockOrder, nameOf, type EvaluationKey } from './evaluation-row.js';
import { findEvaluations } from './find-evaluations.js';
import type { Database } from './schema.js';

interface Kept extends EvaluationKey {
  /** It stood as `accepted` before. */
  readonly accepted: boolean;
  /** Its move is the contact's open one now. */
  readonly opened: boolean;
}
type WithMove = Plan & { readonly move: Move };
type Stale = Extract<Planned, { readonly kind: 'stale' }>;
interface Head {
  readonly stage: string;
  readonly seq: number;
}

const PLANNED: Planned = { kind: 'planned' };

function contactOf(portalId: number, contactId: string): string {
  return `${portalId} ${contactId}`;
}

function hasMove(plan: Plan): plan is WithMove {
  return plan.move !== undefined;
}

/**
 * Keeps the decisions and opens their moves, where the contact has no open one.
 *
 * @returns those that are ours now: new ones, and our own `accepted` ones
 */
async function keep(db: Kysely<Database>, plans: readonly Plan[], worker: string): Promise<Kept[]> {
  const given = JSON.stringify(
    plans.map(({ ask, outcome, writes, move }) => ({
      portal_id: ask.portalId,
      key: ask.key,
      contact_id: ask.contactId,
      ask,
      outcome,
      writes,
      move: move ?? null,
      asked_at: ask.at,
    })),
  );
  const { rows } = await sql<Kept>`
    with given as (
      select * from json_to_recordset(${given}::json) as p(
        portal_id bigint, key text, contact_id text, ask json, outcome json, writes json, move json, asked_at bigint)),
    kept as (
      insert into evaluations as e (portal_id, key, contact_id, state, ask, outcome, writes, asked_at, lease_token)
      select portal_id, key, contact_id, 'planned', ask, outcome, writes, asked_at, ${worker}::uuid from given
      on conflict (portal_id, key) do update
        set state = 'planned', outcome = excluded.outcome, writes = excluded.writes
        where e.state = 'accepted' and e.lease_token = ${worker}::uuid
      returning portal_id, key, accepted),
    opened as (
      insert into moves (portal_id, contact_id, key, state, move)
      select portal_id, contact_id, key, 'planned', move
      from given join kept using (portal_id, key) where move is not null
      order by portal_id, contact_id, key
      on conflict do nothing
      returning portal_id, key)
    select k.portal_id as "portalId", k.key, k.accepted, o.key is not null as opened
    from kept k left join opened o on o.portal_id = k.portal_id and o.key = k.key`.execute(db);
  return rows;
}

/** Read in a statement after the moves were opened: from then on nobody else can move the contact's head. */
async function headsOf(db: Kysely<Database>, plans: readonly WithMove[]): Promise<ReadonlyMap<string, Head>> {
  const given = JSON.stringify(plans.map(({ ask }) => ({ portal_id: ask.portalId, contact_id: ask.contactId })));
  const { rows } = await sql<Head & { readonly portal_id: number; readonly contact_id: string }>`
    select h.portal_id, h.contact_id, h.stage, h.seq
    from json_to_recordset(${given}::json) as p(portal_id bigint, contact_id text)
    join heads h on h.portal_id = p.portal_id and h.contact_id = p.contact_id`.execute(db);
  return new Map(rows.map((row) => [contactOf(row.portal_id, row.contact_id), row]));
}

function staleness(plan: WithMove, opened: boolean, head: Head | undefined): Stale | undefined {
  if (!opened) return { kind: 'stale', head: head?.seq ?? 0, open: true };
  const unbroken = head === undefined || head.stage === plan.move.from || head.seq === plan.headSeen;
  return unbroken ? undefined : { kind: 'stale', head: head.seq, open: false };
}

/** Takes stale plans back: the keys become free again, or `accepted` as they were. */
async function takeBack(db: Kysely<Database>, kept: readonly Kept[]): Promise<void> {
  const given = JSON.stringify(kept);
  const back = sql`json_to_recordset(${given}::json) as b("portalId" bigint, key text, accepted boolean)`;
  await sql`delete from moves m using ${back} where m.portal_id = b."portalId" and m.key = b.key`.execute(db);
  await sql`delete from evaluations e using ${back}
    where not b.accepted and e.portal_id = b."portalId" and e.key = b.key`.execute(db);
  if (!kept.some(({ accepted }) => accepted)) return;
  await sql`update evaluations e set state = 'accepted', outcome = null, writes = null from ${back}
    where b.accepted and e.portal_id = b."portalId" and e.key = b.key`.execute(db);
}

async function planMoves(db: Kysely<Database>, plans: readonly Plan[], worker: string): Promise<Map<string, Planned>> {
  const kept = await keep(db, plans, worker);
  const answers = new Map<string, Planned>(kept.map((key) => [nameOf(key), PLANNED]));
  const moving = plans.filter(hasMove).filter(({ ask }) => answers.has(nameOf(ask)));
  if (moving.length === 0) return answers;
  const opened = new Set(kept.filter((one) => one.opened).map(nameOf));
  const heads = await headsOf(db, moving);
  for (const plan of moving) {
    const { portalId, contactId } = plan.ask;
    const stale = staleness(plan, opened.has(nameOf(plan.ask)), heads.get(contactOf(portalId, contactId)));
    if (stale) answers.set(nameOf(plan.ask), stale);
  }
  const back = kept.filter((key) => answers.get(nameOf(key))?.kind === 'stale');
  if (back.length > 0) await takeBack(db, back);
  return answers;
}

/**
 * Plans a batch in one transaction.
 *
 * @param worker this worker's lease token
 * @returns in the order asked; of two plans of one key the second is a repeat, of two moves of one contact the second is stale
 */
export async function planEvaluations(
  db: Kysely<Database>,
  plans: readonly Plan[],
  worker: string,
): Promise<Planned[]> {
  const first = new Map<string, Plan>();
  for (const plan of plans) if (!first.has(nameOf(plan.ask))) first.set(nameOf(plan.ask), plan);
  const rows = inLockOrder([...first.values()]);
  const answers = rows.some(hasMove)
    ? await db.transaction().execute((trx) => planMoves(trx, rows, worker))
    : await planMoves(db, rows, worker);
  const isRepeat = (plan: Plan) => first.get(nameOf(plan.ask)) !== plan || !answers.has(nameOf(plan.ask));
  const there = await findEvaluations(
    db,
    plans.filter(isRepeat).map(({ ask }) => ({ portalId: ask.portalId, key: ask.key })),
  );
  return plans.map((plan) => {
    const name = nameOf(plan.ask);
    const evaluation = there.get(name);
    if (isRepeat(plan) && evaluation) return { kind: 'repeat', evaluation };
    const answer = answers.get(name);
    if (answer) return answer;
    throw new AppError('STORE_UNAVAILABLE', 'An evaluation vanished while it was planned.', { retryAfterMs: 1000 });
  });
}
