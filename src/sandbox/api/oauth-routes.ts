import type { Incoming } from './door.js';
import type { OAuth } from './oauth.js';
import { ok, refuse, type Reply } from './reply.js';
import type { SandboxState } from '../sandbox.js';

/** @source HubSpot's specification: three versions of the same */
const TOKEN = /^\/oauth\/(?:v1|v3|2026-03|2026-09)\/token(\/introspect|\/revoke)?\/?$/;

/** `/oauth/…`: tokens for form bodies only, and an installation page that always agrees. */
export function answerOAuth(state: SandboxState, oauth: OAuth, incoming: Incoming): Reply {
  if (incoming.method === 'GET' && incoming.path === '/oauth/authorize') return install(state, oauth, incoming);
  const [whole, rest] = TOKEN.exec(incoming.path) ?? [];
  if (whole === undefined) return refuse({ status: 404, message: 'resource not found' });
  if (incoming.method !== 'POST') return refuse({ status: 405, message: 'Method not allowed' });
  if (!String(incoming.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) {
    return refuse({ status: 415, message: 'HTTP 415 Unsupported Media Type' });
  }
  const form = new URLSearchParams(incoming.body);
  if (rest === '/introspect') return oauth.introspect(form);
  return rest === '/revoke' ? oauth.revoke(form) : oauth.token(form);
}

/** `?portal=` picks the portal that installs the app; the first by default. */
function install(state: SandboxState, oauth: OAuth, { query }: Incoming): Reply {
  const asked = new URLSearchParams(query);
  const portalId = Number(asked.get('portal') ?? state.portals[0]?.portalId);
  const redirect = asked.get('redirect_uri') ?? '';
  if (!URL.canParse(redirect)) return refuse({ status: 400, message: 'redirect_uri is missing or no address' });
  const target = new URL(redirect);
  target.searchParams.set('code', oauth.codeFor(portalId));
  const stateGiven = asked.get('state');
  if (stateGiven !== null) target.searchParams.set('state', stateGiven);
  return { ...ok({}), status: 302, headers: { Location: target.href } };
}
