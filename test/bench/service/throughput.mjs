import { percentile, short, whole } from '../numbers.mjs';
import { createClient, createTally, runClients } from './client.mjs';
import { withCleanUp } from './folder.mjs';
import { runIdle } from './idle.mjs';
import { listing, startPortal, startService } from './processes.mjs';
import { STORES, withStore } from './stores.mjs';

const PEOPLE = 10_000;
const CLIENTS = 64;
const SECONDS = 15;
const WARM_UP_SHARE = 0.3;

/** Contacts in turn, again from the first when all were there, until the time is up. */
function contactsFor(ms, ids, from) {
  const until = performance.now() + ms;
  let at = from;
  return { next: () => (performance.now() < until ? ids[at++ % ids.length] : undefined), at: () => at };
}

async function timed(client, { ids, ms, from }, processes) {
  const tally = createTally();
  const contacts = contactsFor(ms, ids, from);
  const started = performance.now();
  const before = processes.map(({ cpuSeconds }) => cpuSeconds());
  await runClients(client, { clients: CLIENTS, next: contacts.next, heard: tally.add });
  const seconds = (performance.now() - started) / 1000;
  const cpu = processes.map(({ cpuSeconds }, index) => cpuSeconds() - before[index]);
  return { tally, seconds, cpu, at: contacts.at() };
}

const self = {
  cpuSeconds() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  },
};

/** @throws Error when an execution failed, or the log does not hold each of them once */
async function check(service, tallies) {
  const sent = tallies.reduce((sum, tally) => sum + tally.counts().sent, 0);
  const bad = tallies.find((tally) => tally.counts().failed + tally.counts().refused > 0);
  if (bad) throw new Error(`failed or refused: ${JSON.stringify(bad.counts())} ${bad.firstFailure()}`);
  const keys = new Set((await listing(service.url, 'decisions')).map(({ key }) => key));
  if (keys.size !== sent) throw new Error(`${sent} executions, ${keys.size} decisions`);
  return { sent, decisions: keys.size };
}

async function measureStore(store, { people, seconds, nodeArgs }) {
  return withStore(store, ({ dataDir, env }) =>
    withCleanUp(async (afterwards) => {
      const portal = await startPortal({ people, callsPer10s: 0 });
      afterwards(portal.stop);
      const service = await startService({ hubspotUrl: portal.url, dataDir, env, nodeArgs });
      afterwards(service.stop);
      const ids = await portal.contactIds();
      const client = createClient(service.url, CLIENTS);
      afterwards(client.close);
      const warm = await timed(client, { ids, ms: seconds * 1000 * WARM_UP_SHARE, from: 0 }, []);
      await portal.resetCounters();
      const run = await timed(client, { ids, ms: seconds * 1000, from: warm.at }, [service, portal, self]);
      const calls = await portal.calls();
      const checked = await check(service, [warm.tally, run.tally]);
      return summary({ store, run, calls, checked });
    }),
  );
}

function summary({ store, run: { tally, seconds, cpu }, calls, checked }) {
  const counts = tally.counts();
  const each = (cpuSeconds) => (cpuSeconds / counts.sent) * 1e6;
  return {
    store,
    perSecond: counts.sent / seconds,
    p50: percentile(tally.times(), 50),
    p99: percentile(tally.times(), 99),
    counts,
    checked,
    calls,
    cpuMicros: { service: each(cpu[0]), portal: each(cpu[1]), client: each(cpu[2]) },
  };
}

function table(results) {
  return {
    head: [
      'store',
      'executions/s',
      'p50 ms',
      'p99 ms',
      'moved',
      'BLOCK',
      'calls each',
      'CPU µs each: service',
      'portal',
      'client',
    ],
    rows: results.map(({ store, perSecond, p50, p99, counts, calls, cpuMicros }) => [
      store,
      whole(perSecond),
      short(p50),
      short(p99),
      `${short((counts.moved / counts.sent) * 100)} %`,
      whole(counts.blocked),
      short(calls.total / counts.sent),
      ...[cpuMicros.service, cpuMicros.portal, cpuMicros.client].map(whole),
    ]),
  };
}

function idleTable(results) {
  return {
    head: [
      'one at a time, idle',
      'executions',
      'p50 ms',
      'p99 ms',
      'of it beyond HubSpot: p50 ms',
      'p99 ms',
      'calls each',
    ],
    rows: results.map(({ store, idle }) => [
      store,
      whole(idle.executions),
      ...[idle.p50, idle.p99, idle.beyondP50, idle.beyondP99, idle.callsEach].map(short),
    ]),
  };
}

function aimsOf(results) {
  return results.flatMap(({ store, perSecond, p99, idle }) => [
    { what: `executions per second, ${store}`, aim: '≥ 2,500', got: whole(perSecond), met: perSecond >= 2500 },
    { what: `p99 at ${CLIENTS} clients, ${store}`, aim: '< 300 ms', got: `${short(p99)} ms`, met: p99 < 300 },
    {
      what: `p99 beyond HubSpot, idle, ${store}`,
      aim: '< 100 ms',
      got: `${short(idle.beyondP99)} ms`,
      met: idle.beyondP99 < 100,
    },
  ]);
}

/**
 * Executions accepted, decided, written and replied, at 64 clients and one at a time.
 *
 * @throws Error when an execution failed, was lost or was decided twice
 */
export async function runThroughput({ people = PEOPLE, seconds = SECONDS, nodeArgs, say }) {
  const results = [];
  for (const store of STORES) {
    say(`throughput: ${CLIENTS} clients, ${store}`);
    const loaded = await measureStore(store, { people, seconds, nodeArgs });
    say(`throughput: one at a time, ${store}`);
    results.push({ ...loaded, idle: await runIdle(store) });
  }
  return {
    name: 'throughput',
    title: `Throughput: ${CLIENTS} clients, closed loop, ${whole(people)} contacts in turn`,
    notes: [
      'Signed HTTP into the service, HTTP out to a portal without limits; service, portal and client are three processes',
      `on the same cores. ${seconds} s after ${short(seconds * WARM_UP_SHARE)} s of warm-up; every execution has a callback id of its own.`,
      ...results.map(
        ({ store, checked }) =>
          `${store}: ${whole(checked.sent)} executions, 0 failed, ${whole(checked.decisions)} decisions in the log.`,
      ),
      ...(STORES.includes('postgres')
        ? ["The service's processor time does not hold that of a PostgreSQL server."]
        : []),
      ...(STORES.length === 1
        ? ['PostgreSQL was not measured: set TEST_DATABASE_URL to the address of a server.']
        : []),
    ],
    tables: [table(results), idleTable(results)],
    aims: aimsOf(results),
    data: { results },
  };
}
