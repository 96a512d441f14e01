import { sql, type Kysely } from 'kysely';
import type { Evaluation } from '../app/outcome.js';
import { EVALUATION, nameOf, toEvaluation, type EvaluationKey, type EvaluationRow } from './evaluation-row.js';
import type { Database } from './schema.js';

/** @returns by `nameOf`; a key that was never asked is not in it */
export async function findEvaluations(
  db: Kysely<Database>,
  keys: readonly EvaluationKey[],
): Promise<ReadonlyMap<string, Evaluation>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<EvaluationRow>`
    select ${EVALUATION}
    from json_to_recordset(${JSON.stringify(keys)}::json) as asked("portalId" bigint, key text)
    join evaluations e on e.portal_id = asked."portalId" and e.key = asked.key
    left join moves m on m.portal_id = e.portal_id and m.key = e.key`.execute(db);
  return new Map(rows.map((row) => [nameOf(row.ask), toEvaluation(row)]));
}
