import { createAccountInfo } from '../../src/hubspot/account.js';
import type { Family } from '../../src/hubspot/endpoints.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { thrownBy } from './gateway-over.js';
import { startScriptedHubspot, type ScriptedHubspot } from './scripted-hubspot.js';

let hubspot: ScriptedHubspot;
beforeEach(async () => {
  hubspot = await startScriptedHubspot();
});
afterEach(() => hubspot.close());

const accountInfo = (family: Family) =>
  createAccountInfo({ apiUrl: hubspot.url, family, now: () => 0, random: () => 0, log: createMemoryLog() });

describe('createAccountInfo', () => {
  it.each([
    ['2026-09', '/account-info/2026-09/details'],
    ['v3', '/account-info/v3/details'],
  ] as const)('asks the %s family whose a token is', async (family, path) => {
    hubspot.script = () => ({ body: { portalId: 4401, timeZone: 'Europe/Amsterdam', accountType: 'STANDARD' } });

    await expect(accountInfo(family)('pat-1')).resolves.toEqual({ portalId: 4401, timeZone: 'Europe/Amsterdam' });
    expect(hubspot.calls).toMatchObject([{ method: 'GET', path, token: 'pat-1' }]);
  });

  it('says that HubSpot does not know the token', async () => {
    hubspot.script = () => ({ status: 401, body: { category: 'INVALID_AUTHENTICATION' } });

    const error = await thrownBy(accountInfo('2026-09')('pat-2'));

    expect(error).toMatchObject({ code: 'HUBSPOT_UNAUTHORIZED', facts: { category: 'INVALID_AUTHENTICATION' } });
  });

  it.each([{}, { portalId: 'x' }, { portalId: 0 }])('does not take %j for an account', async (body) => {
    hubspot.script = () => ({ body });

    expect(await thrownBy(accountInfo('2026-09')('pat-1'))).toMatchObject({ code: 'HUBSPOT_UNREADABLE' });
  });
});
