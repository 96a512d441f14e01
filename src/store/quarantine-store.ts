import type { Kysely, Selectable } from 'kysely';
import type { Held, QuarantineStore } from '../app/sync/quarantine.js';
import { inPages, matching } from './in-pages.js';
import type { Database } from './schema.js';
import type { QuarantineTable } from './webhook-schema.js';
import { inStore } from './store-errors.js';

function toHeld(row: Selectable<QuarantineTable>): Held {
  return {
    id: row.id,
    portalId: row.portal_id,
    contactId: row.contact_id,
    key: row.key,
    kind: row.kind,
    from: row.from_stage,
    stage: row.stage,
    form: row.form,
    ...(row.signal === null ? {} : { signal: row.signal }),
    code: row.code,
    because: row.because,
    at: row.at,
    state: row.state,
    ...(row.ended_by === null ? {} : { endedBy: row.ended_by }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  };
}

/** `QuarantineStore` on PostgreSQL. */
export function createQuarantineStore(db: Kysely<Database>): QuarantineStore {
  const pages = ({ state, ...filter }: Parameters<QuarantineStore['list']>[0]) => {
    return async (after: number, rows: number): Promise<Held[]> => {
      const found = await db
        .selectFrom('quarantine')
        .selectAll()
        .where('id', '>', after)
        .where(matching(filter, 'at'))
        .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'open'))
        .orderBy('id')
        .limit(rows)
        .execute();
      return found.map(toHeld);
    };
  };

  return {
    put: (claimed) =>
      inStore(async () => {
        const { portalId, contactId, key, kind, from, stage, form, signal = null, code, because, at } = claimed;
        const row = { portal_id: portalId, contact_id: contactId, key, kind, from_stage: from, stage, form, signal };
        const added = await db
          .insertInto('quarantine')
          .values({ ...row, code, because, at })
          .onConflict((conflict) => conflict.columns(['portal_id', 'key']).doNothing())
          .returning('id')
          .execute();
        return added.length > 0;
      }),
    openOf: (portalId, contactId) =>
      inStore(async () => {
        const row = await db
          .selectFrom('quarantine')
          .selectAll()
          .where('portal_id', '=', portalId)
          .where('contact_id', '=', contactId)
          .where('state', '=', 'open')
          .orderBy('at', 'desc')
          .orderBy('id', 'desc')
          .limit(1)
          .executeTakeFirst();
        return row && toHeld(row);
      }),
    find: (id) =>
      inStore(async () => {
        const row = await db.selectFrom('quarantine').selectAll().where('id', '=', id).executeTakeFirst();
        return row && toHeld(row);
      }),
    end: (id, { state, by, at }) =>
      inStore(async () => {
        const ended = await db
          .updateTable('quarantine')
          .set({ state, ended_by: by, ended_at: at })
          .where('id', '=', id)
          .where('state', '=', 'open')
          .returning('id')
          .execute();
        return ended.length > 0;
      }),
    overtake: (portalId, contactId, at) =>
      inStore(async () => {
        await db
          .updateTable('quarantine')
          .set({ state: 'overtaken', ended_by: 'portal', ended_at: at })
          .where('portal_id', '=', portalId)
          .where('contact_id', '=', contactId)
          .where('kind', '=', 'jump')
          .where('state', '=', 'open')
          .where('at', '<', at)
          .execute();
      }),
    list: (filter) => inPages(filter.limit ?? Infinity, pages(filter)),
  };
}
