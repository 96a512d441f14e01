import { PORTAL, startPortalAndService, type Running } from './portal-and-service.js';
import { EMAIL, fieldOf, formOf, groupOf } from '../sandbox/form-parts.js';

/* A form that asks for a demo, from its making to what comes of it, on a sandbox portal and the service it tells. */

const SQL = 'salesqualifiedlead';
const FIT = { jobtitle: 'Director of operations', company: 'Analytical Engines' };

interface Demo {
  readonly state: string;
  readonly form: string;
}
interface Held {
  readonly kind: string;
  readonly code: string;
  readonly stage: string;
}

describe.each([
  ['the form', 'form'],
  ['nothing', 'none'],
] as const)('a demo form in a portal that names %s as source of what it wrote', (_name, formSourceId) => {
  let running: Running;
  let form = '';
  let people = 0;

  const order = async (path: string, body: object) =>
    (await running.admin(`forms/${path}`, { method: 'POST', body: JSON.stringify(body) })).json();
  const hidden = (): string => {
    const groups = running.sandbox.portal.forms.get(form)?.['fieldGroups'] as { fields: Record<string, string>[] }[];
    return (
      groups.flatMap(({ fields }) => fields).find(({ name }) => name === 'handoff_request')?.['defaultValue'] ?? ''
    );
  };
  const email = () => `f${(people += 1)}@example.com`;
  /** As the page of HubSpot sends it. */
  async function visit(values: Record<string, string>): Promise<string> {
    const address = email();
    const fields = Object.entries({ email: address, ...values }).map(([name, value]) => ({ name, value }));
    const path = `/submissions/v3/integration/submit/${PORTAL}/${form}`;
    const reply = await fetch(running.sandbox.url + path, { method: 'POST', body: JSON.stringify({ fields }) });
    expect(reply.status).toBe(200);
    return contact(address);
  }
  async function contact(address: string): Promise<string> {
    for (;;) {
      const id = running.sandbox.portal.contactWith(address);
      if (id !== undefined) return id;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  async function held(contactId: string): Promise<Held> {
    for (;;) {
      const [one] = await running.lines<Held>(`quarantine?contact=${contactId}`);
      if (one) return one;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const stage = (id: string) => running.sandbox.portal.properties(id)?.['lifecyclestage'];
  const ways = async (id: string, length: number) =>
    (await running.log(id, length)).map(({ from, to, way, actor }) => `${from} → ${to} ${way} ${actor}`);

  beforeAll(async () => {
    running = await startPortalAndService({ duplicates: 0.3, reorder: 0.5 }, { formSourceId });
    form = ((await order('demo', { kind: 'demo_requested' })) as Demo).form;
  });
  afterAll(() => running.close());

  it('is made once, with its stage left at lead', async () => {
    expect(await order('demo', { kind: 'demo_requested' })).toMatchObject({ state: 'there', form });
    expect(running.sandbox.portal.forms.list(false)).toMatchObject([
      { id: form, configuration: { lifecycleStages: [{ objectTypeId: '0-1', value: 'lead' }, { value: 'lead' }] } },
    ]);
  });

  it('makes an SQL of who fills it in and fits, by way of the form (W04)', async () => {
    const id = await visit({ ...FIT, handoff_request: hidden() });

    expect(await ways(id, 1)).toEqual([`lead → sql form form:${form}`]);
    expect(stage(id)).toBe(SQL);
  });

  it('does the same for a page that posts to the service (W04)', async () => {
    const address = email();
    const fields = Object.entries({ email: address, ...FIT }).map(([name, value]) => ({ name, value }));

    const reply = await fetch(`${running.service.url}/forms/${form}/submit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ fields, context: { pageName: 'Demo', hutk: 'long gone' } }),
    });

    expect([reply.status, await reply.json()]).toEqual([
      200,
      { inlineMessage: 'Thank you. We will get in touch to plan your demo.' },
    ]);
    const id = await contact(address);
    expect(await ways(id, 1)).toEqual([`lead → sql form form:${form}`]);
    expect(running.sandbox.portal.properties(id)).toMatchObject({
      recent_conversion_event_name: expect.stringMatching(/^Demo: /) as string,
    });
  });

  it('proves nothing when its hidden value was altered (W04, P5)', async () => {
    const id = await visit({ ...FIT, handoff_request: `${hidden().slice(0, -2)}AA` });

    expect(await held(id)).toMatchObject({ kind: 'request', code: 'forged', stage: 'lead' });
    expect(stage(id)).toBe('lead');
  });

  it('makes no SQL of who sends the stage instead of the request (P5)', async () => {
    const id = await visit({ ...FIT, lifecyclestage: SQL });

    expect(await held(id)).toMatchObject({ kind: 'jump', code: 'no-proof', stage: 'sql' });
    expect(await running.lines(`deliveries?contact=${id}`)).toEqual([]);
  });

  it('can be tested from end to end (P6)', async () => {
    const tested = await order('test', { form, email: email() });

    expect(tested).toMatchObject({
      ok: true,
      steps: [
        { step: 'settings', ok: true },
        { step: 'hidden field', ok: true },
        { step: 'submission', ok: true },
        { step: 'contact', ok: true },
        { step: 'decision', ok: true },
      ],
    });
  });

  it('is completed without a change to what we do not know in it', async () => {
    const { forms } = running.sandbox.portal;
    const groups = forms.get(form)?.['fieldGroups'] as { fields: Record<string, string>[] }[];
    const others = groups.filter(({ fields }) => fields.every(({ name }) => name !== 'handoff_request'));
    const strange = { groupType: 'progress_bar', richTextType: 'text', steps: { of: 3 } };
    const fieldGroups = [strange, ...others.map((group) => ({ ...group, mood: 'calm' }))];
    const settings = { ...(forms.get(form)?.['configuration'] as object), followUp: { days: 3 } };
    forms.change(form, { fieldGroups, configuration: settings, pages: [{ steps: 2 }] });

    expect(await order('demo', { kind: 'demo_requested' })).toMatchObject({ state: 'completed', form });
    // A second signal: the field is there, and gets another value.
    expect(await order('demo', { kind: 'pricing_requested' })).toMatchObject({ state: 'completed', form });
    expect(await order('demo', { kind: 'demo_requested' })).toMatchObject({ state: 'completed', form });

    const after = forms.get(form);
    expect((after?.['fieldGroups'] as unknown[]).slice(0, -1)).toEqual(fieldGroups);
    expect(after).toMatchObject({ configuration: settings, pages: [{ steps: 2 }] });
    expect(await running.lines('forms/audit')).toEqual([]);
  });

  it('has nothing an audit finds; an old form that holds a stage has (P5)', async () => {
    const old = running.sandbox.portal.forms.add(
      formOf([groupOf(EMAIL, fieldOf('lifecyclestage', { hidden: true, defaultValue: SQL }))], { name: 'From 2019' }),
    );

    expect(await running.lines('forms/audit')).toMatchObject([
      { form: old.id, name: 'From 2019', finding: 'stage-field' },
    ]);
  });
});
