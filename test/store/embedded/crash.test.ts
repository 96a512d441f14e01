import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startEmbedded } from '../../../src/store/embedded/start-embedded.js';
import { openStore } from '../../../src/store/open-store.js';
import { all } from '../asks.js';
import { newDirectory, settings, silent, withDatabase } from '../bench.js';
import { startChild } from './child.js';

/** Plans and settles moves of ever new contacts, eight at a time, and says each once it is acknowledged. */
const WRITE_ON = `
  const { evaluations } = await open();
  const one = async (n) => {
    const ask = { portalId: 1, contactId: String(n), key: String(n), way: 'workflow', actor: 'a', action: 'a',
      want: { kind: 'score' }, at: n };
    const move = { from: 'lead', was: 'lead', to: 'mql', clearFirst: false, fields: {}, because: [], passed: [] };
    const decision = { kind: 'advance', from: 'lead', to: 'mql', rule: 'r', missing: [], passed: [] };
    await evaluations.plan({ ask, outcome: { decision }, writes: {}, move });
    await evaluations.settle({ ask, outcome: { decision, move: { state: 'applied', stage: 'mql', because: '' } }, move });
    say(String(n));
  };
  for (let n = 0; ; n += 8) await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((more) => one(n + more)));
`;

const STOP_IN_MIGRATION = `await open({ failpoint: () => process.kill(process.pid, 'SIGKILL') }); say('went on');`;

describe('a store whose process is killed', () => {
  const empty = newDirectory();
  let dataDir = '';

  /** The slow part of a first start, once. */
  beforeAll(async () => {
    await (await startEmbedded(empty, silent)).close();
  });

  afterAll(() => rmSync(empty, { recursive: true, force: true }));

  beforeEach(() => {
    dataDir = newDirectory();
    cpSync(empty, dataDir, { recursive: true });
  });

  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('has every acknowledged transition, and its lock is taken over', async () => {
    const child = startChild(WRITE_ON, { dataDir });
    const acknowledged: string[] = [];
    while (acknowledged.length < 60) acknowledged.push((await child.line()) ?? 'ended');
    acknowledged.push(...(await child.kill()));
    expect(existsSync(path.join(dataDir, 'db.lock'))).toBe(true);

    const store = await openStore(settings(dataDir));
    const kept = (await all(store.logs.transitions({ portalId: 1 }))).map(({ contactId }) => contactId);
    const open = (await all(store.logs.decisions({ portalId: 1 }))).filter(({ state }) => state === 'planned');
    await store.close();

    expect(acknowledged.filter((contactId) => !kept.includes(contactId))).toEqual([]);
    expect(new Set(kept).size).toBe(kept.length);
    expect(open.length).toBeLessThanOrEqual(8);
  });

  it('finishes a migration that was cut short', async () => {
    const child = startChild(STOP_IN_MIGRATION, { dataDir });
    expect(await child.line()).toBeUndefined();
    await child.ended();

    const store = await openStore(settings(dataDir));

    expect(await all(store.logs.decisions({}))).toEqual([]);
    await store.close();
  });

  it('is refused to a second process, which is told the holder’s pid', async () => {
    const holder = startChild(`await open(); say('open');`, { dataDir });
    expect(await holder.line()).toBe('open');

    await expect(openStore(settings(dataDir))).rejects.toMatchObject({
      code: 'STORE_HELD',
      facts: { pid: holder.pid },
    });
    await holder.kill();
  });

  it('is made anew when the first start left only half a directory', async () => {
    mkdirSync(path.join(dataDir, 'db.new-1', 'base'), { recursive: true });
    rmSync(path.join(dataDir, 'db', 'PG_VERSION'));
    writeFileSync(path.join(dataDir, 'db.new-1', 'PG_VERSION'), '18');

    const store = await openStore(settings(dataDir));

    expect(await store.health()).toBe(true);
    await store.close();
    expect(existsSync(path.join(dataDir, 'db.new-1'))).toBe(false);
  });
});

const serverUrl = process.env['TEST_DATABASE_URL'];
const onServer = serverUrl === undefined ? it.skip : it;

describe('a PostgreSQL database', () => {
  onServer('finishes a migration that was cut short (skipped without TEST_DATABASE_URL)', async () => {
    const { url, drop } = await withDatabase(serverUrl ?? '');
    const child = startChild(STOP_IN_MIGRATION, { dataDir: 'unused', databaseUrl: url });
    expect(await child.line()).toBeUndefined();
    await child.ended();

    // Two at once: they wait for each other.
    const stores = await Promise.all([1, 2].map(() => openStore({ ...settings('unused'), databaseUrl: url })));

    for (const store of stores) expect(await all(store.logs.decisions({}))).toEqual([]);
    await Promise.all(stores.map((store) => store.close()));
    await drop();
  });

  it('that cannot be reached refuses to open, as away', async () => {
    const nobody = { ...settings('unused'), databaseUrl: 'postgres://nobody@127.0.0.1:1/none' };

    await expect(openStore(nobody)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryAfterMs: 1000 });
  });
});
