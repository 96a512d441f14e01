import { sql, type Kysely } from 'kysely';
import type { Addition, ChainState, ChainStore } from '../app/sync/chain.js';
import type { Way } from '../app/ask.js';
import { createCoalescer, type Gate } from './coalesce.js';
import { mergeContacts } from './merge-contacts.js';
import type { Database } from './schema.js';
import { inStore } from './store-errors.js';

interface Contact {
  readonly portalId: number;
  readonly contactId: string;
}

const nameOf = ({ portalId, contactId }: Contact): string => `${portalId} ${contactId}`;
const toRow = ({ portalId, contactId }: Contact) => ({ portal_id: portalId, contact_id: contactId });

interface StateRow {
  readonly portal_id: number;
  readonly contact_id: string;
  readonly stage: string | null;
  readonly seq: number;
  readonly at: number | null;
  readonly way: Way | null;
  readonly open: boolean;
  readonly survivor: string | null;
}

function toState({ stage, seq, at, way, open, survivor }: StateRow): ChainState {
  return {
    open,
    ...(stage === null ? {} : { head: { stage, seq, at: at ?? 0, way: way ?? 'sync' } }),
    ...(survivor === null ? {} : { survivor }),
  };
}

async function statesOf(db: Kysely<Database>, contacts: readonly Contact[]): Promise<readonly ChainState[]> {
  const given = JSON.stringify(contacts.map(toRow));
  const { rows } = await sql<StateRow>`
    select c.portal_id, c.contact_id, h.stage, h.seq, t.at, t.way, s.survivor_id as survivor,
      exists (select from moves m
        where m.portal_id = c.portal_id and m.contact_id = c.contact_id and m.state = 'planned') as open
    from (select distinct portal_id, contact_id
      from json_to_recordset(${given}::json) as g(portal_id bigint, contact_id text)) c
    left join heads h on h.portal_id = c.portal_id and h.contact_id = c.contact_id
    left join transitions t on t.portal_id = h.portal_id and t.contact_id = h.contact_id and t.seq = h.seq
    left join merges s on s.portal_id = c.portal_id and s.contact_id = c.contact_id`.execute(db);
  const states = new Map(
    rows.map((row) => [nameOf({ portalId: row.portal_id, contactId: row.contact_id }), toState(row)]),
  );
  return contacts.map((contact) => states.get(nameOf(contact)) ?? { open: false });
}

/** Stands in the contact's one place for an open move, so that nobody plans a move meanwhile. @returns names of those that have it */
async function hold(db: Kysely<Database>, additions: readonly Addition[]): Promise<ReadonlySet<string>> {
  const given = JSON.stringify(additions.map((one) => ({ ...toRow(one), key: one.key })));
  const { rows } = await sql<Contact>`
    insert into moves (portal_id, contact_id, key, state, move)
    select portal_id, contact_id, key, 'planned', '{}'::json
    from json_to_recordset(${given}::json) as g(portal_id bigint, contact_id text, key text)
    order by portal_id, contact_id
    on conflict do nothing
    returning portal_id as "portalId", contact_id as "contactId"`.execute(db);
  return new Set(rows.map(nameOf));
}

async function letGo(db: Kysely<Database>, additions: readonly Addition[]): Promise<void> {
  const given = JSON.stringify(additions.map(({ portalId, key }) => ({ portal_id: portalId, key })));
  await sql`
    delete from moves m using json_to_recordset(${given}::json) as g(portal_id bigint, key text)
    where m.portal_id = g.portal_id and m.key = g.key and m.state = 'planned'`.execute(db);
}

function linesOf(addition: Addition) {
  return addition.lines.map((line, index) => ({
    ...toRow(addition),
    after: addition.after ?? null,
    step: index + 1,
    steps: addition.lines.length,
    from_stage: line.from,
    to_stage: line.to,
    way: line.way,
    actor: line.actor,
    rule: line.rule,
    because: line.because,
    model: line.model,
    passed: line.passed,
    at: line.at,
  }));
}

/** One statement: the lines and the new head of each log that ends where its addition begins. @returns names of those */
async function append(db: Kysely<Database>, additions: readonly Addition[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<Contact>`
    with given as (
      select * from json_to_recordset(${JSON.stringify(additions.flatMap(linesOf))}::json) as g(
        portal_id bigint, contact_id text, after int, step int, steps int, from_stage text, to_stage text, way text,
        actor text, rule text, because json, model text, passed json, at bigint)),
    fitting as (
      select g.*, coalesce(h.seq, 0) as base
      from given g left join heads h on h.portal_id = g.portal_id and h.contact_id = g.contact_id
      where h.seq is not distinct from g.after),
    logged as (
      insert into transitions (portal_id, contact_id, seq, from_stage, to_stage, way, actor, rule, because, model, passed, at)
      select portal_id, contact_id, base + step, from_stage, to_stage, way, actor, rule, because, model, passed, at
      from fitting order by portal_id, contact_id, step),
    moved as (
      insert into heads (portal_id, contact_id, stage, seq)
      select portal_id, contact_id, to_stage, base + step from fitting where step = steps order by portal_id, contact_id
      on conflict (portal_id, contact_id) do update set stage = excluded.stage, seq = excluded.seq)
    select distinct portal_id as "portalId", contact_id as "contactId" from fitting`.execute(db);
  return new Set(rows.map(nameOf));
}

type Added = Awaited<ReturnType<ChainStore['add']>>;

/** A contact twice in one batch: the second looks again. */
async function addAll(db: Kysely<Database>, additions: readonly Addition[]): Promise<readonly Added[]> {
  const first = new Map<string, Addition>();
  for (const one of additions) if (!first.has(nameOf(one))) first.set(nameOf(one), one);
  const answers = await db.transaction().execute(async (trx) => {
    const held = await hold(trx, [...first.values()]);
    const ours = [...first.values()].filter((one) => held.has(nameOf(one)));
    if (ours.length === 0) return { held, added: new Set<string>() };
    const added = await append(trx, ours);
    await letGo(trx, ours);
    return { held, added };
  });
  return additions.map((one) => {
    const name = nameOf(one);
    if (first.get(name) !== one) return 'stale';
    if (!answers.held.has(name)) return 'open';
    return answers.added.has(name) ? 'added' : 'stale';
  });
}

/** `ChainStore` on PostgreSQL; concurrent calls share statements. */
export function createChainStore(db: Kysely<Database>, gate: Gate): ChainStore {
  const state = createCoalescer((contacts: readonly Contact[]) => statesOf(db, contacts), gate);
  const add = createCoalescer((additions: readonly Addition[]) => addAll(db, additions), gate);
  return {
    state: (portalId, contactId) => state({ portalId, contactId }),
    add,
    merge: (merging) => inStore(() => mergeContacts(db, merging)),
  };
}
