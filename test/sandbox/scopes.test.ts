import { startBench, stopBenches, type Bench } from './start.js';

afterEach(stopBenches);

const EVERYTHING = [
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
  'crm.objects.owners.read',
  'automation',
];
const READ_CONTACTS = ['crm.objects.contacts.read'];

describe('a token that lacks a scope', () => {
  it.each<[string, string, string, string]>([
    ['GET', '/crm/v3/objects/contacts', '/crm/objects/2026-09/contacts', 'crm.objects.contacts.read'],
    [
      'POST',
      '/crm/v3/objects/contacts/batch/read',
      '/crm/objects/2026-09/contacts/batch/read',
      'crm.objects.contacts.read',
    ],
    ['POST', '/crm/v3/objects/contacts/search', '/crm/objects/2026-09/contacts/search', 'crm.objects.contacts.read'],
    ['POST', '/crm/v3/objects/contacts', '/crm/objects/2026-09/contacts', 'crm.objects.contacts.write'],
    ['PATCH', '/crm/v3/objects/0-1/7', '/crm/objects/2026-09/0-1/7', 'crm.objects.contacts.write'],
    [
      'POST',
      '/crm/v3/objects/contacts/batch/update',
      '/crm/objects/2026-09/contacts/batch/update',
      'crm.objects.contacts.write',
    ],
    ['POST', '/crm/v3/objects/tasks', '/crm/objects/2026-09/tasks', 'crm.objects.contacts.write'],
    [
      'PUT',
      '/crm/v4/objects/tasks/1/associations/default/contacts/2',
      '/crm/objects/2026-09/tasks/1/associations/default/contacts/2',
      'crm.objects.contacts.write',
    ],
    [
      'POST',
      '/crm/v3/properties/contacts/groups',
      '/crm/properties/2026-09/contacts/groups',
      'crm.schemas.contacts.write',
    ],
    [
      'POST',
      '/crm/v3/properties/contacts/batch/create',
      '/crm/properties/2026-09/contacts/batch/create',
      'crm.schemas.contacts.write',
    ],
    ['GET', '/crm/v3/owners', '/crm/owners/2026-09', 'crm.objects.owners.read'],
    ['GET', '/automation/v4/flows', '/automation/2026-09-beta/flows', 'automation'],
    [
      'POST',
      '/automation/v4/actions/callbacks/complete',
      '/automation/actions/callbacks/2026-09/complete',
      'automation',
    ],
  ])('may not %s %s', async (method, classic, dated, scope) => {
    const { call } = await startBench({ scopes: EVERYTHING.filter((one) => one !== scope) });
    const body = method === 'GET' ? undefined : { inputs: [] };

    const answers = [await call(method, classic, body), await call(method, dated, body)];

    for (const answer of answers) {
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({
        status: 'error',
        category: 'MISSING_SCOPES',
        errors: [{ context: { requiredGranularScopes: [scope] } }],
      });
      expect(answer.body.message).toContain(scope);
    }
  });

  it('writes nothing', async () => {
    const { call, sandbox } = await startBench({ scopes: READ_CONTACTS });

    await call('POST', '/crm/v3/objects/contacts', { properties: { email: 'ada@acme.example' } });

    expect(sandbox.portal.contactIds()).toEqual([]);
  });

  it.each([
    ['the account', '/account-info/v3/details', []],
    ['properties, with one scope of many', '/crm/v3/properties/contacts', READ_CONTACTS],
    ['the pipeline, with one scope of many', '/crm/pipelines/2026-09/contacts', READ_CONTACTS],
    ['contacts', '/crm/v3/objects/contacts', READ_CONTACTS],
  ])('may still read %s', async (_name, path, scopes) => {
    const { call } = await startBench({ scopes });

    expect((await call('GET', path)).status).toBe(200);
  });

  it('is told what it has, in a portal of its own', async () => {
    const clientSecret = 's3';
    const portals = [
      { portalId: 1, accessToken: 'one', scopes: READ_CONTACTS },
      { portalId: 2, accessToken: 'two' },
    ];
    const bench = await startBench({ portals, clientSecret });
    const owners = (authorization: string) => bench.call('GET', '/crm/v3/owners', undefined, { authorization });

    const granted = bench.sandbox.oauth.token(
      new URLSearchParams({ grant_type: 'authorization_code', client_secret: clientSecret, code: codeFor(bench) }),
    );

    expect(granted.body).toMatchObject({ hub_id: 1, scopes: READ_CONTACTS });
    expect([(await owners('Bearer one')).status, (await owners('Bearer two')).status]).toEqual([403, 200]);
  });
});

const codeFor = ({ sandbox }: Bench): string => sandbox.oauth.codeFor(1);
