import { ENDPOINTS } from '../../src/hubspot/endpoints.js';

describe('ENDPOINTS', () => {
  it.each(Object.entries(ENDPOINTS))('gives %s a dated and a classic path', (_, { path }) => {
    expect(path['2026-09']).toMatch(/^\/[a-z/-]+\/2026-09(\/[a-z-]+)*$/);
    expect(path.v3).toMatch(/^\/[a-z-]+\/v[34](\/[a-z-]+)+$/);
  });

  it('may repeat reading, and nothing that writes', () => {
    const repeatable = Object.entries(ENDPOINTS).flatMap(([name, endpoint]) => (endpoint.repeatable ? [name] : []));

    expect(repeatable).toEqual([
      'contacts.read',
      'contacts.properties',
      'contacts.groups',
      'contacts.pipelines',
      'tasks.properties',
      'tasks.groups',
      'owners.list',
      'account.details',
    ]);
  });
});
