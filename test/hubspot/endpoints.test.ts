import { ENDPOINTS, SCOPES } from '../../src/hubspot/endpoints.js';

describe('ENDPOINTS', () => {
  const versioned = Object.entries(ENDPOINTS).filter(([name]) => name !== 'forms.submit');

  it.each(versioned)('gives %s a dated and a classic path', (_, { path }) => {
    expect(path['2026-09']).toMatch(/^\/[a-z/-]+\/2026-09(-beta)?(\/[a-z-]+|\/\{\w+\})*$/);
    expect(path.v3).toMatch(/^\/[a-z-]+\/v[34](\/[a-z-]+|\/\{\w+\})+$|^\/automation\/2026-09-beta\/action-types$/);
  });

  it('submits forms at the one path there is, under an address of its own', () => {
    const path = '/submissions/v3/integration/secure/submit/{portalId}/{formId}';

    expect(ENDPOINTS['forms.submit']).toMatchObject({ host: 'forms', path: { '2026-09': path, v3: path } });
  });

  it.each(Object.entries(ENDPOINTS))('names the scope %s needs, one of those we ask for', (_, { scope }) => {
    expect(SCOPES).toContain(scope);
  });

  it('asks for no scope that no endpoint needs', () => {
    const needed = new Set<string>(Object.values(ENDPOINTS).map(({ scope }) => scope));

    expect(SCOPES.filter((scope) => !needed.has(scope))).toEqual([]);
  });

  it('may repeat reading, and of what writes only what puts a whole in the place of another', () => {
    const repeatable = Object.entries(ENDPOINTS).flatMap(([name, endpoint]) => (endpoint.repeatable ? [name] : []));

    expect(repeatable).toEqual([
      'contacts.read',
      'contacts.properties',
      'contacts.groups',
      'contacts.pipelines',
      'contacts.tasks',
      'tasks.read',
      'tasks.properties',
      'tasks.groups',
      'owners.list',
      'lists.members',
      'flows.list',
      'flows.read',
      'action-types.list',
      'forms.list',
      'forms.get',
      'forms.update',
      'account.details',
    ]);
  });
});
