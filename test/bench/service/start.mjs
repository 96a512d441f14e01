import { median, short } from '../numbers.mjs';
import { withCleanUp, withFolder } from './folder.mjs';
import { startPortal, startService } from './processes.mjs';

const TIMES = 3;

/** From the command to the line that says it serves. */
async function startedWithin(settings) {
  const began = performance.now();
  const service = await startService(settings);
  const seconds = (performance.now() - began) / 1000;
  const ready = await fetch(`${service.url}/readyz`);
  if (!ready.ok) throw new Error(`the service says it serves, and is not ready: ${ready.status}`);
  const how = await service.stop();
  if (how !== 0) throw new Error(`the service ended with ${how}`);
  return seconds;
}

/** How long the service takes to start on the embedded store, in an empty folder and in the same folder again. */
export async function runStart({ repetitions = TIMES, say }) {
  const first = [];
  const again = [];
  await withCleanUp(async (afterwards) => {
    const portal = await startPortal({ people: 1, callsPer10s: 0 });
    afterwards(portal.stop);
    for (let time = 1; time <= repetitions; time += 1) {
      say(`start: ${time} of ${repetitions}`);
      await withFolder(async (dataDir) => {
        first.push(await startedWithin({ hubspotUrl: portal.url, dataDir }));
        again.push(await startedWithin({ hubspotUrl: portal.url, dataDir }));
      });
    }
  });
  const aim = (what, times, seconds) => {
    const got = median(times);
    return { what, aim: `< ${seconds} s`, got: `${short(got)} s`, met: got < seconds };
  };
  const row = (what, times) => [what, short(median(times)), short(Math.min(...times)), short(Math.max(...times))];
  return {
    name: 'start',
    title: 'Start of the service, embedded store: command to serving',
    notes: [`Median of ${repetitions} starts each.`],
    tables: [
      {
        head: ['start', 'median s', 'least', 'most'],
        rows: [row('first, empty folder', first), row('again, same folder', again)],
      },
    ],
    aims: [aim('first start', first, 5), aim('start again', again, 1.5)],
    data: { first, again },
  };
}
