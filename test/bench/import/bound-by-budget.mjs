import { createReadStream } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { withCleanUp, withFolder } from '../service/folder.mjs';
import { ADMIN_TOKEN, listing, startPortal, startService } from '../service/processes.mjs';
import { writeLeads } from './leads-file.mjs';
import { rateOf } from './product.mjs';

/** @source HubSpot, usage guidelines: calls per 10 s of a private app, Professional and Enterprise */
export const LIMIT = 190;
/** Some 47 seconds of import. */
export const ROWS = 20_000;
const LOOK_EVERY_MS = 250;
/** What was saved up before the import is gone by then. */
const SETTLED_MS = 5_000;

/** What the file comes to in an empty portal, counted apart from the product. */
const EXPECTED = { people: 19_600, created: 19_600, duplicates: 400, failed: {} };
const MOVED = 13_200;

async function ask(service, where, init = {}) {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, ...init.headers };
  const reply = await fetch(`${service.url}/admin/imports${where}`, { ...init, headers });
  if (!reply.ok) throw new Error(`the service answers ${reply.status} to an import`);
  return reply.json();
}

const isOver = ({ state }) => state !== 'waiting' && state !== 'running';

/** Follows the import and notes how many calls the portal had counted, and when, while it was under way. */
async function follow(service, portal, id) {
  const looks = [];
  for (;;) {
    const now = await ask(service, `/${id}`);
    if (isOver(now)) return { over: now, looks };
    const { total } = await portal.calls();
    if (now.doneRow > 0) looks.push({ at: performance.now(), total });
    await pause(LOOK_EVERY_MS);
  }
}

/** The calls of the time in which nothing but the budget held the import back: after the beginning, before the last batches. */
function pace(looks) {
  const from = looks.find(({ at }) => at >= looks[0].at + SETTLED_MS);
  const to = looks.findLast(({ at }) => at <= looks.at(-1).at - SETTLED_MS);
  const seconds = (to.at - from.at) / 1000;
  return { seconds, perSecond: (to.total - from.total) / seconds };
}

/** @throws Error when the import did not do what the file says, or did something twice */
async function check(service, portal, { state, summary }) {
  const right = isDeepStrictEqual({ ...summary, ...EXPECTED }, summary);
  if (state !== 'done' || !right) throw new Error(`the import is ${state}: ${JSON.stringify(summary)}`);
  const people = (await portal.contactIds()).length;
  if (people !== EXPECTED.people + 1) throw new Error(`the portal has ${people} contacts`);
  const moves = (await listing(service.url, 'transitions')).length;
  if (moves !== MOVED) throw new Error(`${moves} moves in the log, not ${MOVED}`);
}

/** An import by the real service into a portal with HubSpot's limit, in processes of their own. */
export function measureBoundByBudget(say) {
  say(`import: ${ROWS} rows with a limit of ${LIMIT} calls per 10 s`);
  return withFolder((folder) =>
    withCleanUp(async (afterwards) => {
      const file = path.join(folder, 'leads.csv');
      await writeLeads(file, ROWS);
      const portal = await startPortal({ people: 1, callsPer10s: LIMIT });
      afterwards(portal.stop);
      const env = { HUBSPOT_CALLS_PER_10S: String(LIMIT) };
      const service = await startService({ hubspotUrl: portal.url, dataDir: path.join(folder, 'data'), env });
      afterwards(service.stop);
      await portal.resetCounters();
      const { id } = await ask(service, '?kind=import&source=salesforce', {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: createReadStream(file),
        duplex: 'half',
      });
      const began = performance.now();
      const { over, looks } = await follow(service, portal, id);
      const seconds = (performance.now() - began) / 1000;
      const calls = await portal.calls();
      await check(service, portal, over);
      const steady = pace(looks);
      const { perSecond } = rateOf(LIMIT);
      return { seconds, calls, steady, used: steady.perSecond / perSecond, ofLimit: (steady.perSecond * 10) / LIMIT };
    }),
  );
}
