import { NO_CONTENT, ok, type Reply } from './reply.js';

/** A portal the sandbox holds, as tokens know it. `accessToken` absent: any bearer will do. */
export interface Tenant {
  readonly portalId: number;
  readonly accessToken?: string;
  /** What its tokens may do, in HubSpot's names (`crm.objects.contacts.write`). Absent: everything. */
  readonly scopes?: readonly string[];
}

/** A bearer that is good. Without `scopes` it may do everything. */
export interface Granted {
  readonly portalId: number;
  readonly oauth: boolean;
  readonly scopes: readonly string[] | undefined;
}

/** What a bearer is worth. */
export type Proof = Granted | 'unknown' | 'expired';

export interface OAuth {
  prove(bearer: string): Proof;
  /** A code as an installation gives it: good once. */
  codeFor(portalId: number): string;
  token(form: URLSearchParams): Reply;
  introspect(form: URLSearchParams): Reply;
  revoke(form: URLSearchParams): Reply;
}

interface Deps {
  readonly tenants: readonly Tenant[];
  readonly clientSecret: string;
  readonly appId: number;
  readonly now: () => number;
}

/** @source HubSpot, OAuth: an access token lives thirty minutes */
const LIFE_SECONDS = 1800;
const SCOPES = [
  'automation',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.owners.read',
  'oauth',
];

/** Refresh tokens rotate: each is good once. */
export function createOAuth(deps: Deps): OAuth {
  const access = new Map<string, { readonly portalId: number; readonly until: number }>();
  const refresh = new Map<string, number>();
  const codes = new Map<string, number>();
  let made = 0;
  const fresh = (kind: string, portalId: number): string => `${kind}-${portalId}-${String(++made).padStart(6, '0')}`;
  const open = deps.tenants.find(({ accessToken }) => accessToken === undefined);

  function scopesOf(portalId: number): readonly string[] | undefined {
    return deps.tenants.find((tenant) => tenant.portalId === portalId)?.scopes;
  }

  function prove(bearer: string): Proof {
    const own = deps.tenants.find(({ accessToken }) => accessToken !== undefined && accessToken === bearer);
    if (own) return { portalId: own.portalId, oauth: false, scopes: own.scopes };
    const granted = access.get(bearer);
    if (granted) return granted.until > deps.now() ? grantedTo(granted.portalId, true) : 'expired';
    return open && bearer !== '' ? grantedTo(open.portalId, false) : 'unknown';
  }

  function grantedTo(portalId: number, oauth: boolean): Granted {
    return { portalId, oauth, scopes: scopesOf(portalId) };
  }

  function codeFor(portalId: number): string {
    const code = fresh('code', portalId);
    codes.set(code, portalId);
    return code;
  }

  function grant(portalId: number): Reply {
    const accessToken = fresh('access', portalId);
    const refreshToken = fresh('refresh', portalId);
    access.set(accessToken, { portalId, until: deps.now() + LIFE_SECONDS * 1000 });
    refresh.set(refreshToken, portalId);
    return ok({
      token_type: 'bearer',
      access_token: accessToken,
      refresh_token: refreshToken,
      expires_in: LIFE_SECONDS,
      token_use: 'access_token',
      hub_id: portalId,
      scopes: scopesOf(portalId) ?? SCOPES,
    });
  }

  function token(form: URLSearchParams): Reply {
    if (form.get('client_secret') !== deps.clientSecret)
      return badGrant('BAD_CLIENT_ID', 'missing or unknown client id');
    if (form.get('grant_type') === 'authorization_code') {
      const portalId = once(codes, form.get('code'));
      return portalId === undefined ? badGrant('BAD_AUTH_CODE', 'missing or unknown auth code') : grant(portalId);
    }
    if (form.get('grant_type') !== 'refresh_token') return badGrant('BAD_GRANT_TYPE', 'missing or unknown grant type');
    const portalId = once(refresh, form.get('refresh_token'));
    return portalId === undefined ? badGrant('BAD_REFRESH_TOKEN', 'missing or unknown refresh token') : grant(portalId);
  }

  function introspect(form: URLSearchParams): Reply {
    const given = form.get('token') ?? form.get('access_token') ?? form.get('refresh_token') ?? '';
    const granted = access.get(given);
    const portalId = granted && granted.until > deps.now() ? granted.portalId : refresh.get(given);
    if (portalId === undefined) return ok({ active: false });
    const expires = granted ? { expires_in: Math.floor((granted.until - deps.now()) / 1000) } : {};
    const use = granted ? 'access_token' : 'refresh_token';
    const app = { app_id: deps.appId, is_private_distribution: true };
    const scopes = scopesOf(portalId) ?? SCOPES;
    return ok({ active: true, hub_id: portalId, user_id: 9001, ...app, ...expires, token_use: use, scopes });
  }

  return {
    prove,
    codeFor,
    token,
    introspect,
    revoke: (form) => {
      refresh.delete(form.get('token') ?? form.get('refresh_token') ?? '');
      return NO_CONTENT;
    },
  };
}

function once(tokens: Map<string, number>, token: string | null): number | undefined {
  const portalId = tokens.get(token ?? '');
  tokens.delete(token ?? '');
  return portalId;
}

function badGrant(status: string, message: string): Reply {
  const error = status === 'BAD_CLIENT_ID' ? 'invalid_client' : 'invalid_grant';
  return { status: 400, body: { status, message, error, error_description: message } };
}
