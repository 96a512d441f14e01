import { startBench, stopBenches } from './start.js';

afterEach(stopBenches);

describe('owners', () => {
  it('have an id that is not their user id', async () => {
    const { client } = await startBench();

    const { results } = await client.crm.owners.ownersApi.getPage();

    expect(results).toHaveLength(5);
    expect(results[0]).toMatchObject({ id: '64492917', userId: 9001, archived: false });
  });

  it('that left are listed apart and have no user', async () => {
    const { call } = await startBench();

    const { body } = await call('GET', '/crm/owners/2026-09/?archived=true');

    expect(body.results).toMatchObject([
      { id: '64492922', userId: null, userIdIncludingInactive: 9006, archived: true },
    ]);
  });

  it('come in pages, by e-mail, and one by one', async () => {
    const { client, call } = await startBench();

    const first = await client.crm.owners.ownersApi.getPage(undefined, undefined, 3);
    const second = await client.crm.owners.ownersApi.getPage(undefined, first.paging?.next?.after, 3);
    const byEmail = await client.crm.owners.ownersApi.getPage('grace.owens@sales.example');
    const byUser = await call('GET', '/crm/v3/owners/9002?idProperty=userId');

    expect([first.results.length, second.results.length]).toEqual([3, 2]);
    expect(byEmail.results.map(({ id }) => id)).toEqual(['64492921']);
    expect(byUser.body.id).toBe('64492918');
    expect((await call('GET', '/crm/v3/owners/9002')).status).toBe(404);
  });
});

describe('the contacts pipeline', () => {
  it('holds the lifecycle stages in order', async () => {
    const { client, call } = await startBench({
      stages: [
        { id: 'lead', label: 'Lead' },
        { id: '77', label: 'Won' },
      ],
    });

    const { results } = await client.crm.pipelines.pipelinesApi.getAll('contacts');
    const stages = await call('GET', '/crm/pipelines/2026-09/contacts/contacts-lifecycle-pipeline/stages');

    expect(results.map(({ id }) => id)).toEqual(['contacts-lifecycle-pipeline']);
    expect(results[0]?.stages.map(({ id, displayOrder }) => [id, displayOrder])).toEqual([
      ['lead', 0],
      ['77', 1],
    ]);
    expect(stages.body.results.map(({ label }: { label: string }) => label)).toEqual(['Lead', 'Won']);
  });
});

describe('account details', () => {
  it.each(['/account-info/v3/details', '/account-info/2026-09/details'])(
    'of %s say whose the token is',
    async (path) => {
      const { call } = await startBench({
        portals: [
          { portalId: 5, accessToken: 'five' },
          { portalId: 6, accessToken: 'six' },
        ],
      });

      const answer = await call('GET', path, undefined, { authorization: 'Bearer six' });

      expect(answer.body).toMatchObject({ portalId: 6, timeZone: 'Europe/Amsterdam' });
    },
  );
});

describe('tokens', () => {
  it.each([
    ['none', ''],
    ['no bearer', 'Basic abc'],
    ['another', 'Bearer wrong'],
  ])('%s: 401', async (_what, authorization) => {
    const { call } = await startBench({ accessToken: 'right' });

    expect(await call('GET', '/crm/v3/owners', undefined, { authorization })).toMatchObject({
      status: 401,
      body: { category: 'INVALID_AUTHENTICATION', message: 'Authentication credentials not found.' },
    });
    expect((await call('GET', '/crm/v3/owners', undefined, { authorization: 'Bearer right' })).status).toBe(200);
  });

  it('of one portal never show the contacts of another', async () => {
    const { call, sandbox } = await startBench({
      portals: [
        { portalId: 5, accessToken: 'five' },
        { portalId: 6, accessToken: 'six' },
      ],
    });
    sandbox.portals[0]?.createContact({ email: 'a@b.co' }, { sourceType: 'FORM' });

    const answer = await call('GET', '/crm/v3/objects/contacts', undefined, { authorization: 'Bearer six' });

    expect(answer.body.results).toEqual([]);
  });
});

const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('OAuth', () => {
  const secret = { client_id: 'app', client_secret: 'top-secret' };

  it.each(['/oauth/v1/token', '/oauth/v3/token', '/oauth/2026-09/token'])(
    '%s turns a code into tokens, once',
    async (path) => {
      const { call, sandbox } = await startBench({ accessToken: 'own', clientSecret: 'top-secret' });
      const code = sandbox.oauth.codeFor(4401);
      const ask = form({ ...secret, grant_type: 'authorization_code', code, redirect_uri: 'https://x.co/cb' });

      const granted = await call('POST', path, ask, FORM);
      const again = await call('POST', path, ask, FORM);
      const used = await call('GET', '/crm/v3/owners', undefined, {
        authorization: `Bearer ${granted.body.access_token}`,
      });

      expect(granted).toMatchObject({ status: 200, body: { token_type: 'bearer', expires_in: 1800, hub_id: 4401 } });
      expect(again.status).toBe(400);
      expect(used.status).toBe(200);
      expect(used.headers.get('x-hubspot-ratelimit-daily')).toBeNull();
    },
  );

  it('refuses JSON with 415 and a wrong secret with 400', async () => {
    const { call } = await startBench({ clientSecret: 'top-secret' });

    expect((await call('POST', '/oauth/v3/token', { grant_type: 'refresh_token' })).status).toBe(415);
    expect(
      await call('POST', '/oauth/v3/token', form({ grant_type: 'refresh_token', client_secret: 'no' }), FORM),
    ).toMatchObject({ status: 400, body: { status: 'BAD_CLIENT_ID' } });
  });

  it('lets HubSpot’s client refresh; each refresh token is good once; access ends after thirty minutes', async () => {
    const { client, call, sandbox } = await startBench({ accessToken: 'own', clientSecret: 'top-secret' });
    const code = sandbox.oauth.codeFor(4401);
    const ask = { ...secret, grant_type: 'authorization_code', code };
    const granted = await call('POST', '/oauth/v1/token', form(ask), FORM);
    const refresh = (token: string) =>
      client.oauth.tokensApi.create('refresh_token', undefined, undefined, 'app', 'top-secret', token);

    const second = await refresh(granted.body.refresh_token);
    const reused = await call(
      'POST',
      '/oauth/v3/token',
      form({ ...secret, grant_type: 'refresh_token', refresh_token: granted.body.refresh_token }),
      FORM,
    );
    sandbox.setOffset(1_800_000);
    const late = await call('GET', '/crm/v3/owners', undefined, { authorization: `Bearer ${second.accessToken}` });

    expect(second.refreshToken).not.toBe(granted.body.refresh_token);
    expect(reused).toMatchObject({ status: 400, body: { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' } });
    expect(late).toMatchObject({ status: 401, body: { category: 'EXPIRED_AUTHENTICATION' } });
  });

  it('tells what a token is, and ends a refresh token', async () => {
    const { call, sandbox } = await startBench({ clientSecret: 'top-secret' });
    const code = sandbox.oauth.codeFor(4401);
    const { body } = await call(
      'POST',
      '/oauth/v3/token',
      form({ ...secret, grant_type: 'authorization_code', code }),
      FORM,
    );
    const look = async (token: string) =>
      (await call('POST', '/oauth/2026-09/token/introspect', form({ token }), FORM)).body;

    const before = await look(body.access_token);
    await call('POST', '/oauth/v3/token/revoke', form({ token: body.refresh_token }), FORM);

    expect(before).toMatchObject({ active: true, hub_id: 4401, expires_in: 1800, token_use: 'access_token' });
    expect(await look(body.refresh_token)).toEqual({ active: false });
  });

  it('installs through a page that agrees at once', async () => {
    const { call } = await startBench();

    const answer = await call(
      'GET',
      '/oauth/authorize?client_id=app&redirect_uri=http%3A%2F%2Flocalhost%2Fcb&state=s1',
    );

    const target = new URL(answer.headers.get('location') ?? '');
    expect(answer.status).toBe(302);
    expect(target.searchParams.get('state')).toBe('s1');
    expect(target.searchParams.get('code')).toMatch(/^code-4401-/);
  });
});

describe('completions of workflow executions', () => {
  it('are taken one by one and together, known or not', async () => {
    const { client, call, sandbox } = await startBench();
    const heard: string[] = [];
    sandbox.onCompletion(({ callbackId }) => heard.push(callbackId));

    await client.automation.actions.callbacksApi.complete('ap-1', { outputFields: { score: '9' } });
    const many = await call('POST', '/automation/actions/callbacks/2026-09/complete', {
      inputs: [{ callbackId: 'ap-2', outputFields: { hs_execution_state: 'SUCCESS' }, typedOutputs: {} }],
    });

    expect(many.status).toBe(204);
    expect(heard).toEqual(['ap-1', 'ap-2']);
    expect(sandbox.completions()).toMatchObject([
      { portalId: 4401, callbackId: 'ap-1', outputFields: { score: '9' } },
      { portalId: 4401, callbackId: 'ap-2', outputFields: { hs_execution_state: 'SUCCESS' } },
    ]);
  });
});
