import { execute } from '../faults/service-process.js';
import { PORTAL, startPortalAndService, type Running } from './portal-and-service.js';

/* Forms that ask for a stage, on a sandbox portal and the service it tells. */

const FORM = '2c4d1f3e-0d6b-4f5a-9f0e-6f0a1b2c3d4e';
const OTHER = '99999999-0d6b-4f5a-9f0e-6f0a1b2c3d4e';
const MQL = 'marketingqualifiedlead';
const SQL = 'salesqualifiedlead';

interface Held {
  readonly id: number;
  readonly kind: string;
  readonly code: string;
  readonly stage: string;
  readonly state: string;
}

describe('what a form asks for', () => {
  let running: Running;
  let people = 0;
  let token = '';

  beforeAll(async () => {
    running = await startPortalAndService({ duplicates: 0.3, reorder: 0.5 });
    const body = JSON.stringify({ form: FORM, kind: 'demo_requested' });
    token = ((await (await running.admin('forms/tokens', { method: 'POST', body })).json()) as { value: string }).value;
  });
  afterAll(() => running.close());

  const person = (lifecyclestage = 'lead') =>
    running.sandbox.portal.createContact(
      { email: `f${(people += 1)}@example.com`, lifecyclestage, jobtitle: 'Director of operations' },
      { sourceType: 'CRM_UI' },
    );
  const submit = (id: string, properties: Record<string, string>, form = FORM) =>
    running.sandbox.portal.setProperties(id, properties, { sourceType: 'FORM', sourceId: form });
  async function held(contactId: string): Promise<Held> {
    for (;;) {
      const [one] = await running.lines<Held>(`quarantine?contact=${contactId}`);
      if (one) return one;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const end = async (id: number, how: string) =>
    (await (await running.admin(`quarantine/${id}/${how}`, { method: 'POST' })).json()) as { state: string };
  async function deliveries(id: string, length: number): Promise<readonly { readonly channel: string }[]> {
    for (;;) {
      const found = await running.lines<{ channel: string }>(`deliveries?contact=${id}`);
      if (found.length >= length) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const ways = async (id: string, length: number) =>
    (await running.log(id, length)).map(({ from, to, way, actor }) => `${from} → ${to} ${way} ${actor}`);

  it('with a value signed for it ends at SQL at once, by way of the form (W04)', async () => {
    const id = person(MQL);
    submit(id, { handoff_request: token });

    expect(await ways(id, 2)).toEqual(['lead → mql sync portal', `mql → sql form form:${FORM}`]);
    expect(running.sandbox.portal.properties(id)?.['lifecyclestage']).toBe(SQL);
  });

  it.each([
    ['a made-up value', () => 'true', FORM, 'forged'],
    ['an altered value', () => `${token.slice(0, -2)}AA`, FORM, 'forged'],
    ['a value of another form', () => token, OTHER, 'other-form'],
  ])('with %s leaves the lead where it is, flagged (W04, P5)', async (_name, value, form, code) => {
    const id = person();
    submit(id, { handoff_request: value() }, form);

    expect(await held(id)).toMatchObject({ kind: 'request', code, stage: 'lead', state: 'open' });
    expect(running.sandbox.portal.properties(id)?.['lifecyclestage']).toBe('lead');
    expect(await running.lines(`decisions?contact=${id}`)).toEqual([]);
  });

  it('without proof is held, never announced, and can be taken back (P5)', async () => {
    const id = person();
    submit(id, { lifecyclestage: SQL }, OTHER);
    const jump = await held(id);
    const log = await running.lines(`transitions?contact=${id}`);
    const told = await execute(running.service.url, PORTAL, {
      ...{ uid: 'notify-sales', callbackId: `tell ${id}`, contactId: id, inputFields: {} },
    });
    const reverted = await end(jump.id, 'revert');

    expect([jump, log]).toMatchObject([{ kind: 'jump', code: 'no-proof', stage: 'sql' }, []]);
    expect(told).toMatchObject({ outputs: { sent: 'held' } });
    expect(reverted.state).toBe('reverted');
    expect(running.sandbox.portal.properties(id)?.['lifecyclestage']).toBe('lead');
    expect((await end(jump.id, 'release')).state).toBe('not-open');
    expect(await running.lines(`deliveries?contact=${id}`)).toEqual([]);
  });

  it('with proof, and the stage besides, is told once, like any SQL (W04)', async () => {
    const id = person();
    submit(id, { lifecyclestage: SQL, handoff_request: token });
    const log = await ways(id, 1);
    await running.webhooks.idle();

    expect(log).toEqual([`lead → sql form form:${FORM}`]);
    const told = await deliveries(id, 2);
    expect(told.map(({ channel }) => channel).sort()).toEqual(['owner-task', 'slack']);
    expect(await running.lines(`quarantine?contact=${id}`)).toEqual([]);
  });

  it('is in the log once somebody released it', async () => {
    const id = person();
    submit(id, { lifecyclestage: SQL }, OTHER);

    expect((await end((await held(id)).id, 'release')).state).toBe('released');
    expect(await ways(id, 1)).toEqual(['lead → sql form admin']);
  });

  it('shows up when log and portal are compared', async () => {
    const id = person(MQL);
    submit(id, { handoff_request: token });
    await running.log(id, 2);
    await running.webhooks.idle();
    running.webhooks.close();
    running.sandbox.portal.setProperties(id, { lifecyclestage: 'customer' }, { sourceType: 'DEALS' });

    const differences = await running.lines<{ contactId: string }>('reconcile');

    expect(differences.filter(({ contactId }) => contactId === id)).toMatchObject([
      { log: 'sql', portal: 'customer', problem: 'moved' },
    ]);
  });
});
