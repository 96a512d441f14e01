import { Client } from 'pg';
import { withDatabase } from '../store/bench.js';

interface StoreUnderTest {
  readonly name: string;
  /** Settings for a service process; on PostgreSQL a database of its own, made now. */
  readonly env: () => Promise<Record<string, string>>;
}

/**
 * The embedded store; PostgreSQL instead when TEST_DATABASE_URL names one, since these tests take minutes on each. To be
 * called once, at the top of a test file: its databases are dropped when all of the file is over.
 */
export function stores(): StoreUnderTest[] {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) return [{ name: 'the embedded store', env: () => Promise.resolve({}) }];
  const drops: (() => Promise<void>)[] = [];
  afterAll(() => Promise.all(drops.map((drop) => drop())));
  const env = async () => {
    const database = await withDatabase(url);
    drops.push(database.drop);
    return { DATABASE_URL: database.url };
  };
  return [{ name: 'PostgreSQL', env }];
}

/**
 * As if a minute had passed since the last death. The embedded store has one process, which knows at its start that the
 * others are gone.
 *
 * @param settings of the service that died
 */
export async function leasesLapse({ DATABASE_URL }: Readonly<Record<string, string>>): Promise<void> {
  if (DATABASE_URL === undefined) return;
  const client = new Client({ connectionString: DATABASE_URL });
  await client.connect();
  await client.query(`update workers set lease_until = now() - interval '1 second'`);
  await client.end();
}
