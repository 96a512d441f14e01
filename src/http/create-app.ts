import type { RequestListener } from 'node:http';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Registry } from 'prom-client';
import type { AssignmentStore } from '../app/assignment.js';
import type { DeliveryStore } from '../app/announcements/delivery.js';
import { AppError } from '../app/errors.js';
import type { AcceptanceStore, LogStore } from '../app/ports.js';
import type { ReportSla } from '../app/report-sla.js';
import { actionTarget, createActionRoute, type ActionRouteDeps } from './action-route.js';
import { createAdminRoutes, requireToken } from './admin-routes.js';
import { carriesToken, isLocal } from './bearer.js';
import { cardTarget, createCardRoute, type CardRouteDeps } from './card-route.js';
import type { ImportRoutesDeps } from './import-routes.js';
import { createHttpMetrics, type HttpMetrics } from './metrics.js';
import { onlyGet, onlyPost } from './only-method.js';
import { createOptionsRoute, type OptionsRouteDeps } from './options-route.js';
import { createFormsRoutes, type FormsRoutesDeps } from './forms-routes.js';
import { createFormSubmitRoute, type FormSubmitRouteDeps } from './form-submit-route.js';
import { createQuarantineRoutes, type QuarantineRoutesDeps } from './quarantine-routes.js';
import { nameRequest, sendError, sendFailure, sendJson } from './send-reply.js';
import { createSignalsRoute, type SignalsRouteDeps } from './signals-route.js';
import { createWebhooksRoute, WEBHOOKS_PATH, type WebhooksRouteDeps } from './webhooks-route.js';
import { createSignatureHealth, type SignatureHealth } from './signature-health.js';

/** Defaults that a deployment may lower. Bytes, except `depth`. */
export const LIMITS = { bodyBytes: 256 * 1024, stringBytes: 16 * 1024, depth: 32 } as const;
export type Limits = { readonly [limit in keyof typeof LIMITS]?: number };

type Given = Pick<
  ActionRouteDeps & OptionsRouteDeps & CardRouteDeps & WebhooksRouteDeps,
  | 'card'
  | 'inbox'
  | 'clientSecret'
  | 'actions'
  | 'execute'
  | 'knowsPortal'
  | 'listChoices'
  | 'now'
  | 'log'
  | 'failpoint'
>;

export interface AppDeps extends Given {
  /** Scheme, host and path HubSpot calls us under, without a slash at the end. A function where the port comes later. */
  readonly publicUrl: string | (() => string);
  readonly adminToken: string;
  readonly logs: LogStore;
  readonly acceptances: AcceptanceStore;
  readonly takeSignals: SignalsRouteDeps['takeSignals'];
  readonly deliveries: Pick<DeliveryStore, 'deliveries'>;
  readonly reportSla: ReportSla;
  readonly assignments: Pick<AssignmentStore, 'assignments'>;
  readonly imports: ImportRoutesDeps;
  /** What forms claimed without proof, and what an operator does about it. */
  readonly held: QuarantineRoutesDeps;
  /** Forms that ask for a stage, and those that are submitted through us. */
  readonly forms: Omit<FormsRoutesDeps, 'limits'> & FormSubmitRouteDeps;
  /** Can we serve: is the store there? A rejection counts as no. */
  readonly ready: () => Promise<boolean>;
  readonly register: Registry;
  /** A new request id. */
  readonly newId: () => string;
  readonly limits?: Limits;
}

/**
 * Builds the HTTP edge; it listens to nothing (`listen` does). Executions, nearly all of the traffic, are answered by
 * their own handler; everything else goes through Express.
 */
export function createApp(deps: AppDeps): RequestListener {
  const { publicUrl } = deps;
  const metrics = createHttpMetrics(deps.register);
  const health = createSignatureHealth(deps);
  const signed = {
    ...deps,
    publicUrl: typeof publicUrl === 'string' ? () => publicUrl : publicUrl,
    limits: { ...LIMITS, ...deps.limits },
    metrics,
    health,
  };
  const act = createActionRoute(signed);
  const offer = createOptionsRoute(signed);
  const show = createCardRoute(signed);
  const hear = createWebhooksRoute(signed);
  const app = createRest(deps, { metrics, health });
  const secure = helmet();
  return (req, res) => {
    nameRequest(res, deps.newId());
    res.setHeader('Cache-Control', 'no-store');
    secure(req, res, () => undefined);
    // A proxy's form of a target (`http://…`) is not for us, and Express would answer it in its own way.
    if (!req.url?.startsWith('/')) return sendError(req, res, { code: 'INVALID_INPUT' });
    const target = actionTarget(req.url);
    const card = target === undefined ? cardTarget(req.url) : undefined;
    if (card !== undefined) void show(req, res, card);
    else if (req.url === WEBHOOKS_PATH || req.url.startsWith(`${WEBHOOKS_PATH}?`)) void hear(req, res);
    else if (target === undefined) app(req, res);
    else if (target.field === undefined) void act(req, res, target.uid);
    else void offer(req, res, { uid: target.uid, field: target.field });
  };
}

function createRest(deps: AppDeps, { metrics, health }: { metrics: HttpMetrics; health: SignatureHealth }): Express {
  const app = express();
  // Whose address it is that submits a form: a proxy of ours says so, nobody else is believed.
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').enable('strict routing');
  app.use(counting(metrics), refuseBodies);
  app
    .route('/healthz')
    .get((_req, res) => sendJson(res, 200, { ok: true }))
    .all(onlyGet);
  app.route('/readyz').get(readiness(deps, health)).all(onlyGet);
  app.route('/metrics').get(showMetrics(deps)).all(onlyGet);
  const withLimits = { ...deps, limits: { ...LIMITS, ...deps.limits } };
  app.use('/admin', createAdminRoutes(withLimits));
  app.use('/admin', requireToken(deps.adminToken), createQuarantineRoutes(deps.held));
  app.use('/admin/forms', createFormsRoutes({ ...deps.forms, limits: withLimits.limits }));
  app.use('/forms', createFormSubmitRoute(deps.forms));
  app.route('/signals').all(requireToken(deps.adminToken)).post(createSignalsRoute(withLimits)).all(onlyPost);
  app.use((req, res) => sendError(req, res, { code: 'NOT_FOUND' }));
  app.use(answerFailure(deps));
  return app;
}

const ROUTES: ReadonlySet<string> = new Set([
  '/healthz',
  '/readyz',
  '/metrics',
  '/admin/decisions',
  '/admin/transitions',
  '/admin/acceptances',
  '/admin/deliveries',
  '/admin/assignments',
  '/admin/reports/sla',
  '/admin/quarantine',
  '/admin/reconcile',
  ...['', '/audit', '/tokens', '/demo', '/open', '/close', '/test'].map((path) => `/admin/forms${path}`),
  '/signals',
  '/admin/imports',
]);
const SUBMIT = /^\/forms\/[^/]+\/submit$/;

function counting(metrics: HttpMetrics): RequestHandler {
  return (req, res, next) => {
    const route = ROUTES.has(req.path) ? req.path.slice(1) : SUBMIT.test(req.path) ? 'forms/submit' : 'other';
    res.on('close', () => metrics.reply(route, res.statusCode));
    next();
  };
}

/** What has no meaning is refused rather than ignored: a proxy may have understood it otherwise. */
const refuseBodies: RequestHandler = ({ method, headers }, _res, next) => {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (hasBody && /^(GET|HEAD|DELETE)$/.test(method)) throw new AppError('INVALID_INPUT', 'This method takes no body.');
  next();
};

function readiness({ ready }: AppDeps, health: SignatureHealth): RequestHandler {
  return async (_req, res) => {
    const ok = health.healthy() && (await ready().catch(() => false));
    if (!ok) res.setHeader('Retry-After', 1);
    sendJson(res, ok ? 200 : 503, { ok });
  };
}

function showMetrics({ adminToken, register }: AppDeps): RequestHandler {
  return async (req, res) => {
    if (!isLocal(req) && !carriesToken(req, adminToken)) throw new AppError('UNPROVEN', 'Send the admin token.');
    res.writeHead(200, { 'Content-Type': register.contentType }).end(await register.metrics());
  };
}

function answerFailure({ log, adminToken }: AppDeps): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    sendFailure(req, res, { error, log, toOperator: carriesToken(req, adminToken) });
  };
}
