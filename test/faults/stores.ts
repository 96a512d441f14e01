import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

interface StoreUnderTest {
  readonly name: string;
  /** Settings for a service process; on PostgreSQL a database of its own, made now. */
  readonly env: () => Promise<Record<string, string>>;
}

/** The embedded store; PostgreSQL instead when TEST_DATABASE_URL names one, since these tests take minutes on each. */
export function stores(): StoreUnderTest[] {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) return [{ name: 'the embedded store', env: () => Promise.resolve({}) }];
  return [{ name: 'PostgreSQL', env: async () => ({ DATABASE_URL: await freshDatabase(url) }) }];
}

async function freshDatabase(url: string): Promise<string> {
  const name = `handoff_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const fresh = new URL(url);
  fresh.pathname = `/${name}`;
  return fresh.href;
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
