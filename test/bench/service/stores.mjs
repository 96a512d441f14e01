import path from 'node:path';
import { createDatabase } from './throw-away-database.mjs';
import { withCleanUp, withFolder } from './folder.mjs';

const SERVER = process.env.TEST_DATABASE_URL || process.env.DATABASE_URL;

/** The stores to measure on: the embedded one, and PostgreSQL where an address of a server is set. */
export const STORES = SERVER ? ['embedded', 'postgres'] : ['embedded'];

/** Does `work` with an empty store: the settings that name it. */
export function withStore(store, work) {
  return withFolder((folder) =>
    withCleanUp(async (afterwards) => {
      const dataDir = path.join(folder, 'data');
      if (store === 'embedded') return work({ dataDir, env: {} });
      const { url, drop } = await createDatabase(SERVER);
      afterwards(drop);
      return work({ dataDir, env: { DATABASE_URL: url } });
    }),
  );
}
