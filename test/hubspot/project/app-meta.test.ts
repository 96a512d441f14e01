import { appMeta, scopesOf } from '../../../src/hubspot/project/app-meta.js';

const BASE = { API_BASE: 'https://leads.example.com' };
const SCOPES = expect.arrayContaining(['automation', 'crm.objects.contacts.write', 'oauth']);
const NO_OPTIONS = { optionalScopes: [], conditionallyRequiredScopes: [] };

describe('appMeta', () => {
  it('makes a private app of one account, which redirects nobody', () => {
    const { uid, type, config } = appMeta({ ...BASE, AUTH: 'static' });

    expect([uid, type, config['distribution']]).toEqual(['handoff', 'app', 'private']);
    expect(config['auth']).toEqual({ type: 'static', requiredScopes: SCOPES, ...NO_OPTIONS });
  });

  it('comes back to the service where accounts install it', () => {
    const { config } = appMeta({ ...BASE, AUTH: 'oauth' });

    expect(config['auth']).toEqual({
      type: 'oauth',
      redirectUrls: ['${API_BASE}/oauth/callback'],
      requiredScopes: SCOPES,
      ...NO_OPTIONS,
    });
  });

  it('lets cards fetch from the service and from nowhere else', () => {
    expect(appMeta(BASE).config['permittedUrls']).toEqual({ fetch: ['${API_BASE}'], iframe: [], img: [] });
  });

  it('names the support that the profile names, and is silent about what it leaves out', () => {
    const given = appMeta({ ...BASE, SUPPORT_EMAIL: 'help@example.com', SUPPORT_PHONE: '+15550100' });

    expect(given.config['support']).toEqual({ supportEmail: '${SUPPORT_EMAIL}', supportPhone: '${SUPPORT_PHONE}' });
    expect(appMeta(BASE).config).not.toHaveProperty('support');
  });
});

describe('scopesOf', () => {
  it('asks for each scope once', () => {
    const scopes = scopesOf({
      a: { scope: 'crm.objects.contacts.read' },
      b: { scope: 'automation' },
      c: { scope: 'crm.objects.contacts.read' },
    });

    expect(scopes).toEqual(['automation', 'crm.objects.contacts.read']);
  });
});
