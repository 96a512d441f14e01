import { setTimeout as pause } from 'node:timers/promises';
import type { CardReply } from '../../src/http/card-contract.js';
import { signV3 } from '../../src/sandbox/signing.js';
import { ADMIN_TOKEN, CLIENT_SECRET, execute } from '../faults/service-process.js';
import { PORTAL, startPortalAndService, type Running } from './portal-and-service.js';

/*
 * One person, four ways, four portals. Each portal has the same people, each way asks for the same SQL, and what comes of it
 * is the same but for the word that says which way it was.
 */

const SQL = 'salesqualifiedlead';
const OWNER = '64492917';
/** Fits, asked for a demo a minute ago, and has an owner. */
const ADA = {
  ...{ email: 'ada@example.com', firstname: 'Ada', lastname: 'Lovelace', jobtitle: 'Director of operations' },
  ...{ country: 'Netherlands', lifecyclestage: 'lead', hubspot_owner_id: OWNER },
  ...{ recent_conversion_event_name: 'Pricing: Request a demo', recent_conversion_date: new Date().toISOString() },
};
/** Whom a hard requirement keeps out. */
const BORIS = { ...ADA, email: 'boris@example.com', firstname: 'Boris', country: 'Cuba' };
/** Where sales has been already. */
const CARLA = { ...ADA, email: 'carla@example.com', firstname: 'Carla', lifecyclestage: 'customer' };

/** Asks for SQL in its way. @returns what whoever asked is told */
type Asking = (running: Running, contactId: string, email: string) => Promise<string>;

const byWorkflow: Asking = async ({ service }, contactId) => {
  const execution = { uid: 'qualify-lead', callbackId: `sql ${contactId}`, contactId, inputFields: {} };
  const answer = await execute(service.url, PORTAL, execution);
  return answer === 'no answer' ? answer : (answer.outputs['decision'] ?? '');
};

const byHand: Asking = async ({ service, sandbox }, contactId) => {
  const who = `userId=9001&portalId=${PORTAL}&userEmail=sanne%40sales.example&appId=77`;
  const url = `${service.url}/hubspot/card/contacts/${contactId}/set-stage?${who}`;
  const seenStage = sandbox.portal.properties(contactId)?.['lifecyclestage'] ?? '';
  const body = JSON.stringify({ id: 'press-1', seenStage, stage: 'sql', note: 'Met at the fair' });
  const at = Date.now();
  const signature = signV3(CLIENT_SECRET, 'POST', url, body, at);
  const headers = {
    ...{ 'content-type': 'application/json', 'x-hubspot-signature-v3': signature },
    'x-hubspot-request-timestamp': String(at),
  };
  const reply = (await (await fetch(url, { method: 'POST', headers, body })).json()) as CardReply;
  return reply.ok ? 'ok' : reply.code;
};

const byImport: Asking = async (running, _contactId, email) => {
  const query = new URLSearchParams({ kind: 'import', source: 'salesforce' });
  const sent = await fetch(`${running.service.url}/admin/imports?${query.toString()}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'text/csv' },
    body: `Email,Lead Status\n${email},Qualified\n`,
  });
  const { id } = (await sent.json()) as { id: string };
  for (;;) {
    const { state } = (await (await running.admin(`imports/${id}`)).json()) as { state: string };
    if (state === 'done') break;
    await pause(50);
  }
  const [row] = await running.lines<{ outcome: string }>(`imports/${id}/rows`);
  return row?.outcome ?? '';
};

const byForm: Asking = async (running, _contactId, email) => {
  const { sandbox } = running;
  const order = { method: 'POST', body: JSON.stringify({ kind: 'demo_requested' }) };
  const { form } = (await (await running.admin('forms/demo', order)).json()) as { form: string };
  const groups = sandbox.portal.forms.get(form)?.['fieldGroups'] as { fields: Record<string, string>[] }[];
  const hidden = groups.flatMap(({ fields }) => fields).find(({ name }) => name === 'handoff_request');
  const fields = Object.entries({ email, handoff_request: hidden?.['defaultValue'] ?? '' });
  const path = `/submissions/v3/integration/submit/${PORTAL}/${form}`;
  const body = JSON.stringify({ fields: fields.map(([name, value]) => ({ name, value })) });
  return (await fetch(sandbox.url + path, { method: 'POST', body })).statusText;
};

interface Line {
  readonly from: string;
  readonly to: string;
  readonly way: string;
  readonly actor: string;
  readonly model: string;
}
interface Told {
  readonly channel: string;
  readonly target: string;
}

describe.each([
  ['workflow', byWorkflow, /^workflow:5005$/, { ada: 'advance', boris: 'disqualify', carla: 'hold' }],
  ['manual', byHand, /^user:9001$/, { ada: 'ok', boris: 'override-required', carla: 'override-required' }],
  ['import', byImport, /^import:[0-9a-f]{12}$/, { ada: 'done', boris: 'held', carla: 'held' }],
  ['form', byForm, /^form:[0-9a-f-]{36}$/, { ada: 'OK', boris: 'OK', carla: 'OK' }],
] as const)('who asks for SQL by the way %s', (way, ask, actor, told) => {
  let running: Running;
  beforeAll(async () => {
    running = await startPortalAndService({}, { sending: { everyMs: 50 } });
  });
  afterAll(() => running.close());

  const add = (person: Record<string, string>) =>
    running.sandbox.portal.createContact(person, { sourceType: 'CRM_UI' });
  const held = (id: string) => running.sandbox.portal.properties(id) ?? {};
  const deliveries = (id: string) => running.lines<Told>(`deliveries?contact=${id}`);
  async function twoDeliveries(id: string): Promise<readonly Told[]> {
    for (;;) {
      const found = await deliveries(id);
      if (found.length >= 2) return found;
      await pause(50);
    }
  }
  /** Until the log has it, and nothing is under way. */
  async function logOf(id: string, length: number): Promise<readonly Line[]> {
    await running.log(id, length);
    await running.webhooks.idle();
    return running.lines<Line>(`transitions?contact=${id}`);
  }

  it('ends at SQL with one line in the log, and sales hears of it alike', async () => {
    const id = add(ADA);

    expect(await ask(running, id, ADA.email)).toBe(told.ada);

    const log = await logOf(id, 1);
    expect(log).toMatchObject([{ from: 'lead', to: 'sql', way, model: expect.stringMatching(/^saas@/) as string }]);
    expect(log[0]?.actor).toMatch(actor);
    expect(held(id)['lifecyclestage']).toBe(SQL);
    expect((await twoDeliveries(id)).map(({ channel, target }) => `${channel} ${target}`).sort()).toEqual([
      `owner-task ${OWNER}`,
      'slack slack',
    ]);
  });

  it('moves no customer, and tells nobody', async () => {
    const id = add(CARLA);

    expect(await ask(running, id, CARLA.email)).toBe(told.carla);

    // A form is judged a little later.
    while (way === 'form' && (await running.lines(`decisions?contact=${id}`)).length === 0) await pause(50);
    // What the log has is how she became a customer, which others did.
    expect((await logOf(id, 1)).map(({ to, way: by }) => `${to} ${by}`)).toEqual(['customer sync']);
    expect(held(id)['lifecyclestage']).toBe('customer');
    expect(await deliveries(id)).toEqual([]);
  });

  it('brings nobody to SQL whom a hard requirement keeps out', async () => {
    const id = add(BORIS);

    expect(await ask(running, id, BORIS.email)).toBe(told.boris);

    // Whoever is qualified is put out; an ask for one stage is refused, and nothing else follows.
    const qualifies = way === 'workflow' || way === 'form';
    expect((await logOf(id, qualifies ? 1 : 0)).map(({ to }) => to)).toEqual(qualifies ? ['disqualified'] : []);
    expect(held(id)['lifecyclestage']).toBe('lead');
    expect(await deliveries(id)).toEqual([]);
  });
});
