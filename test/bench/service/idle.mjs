import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from '../numbers.mjs';
import { createClient } from './client.mjs';
import { withCleanUp } from './folder.mjs';
import { startPortal, startService } from './processes.mjs';
import { withStore } from './stores.mjs';
import { startRelay } from './timed-relay.mjs';

const WARM_UP = 100;
const EXECUTIONS = 400;
/** Between two executions: nothing is left of the last one when the next comes. */
const PAUSE_MS = 15;

async function oneByOne({ client, relay, ids }) {
  const seen = [];
  for (const contactId of ids) {
    const { ms, kind } = await client.execute(contactId);
    if (kind !== 'done') throw new Error(`an execution on the idle service was ${kind}`);
    const hubspot = relay.take();
    seen.push({ ms, beyondMs: ms - hubspot.ms, calls: hubspot.calls });
    await pause(PAUSE_MS);
  }
  return seen;
}

/** One execution at a time on an otherwise idle service, with the time of HubSpot's own answers taken off. */
export function runIdle(store) {
  return withStore(store, ({ dataDir, env }) =>
    withCleanUp(async (afterwards) => {
      const portal = await startPortal({ people: WARM_UP + EXECUTIONS, callsPer10s: 0 });
      afterwards(portal.stop);
      const relay = await startRelay(portal.url);
      afterwards(relay.stop);
      const service = await startService({ hubspotUrl: relay.url, dataDir, env });
      afterwards(service.stop);
      const client = createClient(service.url, 1);
      afterwards(client.close);
      const all = await oneByOne({ client, relay, ids: await portal.contactIds() });
      const seen = all.slice(WARM_UP);
      const times = seen.map(({ ms }) => ms);
      const beyond = seen.map(({ beyondMs }) => beyondMs);
      return {
        executions: seen.length,
        p50: percentile(times, 50),
        p99: percentile(times, 99),
        beyondP50: percentile(beyond, 50),
        beyondP99: percentile(beyond, 99),
        callsEach: seen.reduce((sum, { calls }) => sum + calls, 0) / seen.length,
      };
    }),
  );
}
