import { startBench, stopBenches } from './start.js';

afterEach(stopBenches);

const PERSON = { sourceType: 'FORM' };

describe('the control routes', () => {
  it('list people in pages, with stage and scores', async () => {
    const { call, sandbox } = await startBench();
    const ids = ['Ann', 'Bob', 'Cas'].map((firstname) => sandbox.portal.createContact({ firstname }, PERSON));
    sandbox.portal.setProperties(ids[0] ?? '', { handoff_score: '72' }, PERSON);

    const first = await call('GET', '/sandbox/people?limit=2');
    const second = await call('GET', `/sandbox/people?limit=2&after=${first.body.after}`);

    expect(first.body).toMatchObject({
      total: 3,
      after: ids[1],
      results: [{ id: ids[0], name: 'Ann', email: null, stage: 'lead', handoff_score: '72' }, { name: 'Bob' }],
    });
    expect(second.body.results).toMatchObject([{ name: 'Cas' }]);
    expect(second.body).not.toHaveProperty('after');
  });

  it('need no token and are not counted', async () => {
    const { call, sandbox } = await startBench({ accessToken: 'right' });

    const answer = await call('GET', '/sandbox/people', undefined, { authorization: '' });

    expect(answer.status).toBe(200);
    expect(sandbox.calls().total).toBe(0);
  });

  it('set faults and tell the seed', async () => {
    const { call } = await startBench();

    const set = await call('POST', '/sandbox/faults', {
      seed: 42,
      faults: [{ kind: 'status5xx', next: 1, status: 503 }],
    });
    const struck = await call('GET', '/crm/v3/owners');
    const wrong = await call('POST', '/sandbox/faults', { faults: [{ kind: 'flood' }] });

    expect(set.body).toEqual({ done: true, seed: 42 });
    expect(struck.status).toBe(503);
    expect((await call('GET', '/sandbox/faults')).body).toEqual({ seed: 42, struck: { status5xx: 1 } });
    expect(wrong.status).toBe(400);
  });

  it('move the clock by so much or to an offset', async () => {
    const { call, sandbox } = await startBench();

    await call('POST', '/sandbox/clock', { offsetMs: 1_000 });
    const later = await call('POST', '/sandbox/clock', { advanceMs: 500 });

    expect(later.body.offsetMs).toBe(1_500);
    expect(new Date(sandbox.portal.now()).toISOString()).toBe('2026-11-21T12:00:01.500Z');
  });

  it('show calls and applied changes, and start counting anew', async () => {
    const { call, sandbox } = await startBench();
    const id = sandbox.portal.createContact({ email: 'a@b.co' }, PERSON);
    const { body: before } = await call('GET', '/sandbox/log');
    await call('PATCH', `/crm/v3/objects/contacts/${id}`, { properties: { city: 'Gent' } });
    await call('PATCH', `/crm/v3/objects/contacts/${id}`, { properties: { city: 'Gent' } });

    const { body } = await call('GET', `/sandbox/log?changes=${before.changes.next}`);
    await call('POST', '/sandbox/reset-counters');

    expect(body.calls.entries).toMatchObject([
      { method: 'PATCH', endpoint: 'contacts/update', status: 200, faults: [], portalId: 4401 },
      { endpoint: 'contacts/update' },
    ]);
    expect(body.changes.entries).toMatchObject([{ contactId: id, name: 'city', previous: '', value: 'Gent' }]);
    expect(sandbox.calls().total).toBe(0);
    expect(sandbox.maxInWindow()).toBe(0);
  });

  it('write as a person, who may move a stage back', async () => {
    const { call } = await startBench();
    const made = await call('POST', '/sandbox/contacts', {
      properties: { email: 'a@b.co', lifecyclestage: 'customer' },
    });

    const moved = await call('PATCH', `/sandbox/contacts/${made.body.id}`, { properties: { lifecyclestage: 'lead' } });
    const history = await call('GET', `/sandbox/history/${made.body.id}?property=lifecyclestage`);

    expect(moved.body.properties.lifecyclestage).toBe('lead');
    expect(history.body.results).toMatchObject([
      { value: 'lead', sourceType: 'CRM_UI' },
      { value: 'customer', sourceType: 'CRM_UI' },
    ]);
    expect((await call('PATCH', '/sandbox/contacts/999', { properties: {} })).status).toBe(404);
  });

  it('serve the portal asked for', async () => {
    const { call, sandbox } = await startBench({
      portals: [
        { portalId: 5, accessToken: 'five' },
        { portalId: 6, accessToken: 'six' },
      ],
    });
    sandbox.portals[1]?.createContact({ email: 'a@b.co' }, PERSON);

    expect((await call('GET', '/sandbox/people')).body.total).toBe(0);
    expect((await call('GET', '/sandbox/people?portal=6')).body.total).toBe(1);
    expect((await call('GET', '/sandbox/people?portal=7')).status).toBe(404);
  });

  it('send webhooks where they are told', async () => {
    const { call, sandbox } = await startBench();
    const target = { targetUrl: `${sandbox.url}/sandbox/nowhere`, backoffMs: 60_000 };

    const good = await call('POST', '/sandbox/webhooks', { ...target, subscriptions: [{ type: 'contact.creation' }] });
    const bad = await call('POST', '/sandbox/webhooks', { ...target, subscriptions: [{ type: 'deal.creation' }] });

    expect(good.status).toBe(200);
    expect(bad.status).toBe(400);
  });

  it('name themselves to who gets lost', async () => {
    const { call } = await startBench();

    expect((await call('GET', '/sandbox/help')).body.message).toMatch(/GET people/);
  });
});
