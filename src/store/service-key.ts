import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from './schema.js';
import { inStore } from './store-errors.js';

const BYTES = 32;

/**
 * A key of this service's own, made when it is first asked for: for installations that set none.
 *
 * @param name one word, for ever the same
 * @returns 32 bytes @throws AppError `STORE_UNAVAILABLE`
 */
export function serviceKey(db: Kysely<Database>, name: string): Promise<Buffer> {
  return inStore(async () => {
    const made = randomBytes(BYTES).toString('base64');
    await db
      .insertInto('service_keys')
      .values({ name, key: made })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    const { key } = await db
      .selectFrom('service_keys')
      .select('key')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    return Buffer.from(key, 'base64');
  });
}
