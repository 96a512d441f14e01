import { z } from 'zod';
import { httpsFindings, redirectFindings, routeFindings, type ServedAt } from './addresses.js';
import type { Component } from './envelope.js';
import { findingsIn, shapeFindings, type Finding } from './finding.js';

type Report = ReturnType<typeof findingsIn>;

/** @source HubSpot, "App configuration", platform 2026.03 */
const AppConfig = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(200)
    .regex(/^\S.*\S$|^\S$/, 'starts or ends with a blank'),
  description: z.string().min(1).max(8192),
  logo: z.string().optional(),
  distribution: z.enum(['private', 'marketplace']),
  auth: z.strictObject({
    type: z.enum(['static', 'oauth']),
    redirectUrls: z.array(z.string()).optional(),
    requiredScopes: z.array(z.string()).min(1),
    optionalScopes: z.array(z.string()),
    conditionallyRequiredScopes: z.array(z.string()),
  }),
  permittedUrls: z.strictObject({
    fetch: z.array(z.string()),
    iframe: z.array(z.string()),
    img: z.array(z.string()),
  }),
  support: z
    .strictObject({
      supportEmail: z.email().optional(),
      documentationUrl: z.string().optional(),
      supportUrl: z.string().optional(),
      supportPhone: z.string().regex(/^\+/, 'a telephone number starts with +').optional(),
    })
    .optional(),
});
type AppConfig = z.output<typeof AppConfig>;

export interface AppServed extends ServedAt {
  /** What the endpoints we call need. */
  readonly neededScopes: readonly string[];
  /** Scopes HubSpot has, as far as we use them. */
  readonly knownScopes: readonly string[];
}

/** The `config` of the app: auth, scopes, and where cards may fetch from. */
export function checkApp({ file, config }: Component, served: AppServed): readonly Finding[] {
  const parsed = AppConfig.safeParse(config);
  if (!parsed.success) return shapeFindings(file, parsed.error, 'config');
  const report = findingsIn(file);
  return [
    ...checkAuth(report, parsed.data, served),
    ...checkScopes(report, parsed.data.auth, served),
    ...checkPermitted(report, parsed.data, served.base),
    ...checkSupport(report, parsed.data.support ?? {}),
  ];
}

function checkAuth(report: Report, { auth, distribution }: AppConfig, served: AppServed): readonly Finding[] {
  const at = 'config.auth';
  const { redirectUrls } = auth;
  if (auth.type === 'static') {
    return [
      ...(redirectUrls ? [report(`${at}.redirectUrls`, 'static auth redirects nobody', 'take it out')] : []),
      ...(distribution === 'marketplace' ? [report(at, 'the marketplace takes oauth only', 'set AUTH to oauth')] : []),
      ...[...auth.optionalScopes, ...auth.conditionallyRequiredScopes].map((scope) =>
        report(at, `static auth cannot ask for ${scope} as an option`, 'make it a required scope'),
      ),
    ];
  }
  if (!redirectUrls?.length)
    return [report(`${at}.redirectUrls`, 'oauth has nowhere to come back to', 'add the service’s /oauth/callback')];
  return redirectUrls.flatMap((address, index) => {
    const place = `${at}.redirectUrls[${index}]`;
    const wrong = redirectFindings(report, place, address);
    if (wrong.length > 0 || !address.startsWith(`${served.base}/`)) return wrong;
    return routeFindings(report, place, address, served);
  });
}

function checkScopes(report: Report, auth: AppConfig['auth'], served: AppServed): readonly Finding[] {
  const place = 'config.auth.requiredScopes';
  const asked = [...auth.requiredScopes, ...auth.optionalScopes, ...auth.conditionallyRequiredScopes];
  const missing = served.neededScopes.filter((scope) => !auth.requiredScopes.includes(scope));
  const unknown = asked.filter((scope) => !served.knownScopes.includes(scope));
  return [
    ...missing.map((scope) => report(place, `an endpoint we call needs ${scope}`, 'add it')),
    ...unknown.map((scope) => report(place, `${scope} is no scope we know of`, 'correct it, or take it out')),
  ];
}

function checkPermitted(report: Report, { permittedUrls }: AppConfig, base: string): readonly Finding[] {
  const addresses = Object.entries(permittedUrls).flatMap(([kind, list]) =>
    list.flatMap((address, index) => httpsFindings(report, `config.permittedUrls.${kind}[${index}]`, address)),
  );
  if (permittedUrls.fetch.includes(base)) return addresses;
  return [...addresses, report('config.permittedUrls.fetch', 'cards could not reach the service', 'add ${API_BASE}')];
}

function checkSupport(report: Report, support: NonNullable<AppConfig['support']>): readonly Finding[] {
  return (['documentationUrl', 'supportUrl'] as const).flatMap((key) => {
    const address = support[key];
    return address === undefined ? [] : httpsFindings(report, `config.support.${key}`, address);
  });
}
