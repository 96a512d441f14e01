import type { Kysely, Selectable } from 'kysely';
import type { FormStore, OpenForm } from '../app/forms/form.js';
import type { Database } from './schema.js';
import type { FormsTable } from './webhook-schema.js';
import { inStore } from './store-errors.js';

function toOpenForm(row: Selectable<FormsTable>): OpenForm {
  const { portal_id: portalId, form_id: form, signal, fields, expires_at: until } = row;
  return { portalId, form, signal, fields, until };
}

/** `FormStore` on PostgreSQL. @param now epoch milliseconds */
export function createFormStore(db: Kysely<Database>, now: () => number): FormStore {
  return {
    open: ({ portalId, form, signal, fields, until }) =>
      inStore(async () => {
        const held = { signal, fields: JSON.stringify(fields), expires_at: until, at: now() };
        await db
          .insertInto('forms')
          .values({ portal_id: portalId, form_id: form, ...held })
          .onConflict((conflict) => conflict.columns(['portal_id', 'form_id']).doUpdateSet(held))
          .execute();
      }),
    close: (portalId, form) =>
      inStore(async () => {
        const closed = await db
          .deleteFrom('forms')
          .where('portal_id', '=', portalId)
          .where('form_id', '=', form)
          .returning('form_id')
          .execute();
        return closed.length > 0;
      }),
    find: (portalId, form) =>
      inStore(async () => {
        const row = await db
          .selectFrom('forms')
          .selectAll()
          .where('portal_id', '=', portalId)
          .where('form_id', '=', form)
          .executeTakeFirst();
        return row && toOpenForm(row);
      }),
    list: (portalId) =>
      inStore(async () => {
        const rows = await db
          .selectFrom('forms')
          .selectAll()
          .where('portal_id', '=', portalId)
          .orderBy('form_id')
          .execute();
        return rows.map(toOpenForm);
      }),
  };
}
