import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Pool } from 'pg';
import { keepHouse } from '../../../src/store/embedded/maintenance.js';
import { SOCKET_PORT } from '../../../src/store/embedded/socket-place.js';
import { startEmbedded, type Embedded } from '../../../src/store/embedded/start-embedded.js';
import { createPool } from '../../../src/store/pool.js';
import { createMemoryLog } from '../../fakes/memory-log.js';
import { newDirectory, silent } from '../bench.js';
import { vanishInTheMiddle } from './raw-client.js';

describe('the embedded engine', () => {
  const dataDir = newDirectory();
  const log = createMemoryLog();
  let engine: Embedded | undefined;
  let pool: Pool;

  const running = (): Embedded => {
    if (!engine) throw new Error('The engine did not start.');
    return engine;
  };

  beforeAll(async () => {
    engine = await startEmbedded(dataDir, log);
    pool = createPool(engine.address, silent);
    await pool.query('create table kept (id int primary key, text text)');
  });

  afterAll(async () => {
    await pool.end();
    await engine?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('brings commits to the disk', () => {
    expect(running().durability).toBe('disk');
    expect(log.entries).toEqual([]);
  });

  it('listens beside the data', () => {
    expect(running().address).toEqual({ host: path.join(dataDir, 'db.socket'), port: SOCKET_PORT });
  });

  it('keeps requests larger than one read of the socket whole, many clients at once', async () => {
    const text = (n: number) => `${n} ${'x'.repeat(2_000_000)}`;

    const answers = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        const { rows } = await pool.query<{ size: number; n: number }>(`select length($1::text) as size, ${n} as n`, [
          text(n),
        ]);
        return rows[0];
      }),
    );

    expect(answers).toEqual(Array.from({ length: 8 }, (_, n) => ({ size: text(n).length, n })));
  });

  it('goes on for others when a client vanishes in the middle of a transaction and a request', async () => {
    await vanishInTheMiddle(path.join(dataDir, 'db.socket', '.s.PGSQL.5432'));

    const answers = await Promise.all([1, 2, 3].map((n) => pool.query('select $1::int as n', [n])));

    expect(answers.map(({ rows }) => rows as unknown)).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  });

  it('tidies when enough was written, later when somebody waits, and keeps everything', async () => {
    const house = keepHouse({ pool, engine: running(), isBusy: () => false, log: silent });
    house.stop();
    await house.tidy(false);
    await pool.query(`insert into kept select n, repeat('x', 2000) from generate_series(1, 20000) n`);

    const steps = [await house.tidy(true), await house.tidy(false), await house.tidy(false)];

    expect(steps).toEqual(['not yet', 'tidied', 'not yet']);
    expect((await pool.query('select count(*) as rows from kept')).rows).toEqual([{ rows: 20_000 }]);
  });

  it('goes through every table there is, whatever its name', async () => {
    const house = keepHouse({ pool, engine: running(), isBusy: () => false, log: silent });
    house.stop();
    const untouched = async () => {
      const { rows } = await pool.query<{ relname: string }>(
        `select relname from pg_class
         where relkind = 'r' and relnamespace = current_schema()::regnamespace and reltuples = -1 order by relname`,
      );
      return rows.map(({ relname }) => relname);
    };
    await pool.query('create table next (id int)');
    await pool.query('create table "Order by" (id int)');
    await house.tidy(false);
    await pool.query(`insert into kept select n, repeat('x', 2000) from generate_series(100001, 120000) n`);
    const before = await untouched();

    await house.tidy(false);

    expect(before).toEqual(expect.arrayContaining(['Order by', 'next']));
    expect(await untouched()).toEqual([]);
  });

  it('comes back after a crash with everything that was committed', async () => {
    const id = 1_000_000;
    await pool.query('insert into kept values ($1, $2)', [id, randomUUID()]);

    await running().restart('a test');

    const reopened = createPool(running().address, silent);
    expect((await reopened.query('select id from kept where id = $1', [id])).rows).toEqual([{ id }]);
    await reopened.end();
    expect(log.said('the embedded store stopped; starting it again')).toHaveLength(1);
  });

  it('gives the directory back when it closes', async () => {
    await pool.end();
    await running().close();
    engine = undefined;

    expect(existsSync(path.join(dataDir, 'db.lock'))).toBe(false);
    expect(existsSync(path.join(dataDir, 'db.socket'))).toBe(false);
    pool = createPool({ host: dataDir, port: SOCKET_PORT }, silent);
  });
});
