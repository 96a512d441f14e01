import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execute } from '../faults/service-process.js';
import { PORTAL, startPortalAndService, type Running } from './portal-and-service.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const OWNER = '64492917';
const MANAGER = '64492918';
const LONGEST_MS = 20_000;
const SAAS = path.resolve(__dirname, '../../workflows/models/saas.yaml');

/** The clock of a service on a sandbox portal: its time is set, nobody waits for it. */
describe('a demo request nobody takes up', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-models-'));
  let running: Running;
  let ahead = 0;

  beforeAll(async () => {
    const manager = 'manager: jonas.peeters@sales.example';
    writeFileSync(
      path.join(folder, 'saas.yaml'),
      readFileSync(SAAS, 'utf8').replace('manager: manager@example.com', manager),
    );
    const clockNow = () => Date.now() + ahead;
    running = await startPortalAndService({}, { clockNow, modelsDir: folder, sending: { everyMs: 50 } });
  });
  afterAll(async () => {
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const subjects = async (ownerId: string): Promise<string[]> => {
    const place = `${running.sandbox.url}/crm/v3/objects/tasks?limit=100&properties=hs_task_subject,hubspot_owner_id`;
    const answer = await fetch(place, { headers: { authorization: 'Bearer token-of-these-tests' } });
    const { results } = (await answer.json()) as { results: { properties: Record<string, string> }[] };
    return results
      .filter(({ properties }) => properties['hubspot_owner_id'] === ownerId)
      .map(({ properties }) => (properties['hs_task_subject'] ?? '').replace(/: (was due|respond by) .*/, ''));
  };
  /** Sets the time, and waits until somebody has so many tasks. */
  const tasks = async (ms: number, ownerId: string, count: number): Promise<string[]> => {
    ahead = ms;
    for (const until = Date.now() + LONGEST_MS; ; await pause(50)) {
      const found = await subjects(ownerId);
      if (found.length >= count || Date.now() > until) return found;
    }
  };

  it('is told to the manager, followed up, and goes back to nurturing with its reason (T02, T06, C1)', async () => {
    const id = running.sandbox.portal.createContact(
      {
        ...{
          email: 'ada@example.com',
          jobtitle: 'Director of operations',
          lifecyclestage: 'lead',
          hubspot_owner_id: OWNER,
        },
        recent_conversion_event_name: 'Home: Request a demo',
        recent_conversion_date: new Date().toISOString(),
      },
      { sourceType: 'FORM' },
    );
    const inputFields = { mode: 'act' };
    await execute(running.service.url, PORTAL, { uid: 'qualify-lead', callbackId: 'ap-1', contactId: id, inputFields });
    const respondBy = running.sandbox.portal.properties(id)?.['handoff_respond_by'];

    const late = await tasks(6 * MINUTE, MANAGER, 1);
    await tasks(5 * 60 * MINUTE, OWNER, 2);
    await tasks(DAY + MINUTE, OWNER, 3);
    const followed = await tasks(3 * DAY + MINUTE, OWNER, 4);
    ahead = 7 * DAY + MINUTE;
    const log = await running.log(id, 2);
    const owner = await tasks(ahead, OWNER, 5);

    expect(respondBy).toBeTruthy();
    expect(late).toEqual(['Overdue: open the conversation with this SQL']);
    expect(followed.filter((subject) => subject.startsWith('Follow'))).toEqual([
      'Follow up 1 of 3: SQL',
      'Follow up 2 of 3: SQL',
      'Follow up 3 of 3: SQL',
    ]);
    expect(log.map(({ to, way, actor }) => `${to} ${way} ${actor}`).at(-1)).toBe('recycled clock clock');
    expect(owner.at(-1)).toMatch(/^Recycled lead/);
    expect(await tasks(ahead, MANAGER, 2)).toEqual([
      'Overdue: open the conversation with this SQL',
      'Overdue: nobody accepted this SQL',
    ]);
  }, 60_000);
});
