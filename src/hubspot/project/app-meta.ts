import { ENDPOINTS, type Scope } from '../endpoints.js';
import { API_BASE, type Metafile } from './metafile.js';
import type { Variables } from './profile.js';
import { PATHS } from './service-routes.js';
import { APP_NAME } from './workflow-action-meta.js';

/** What a portal must grant us: one scope per endpoint we call, each once. */
export function scopesOf(endpoints: Readonly<Record<string, { readonly scope: Scope }>>): readonly Scope[] {
  return [...new Set(Object.values(endpoints).map(({ scope }) => scope))].sort();
}

/** Profile variables that become part of `support`, each where it is given. */
const SUPPORT = {
  supportEmail: 'SUPPORT_EMAIL',
  documentationUrl: 'DOCUMENTATION_URL',
  supportUrl: 'SUPPORT_URL',
  supportPhone: 'SUPPORT_PHONE',
} as const;

function support(variables: Variables) {
  const given = Object.entries(SUPPORT).filter(([, variable]) => variables[variable] !== undefined);
  return given.length === 0 ? {} : { support: Object.fromEntries(given.map(([key, name]) => [key, `\${${name}}`])) };
}

/**
 * What HubSpot is told of the app. With static auth it serves the one account it is uploaded to; with `"AUTH": "oauth"` in
 * the profile, each account that installs it.
 *
 * @source HubSpot, "App configuration", platform 2026.03
 */
export function appMeta(variables: Variables): Metafile {
  const oauth = variables['AUTH'] === 'oauth';
  return {
    uid: 'handoff',
    type: 'app',
    config: {
      name: APP_NAME,
      description:
        'Turns contacts into sales-qualified leads by a written model, tells sales why, and keeps the hand-over honest.',
      distribution: 'private',
      auth: {
        type: oauth ? 'oauth' : 'static',
        ...(oauth ? { redirectUrls: [`${API_BASE}${PATHS.oauthCallback}`] } : {}),
        requiredScopes: scopesOf(ENDPOINTS),
        optionalScopes: [],
        conditionallyRequiredScopes: [],
      },
      permittedUrls: { fetch: [API_BASE], iframe: [], img: [] },
      ...support(variables),
    },
  };
}
