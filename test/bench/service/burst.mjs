import { setTimeout as pause } from 'node:timers/promises';
import { percentile, short, whole } from '../numbers.mjs';
import { createClient, createTally, runClients } from './client.mjs';
import { withCleanUp, withFolder } from './folder.mjs';
import { listing, startPortal, startService, UNLIMITED } from './processes.mjs';

const PEOPLE = 10_000;
/** Executions HubSpot has out at once. */
const AT_ONCE = 1000;
const LIMITED_PEOPLE = 5000;
/** More than the service works on at a time (2,000), so that it has to say BLOCK. */
const LIMITED_AT_ONCE = 2500;
/** The limit of HubSpot's larger plans. */
const LIMIT = 190;
const COMPLETED_WITHIN_MS = 60_000;

/** Every contact of the portal once, so many at a time. */
async function sendAll(service, ids, atOnce) {
  const client = createClient(service.url, atOnce);
  const tally = createTally();
  let at = 0;
  const started = performance.now();
  await runClients(client, { clients: atOnce, next: () => ids[at++], heard: tally.add });
  client.close();
  return { tally, seconds: (performance.now() - started) / 1000 };
}

/** Blocked executions are completed by callback; waits for the last of them. */
async function allCompleted(portal, blocked) {
  const until = performance.now() + COMPLETED_WITHIN_MS;
  for (;;) {
    const completed = new Set((await portal.completions()).map(({ callbackId }) => callbackId)).size;
    if (completed >= blocked || performance.now() > until) return completed;
    await pause(200);
  }
}

/** One burst on a fresh portal and store. @param limit calls per 10 s; undefined: none */
async function burst({ people, atOnce, limit }) {
  return withFolder((dataDir) =>
    withCleanUp(async (afterwards) => {
      const portal = await startPortal({ people, callsPer10s: limit ?? 0 });
      afterwards(portal.stop);
      const service = await startService({
        hubspotUrl: portal.url,
        dataDir,
        env: { HUBSPOT_CALLS_PER_10S: String(limit ?? UNLIMITED) },
      });
      afterwards(service.stop);
      const ids = await portal.contactIds();
      await portal.resetCounters();
      const { tally, seconds } = await sendAll(service, ids, atOnce);
      const counts = tally.counts();
      const waiting = performance.now();
      const completed = await allCompleted(portal, counts.blocked);
      const secondsToLast = seconds + (performance.now() - waiting) / 1000;
      const calls = await portal.calls();
      const decisions = await listing(service.url, 'decisions');
      const applied = (await listing(service.url, 'transitions')).length;
      const settled = decisions.filter(({ state }) => state === 'settled').length;
      const p99 = percentile(tally.times(), 99);
      return {
        people: ids.length,
        seconds,
        secondsToLast,
        counts,
        completed,
        calls,
        settled,
        applied,
        p99,
        firstFailure: tally.firstFailure(),
      };
    }),
  );
}

/** @throws Error when an execution was lost, failed or decided twice */
function check({ people, counts, completed, settled, applied, firstFailure }) {
  if (counts.failed + counts.refused > 0)
    throw new Error(`${counts.failed} failed, ${counts.refused} refused: ${firstFailure}`);
  if (settled !== people) throw new Error(`${people} executions, ${settled} settled decisions`);
  if (applied < counts.moved) throw new Error(`${counts.moved} told as moved, ${applied} transitions`);
  if (completed !== counts.blocked) throw new Error(`${counts.blocked} answered BLOCK, ${completed} completed`);
}

function operationsTable({ calls, people }) {
  const rows = Object.entries(calls.byEndpoint).sort(([, one], [, other]) => other - one);
  return {
    head: ['operation (counted by the portal)', 'calls', 'per contact'],
    rows: [...rows, ['total', calls.total]].map(([name, count]) => [name, whole(count), short(count / people)]),
  };
}

function limitedTable({ people, counts, calls, p99, secondsToLast }) {
  return {
    head: [`with a limit of ${LIMIT} per 10 s`, ''],
    rows: [
      ['contacts', whole(people)],
      ['executions at once', whole(LIMITED_AT_ONCE)],
      ['p99 of a reply, ms', whole(p99)],
      ['calls', whole(calls.total)],
      ['most calls in any 10 s', whole(calls.maxInWindow)],
      ['answered 429', whole(calls.rateLimited)],
      ['executions answered BLOCK, completed later', whole(counts.blocked)],
      ['seconds until the last was completed', short(secondsToLast)],
    ],
  };
}

function aimsOf(free, limited) {
  const perContact = free.calls.total / free.people;
  const { maxInWindow, rateLimited, total } = limited.calls;
  return [
    { what: 'calls per contact', aim: '≤ 0.03', got: short(perContact), met: perContact <= 0.03 },
    {
      what: `most calls in any 10 s, limit ${LIMIT}`,
      aim: `≤ ${LIMIT}`,
      got: whole(maxInWindow),
      met: maxInWindow <= LIMIT,
    },
    {
      what: '429s, share of calls',
      aim: '≤ 1 %',
      got: `${short((rateLimited / total) * 100)} %`,
      met: rateLimited <= total / 100,
    },
  ];
}

/**
 * 10,000 contacts at once through signed HTTP, the service and the portal in processes of their own.
 *
 * @throws Error when an execution was lost, failed or decided twice
 */
export async function runBurst({ people = PEOPLE, say }) {
  const limitedPeople = Math.min(people, LIMITED_PEOPLE);
  say(`burst: ${people} contacts without a limit`);
  const free = await burst({ people, atOnce: AT_ONCE });
  check(free);
  say(`burst: ${limitedPeople} contacts with a limit of ${LIMIT} calls per 10 s`);
  const limited = await burst({ people: limitedPeople, atOnce: LIMITED_AT_ONCE, limit: LIMIT });
  check(limited);
  return {
    name: 'burst',
    title: `Burst: ${whole(free.people)} contacts, ${whole(AT_ONCE)} executions at once`,
    notes: [
      'Signed HTTP (v2, body of 2026.03) into the service, HTTP out to the portal; embedded store; three processes.',
      `${whole(free.counts.done)} answered at once, ${whole(free.counts.blocked)} with BLOCK, 0 failed; ${whole(free.settled)} decisions settled.`,
      `${whole(free.counts.moved)} contacts moved (${short((free.counts.moved / free.people) * 100)} %; ${whole(free.applied)} transitions); only these are read back.`,
      `${whole(free.people / free.seconds)} contacts per second, p99 ${whole(free.p99)} ms.`,
    ],
    tables: [operationsTable(free), limitedTable(limited)],
    aims: aimsOf(free, limited),
    data: { free, limited },
  };
}
