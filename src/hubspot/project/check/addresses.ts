import type { Finding } from './finding.js';

type Report = (place: string, problem: string, fix: string) => Finding;

const LOCAL = /^(localhost|127\.|\[::1\])/;

function readUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** HubSpot calls https addresses only, and none on the machine itself. */
export function httpsFindings(report: Report, place: string, address: string): readonly Finding[] {
  const url = readUrl(address);
  if (url?.protocol === 'https:' && !LOCAL.test(url.hostname)) return [];
  return [report(place, `${address || 'an empty text'} is not an https address`, 'write one HubSpot can reach')];
}

/** Where people come back to after they installed the app; the one place where this machine may be meant. */
export function redirectFindings(report: Report, place: string, address: string): readonly Finding[] {
  const url = readUrl(address);
  if (url?.protocol === 'http:' && url.hostname === 'localhost') return [];
  return httpsFindings(report, place, address);
}

export interface ServedAt {
  /** The service's address, without a slash at the end. */
  readonly base: string;
  readonly routes: ReadonlySet<string>;
}

/** An address HubSpot will call must lead to a route of the service. */
export function routeFindings(report: Report, place: string, address: string, at: ServedAt): readonly Finding[] {
  const insecure = httpsFindings(report, place, address);
  if (insecure.length > 0) return insecure;
  if (!address.startsWith(`${at.base}/`))
    return [report(place, `${address} is not at the service`, `let it start with \${API_BASE}, which is ${at.base}`)];
  const route = address.slice(at.base.length);
  if (at.routes.has(route)) return [];
  return [report(place, `the service has no route ${route}`, 'correct the address, or add the route')];
}
