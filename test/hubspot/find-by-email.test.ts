import { gatewayOver, PORTAL, thrownBy } from './gateway-over.js';
import { startScriptedHubspot, type ScriptedHubspot } from './scripted-hubspot.js';

let hubspot: ScriptedHubspot;

beforeEach(async () => {
  hubspot = await startScriptedHubspot();
});
afterEach(() => hubspot.close());

const person = (id: string, email: string, others: string | null = null) => ({
  id,
  properties: { email, hs_additional_emails: others },
});
const missing = (...ids: string[]) => [
  { status: 'error', category: 'OBJECT_NOT_FOUND', message: 'x', context: { ids } },
];
const sent = () => hubspot.calls.map(({ body }) => body.inputs.map(({ id }) => id));

describe('findByEmail', () => {
  it.each([
    ['2026-09', '/crm/objects/2026-09/contacts/batch/read'],
    ['v3', '/crm/v3/objects/contacts/batch/read'],
  ] as const)('reads by address in the %s family, without a search', async (family, path) => {
    hubspot.script = () => ({ body: { results: [person('7', 'ada@example.com')] } });
    const { crm } = gatewayOver(hubspot.url, { family });

    await expect(crm.findByEmail(PORTAL, ' Ada@Example.com', 'live')).resolves.toBe('7');

    expect(hubspot.calls).toEqual([
      {
        method: 'POST',
        path,
        token: 'token-of-4401',
        body: {
          properties: ['email', 'hs_additional_emails'],
          propertiesWithHistory: [],
          idProperty: 'email',
          inputs: [{ id: 'ada@example.com' }],
        },
      },
    ]);
  });

  it('asks for a hundred at once, whatever the order of the answers, each address once', async () => {
    hubspot.script = ({ body }) => ({
      body: { results: body.inputs.map(({ id }) => person(id.replace(/\D/g, ''), id)).reverse() },
    });
    const { crm } = gatewayOver(hubspot.url);
    const emails = Array.from({ length: 150 }, (_, n) => `p${n + 1}@example.com`);

    const found = await Promise.all(
      [...emails, 'P1@example.com'].map((email) => crm.findByEmail(PORTAL, email, 'live')),
    );

    expect(found).toEqual([...emails.map((_, n) => String(n + 1)), '1']);
    expect(sent().map(({ length }) => length)).toEqual([100, 50]);
  });

  it('knows who is not there, without asking again', async () => {
    hubspot.script = () => ({
      status: 207,
      body: { results: [person('7', 'ada@example.com')], errors: missing('bob@example.com') },
    });
    const { crm } = gatewayOver(hubspot.url);

    const found = await Promise.all(
      ['ada@example.com', 'bob@example.com'].map((email) => crm.findByEmail(PORTAL, email, 'live')),
    );

    expect([found, hubspot.calls.length]).toEqual([['7', undefined], 1]);
  });

  it('M07: knows a person by another of his addresses', async () => {
    hubspot.script = () => ({ body: { results: [person('7', 'ada@example.com', 'ada@home.example;al@x.example')] } });
    const { crm } = gatewayOver(hubspot.url);

    await expect(crm.findByEmail(PORTAL, 'al@x.example', 'live')).resolves.toBe('7');
    expect(hubspot.calls).toHaveLength(1);
  });

  it('asks one by one where HubSpot does not show which address it found', async () => {
    hubspot.script = ({ body }) => ({
      body: { results: body.inputs.map(({ id }) => person(id.charAt(0), 'primary@example.com')) },
    });
    const { crm } = gatewayOver(hubspot.url);

    const found = await Promise.all(['1@x.example', '2@x.example'].map((e) => crm.findByEmail(PORTAL, e, 'live')));

    expect(found).toEqual(['1', '2']);
    expect(sent()).toEqual([['1@x.example', '2@x.example'], ['1@x.example'], ['2@x.example']]);
  });

  it('lets one address that HubSpot cannot read fail alone', async () => {
    hubspot.script = ({ body }) =>
      body.inputs.some(({ id }) => id === 'bad@x')
        ? { status: 400, body: { status: 'error', category: 'VALIDATION_ERROR' } }
        : { body: { results: body.inputs.map(({ id }) => person('7', id)) } };
    const { crm } = gatewayOver(hubspot.url);

    const [good, bad] = await Promise.all([
      crm.findByEmail(PORTAL, 'ada@example.com', 'live'),
      thrownBy(crm.findByEmail(PORTAL, 'bad@x', 'live')),
    ]);

    expect([good, bad.code]).toEqual(['7', 'HUBSPOT_REJECTED']);
  });

  it('never mixes portals in a call', async () => {
    hubspot.script = () => ({ body: { results: [person('7', 'ada@example.com')] } });
    const { crm } = gatewayOver(hubspot.url);

    await Promise.all([1, 2].map((portal) => crm.findByEmail(portal, 'ada@example.com', 'live')));

    expect(hubspot.calls.map(({ token }) => token).sort()).toEqual(['token-of-1', 'token-of-2']);
  });

  it('says that HubSpot is away', async () => {
    hubspot.script = () => ({ status: 503 });
    const { crm } = gatewayOver(hubspot.url);

    await expect(thrownBy(crm.findByEmail(PORTAL, 'ada@example.com', 'live'))).resolves.toMatchObject({
      code: 'HUBSPOT_BUSY',
    });
  });
});
