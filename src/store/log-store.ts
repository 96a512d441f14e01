import type { Kysely } from 'kysely';
import type { Way } from '../app/ask.js';
import type { EvaluationState, Outcome, Transition } from '../app/outcome.js';
import type { DecisionRow, ListFilter, LogStore } from '../app/ports.js';
import { inPages, matching } from './in-pages.js';
import type { Database } from './schema.js';

interface Decided {
  readonly portal_id: number;
  readonly contact_id: string;
  readonly key: string;
  readonly state: EvaluationState;
  readonly way: Way;
  readonly outcome: Outcome | null;
  readonly asked_at: number;
}

function toDecision({ outcome, ...row }: Decided): DecisionRow {
  const decision = outcome?.decision;
  const decided = decision && decision.kind !== 'refused' ? decision : undefined;
  return {
    portalId: row.portal_id,
    contactId: row.contact_id,
    key: row.key,
    way: row.way,
    kind: decision?.kind ?? null,
    from: decided?.from ?? null,
    to: decided?.to ?? null,
    rule: decided?.rule ?? (decision?.kind === 'refused' ? decision.code : null),
    score: outcome?.score?.score ?? null,
    model: outcome?.model ?? null,
    state: row.state,
    at: row.asked_at,
  };
}

function decisionPage(db: Kysely<Database>, filter: ListFilter) {
  return (after: number, rows: number) =>
    db
      .selectFrom('evaluations')
      .select(['id', 'portal_id', 'contact_id', 'key', 'state', 'outcome', 'asked_at'])
      .select((column) => column.ref('ask', '->>').key('way').$castTo<Way>().as('way'))
      .where('id', '>', after)
      .where(matching(filter, 'asked_at'))
      .orderBy('id')
      .limit(rows)
      .execute();
}

function transitionPage(db: Kysely<Database>, filter: ListFilter) {
  return (after: number, rows: number) =>
    db
      .selectFrom('transitions')
      .select(['id', 'portal_id as portalId', 'contact_id as contactId', 'from_stage as from', 'to_stage as to'])
      .select(['way', 'actor', 'rule', 'because', 'model', 'passed', 'at'])
      .where('id', '>', after)
      .where(matching(filter, 'at'))
      .orderBy('id')
      .limit(rows)
      .execute();
}

/** `LogStore` on PostgreSQL. `limit` keeps the oldest; both throw AppError `STORE_UNAVAILABLE` while iterating. */
export function createLogStore(db: Kysely<Database>): LogStore {
  async function* decisions(filter: ListFilter): AsyncGenerator<DecisionRow> {
    for await (const row of inPages(filter.limit ?? Infinity, decisionPage(db, filter))) yield toDecision(row);
  }

  async function* transitions(filter: ListFilter): AsyncGenerator<Transition> {
    for await (const { id: _id, ...transition } of inPages(filter.limit ?? Infinity, transitionPage(db, filter))) {
      yield transition;
    }
  }

  return { decisions, transitions };
}
