import { Readable } from 'node:stream';
import { Router, type Request, type RequestHandler } from 'express';
import type { AssignmentRow, AssignmentStore } from '../app/assignment.js';
import type { DeliveryRow, DeliveryStore } from '../app/announcements/delivery.js';
import { AppError } from '../app/errors.js';
import type { Transition } from '../app/outcome.js';
import type { DecisionRow, ListFilter, LogStore } from '../app/ports.js';
import type { ReportSla } from '../app/report-sla.js';
import type { SlaRow } from '../core/sla-report.js';
import { createAcceptanceRoute, type AcceptanceRouteDeps } from './acceptance-route.js';
import { carriesToken } from './bearer.js';
import {
  ListQuery,
  type AssignmentJson,
  type DecisionJson,
  type DeliveryJson,
  type TransitionJson,
} from './contract.js';
import { createImportRoutes, type ImportRoutesDeps } from './import-routes.js';
import { sendLines } from './ndjson.js';
import { onlyGet, onlyPost } from './only-method.js';

export interface AdminRoutesDeps extends AcceptanceRouteDeps {
  readonly adminToken: string;
  readonly logs: LogStore;
  readonly deliveries: Pick<DeliveryStore, 'deliveries'>;
  readonly assignments: Pick<AssignmentStore, 'assignments'>;
  readonly reportSla: ReportSla;
  readonly imports: ImportRoutesDeps;
}

/**
 * For the operator: `/decisions`, `/transitions`, `/deliveries` and `/assignments` list as JSON lines, oldest first;
 * `/reports/sla` says how fast leads are answered; `/acceptances` takes a rep's answer.
 */
export function createAdminRoutes(deps: AdminRoutesDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.use(requireToken(deps.adminToken));
  router
    .route('/decisions')
    .get((req, res) => sendLines(res, deps.logs.decisions(filterOf(req)), decisionJson))
    .all(onlyGet);
  router
    .route('/transitions')
    .get((req, res) => sendLines(res, deps.logs.transitions(filterOf(req)), transitionJson))
    .all(onlyGet);
  router
    .route('/deliveries')
    .get((req, res) => sendLines(res, deps.deliveries.deliveries(filterOf(req)), deliveryJson))
    .all(onlyGet);
  router
    .route('/assignments')
    .get((req, res) => sendLines(res, deps.assignments.assignments(filterOf(req)), assignmentJson))
    .all(onlyGet);
  router
    .route('/reports/sla')
    .get(async (req, res) => sendLines(res, Readable.from(await deps.reportSla(filterOf(req))), (row: SlaRow) => row))
    .all(onlyGet);
  router.route('/acceptances').post(createAcceptanceRoute(deps)).all(onlyPost);
  router.use('/imports', createImportRoutes(deps.imports));
  return router;
}

/** Lets only the operator through. */
export function requireToken(token: string): RequestHandler {
  return (req, _res, next) => {
    if (!carriesToken(req, token)) throw new AppError('UNPROVEN', 'Send the admin token as a bearer token.');
    next();
  };
}

function filterOf(req: Request): ListFilter {
  const query = ListQuery.safeParse(req.query);
  if (!query.success)
    throw new AppError('INVALID_INPUT', 'The query takes portal, contact, since (ISO 8601) and limit.');
  const { portal, contact, since, limit } = query.data;
  return {
    ...(portal === undefined ? {} : { portalId: portal }),
    ...(contact === undefined ? {} : { contactId: contact }),
    ...(since === undefined ? {} : { since }),
    ...(limit === undefined ? {} : { limit }),
  };
}

function decisionJson(row: DecisionRow): DecisionJson {
  const { portalId, contactId, key, way, kind, from, to, rule, score, model, state } = row;
  return { portalId, contactId, key, way, kind, from, to, rule, score, model, state, at: isoTime(row.at) };
}

function transitionJson(row: Transition): TransitionJson {
  const { portalId, contactId, from, to, way, actor, rule, because, model, passed } = row;
  const at = isoTime(row.at);
  return { portalId, contactId, from, to, way, actor, rule, because, model, at, ...(passed.length > 0 && { passed }) };
}

function deliveryJson({ at, ...row }: DeliveryRow): DeliveryJson {
  const { portalId, contactId, channel, target, key, state, attempts, because } = row;
  return { portalId, contactId, channel, target, key, state, attempts, at: isoTime(at), ...(because && { because }) };
}

function assignmentJson(row: AssignmentRow): AssignmentJson {
  const { portalId, contactId, owner, email, because, passedOver, stage, at } = row;
  return { portalId, contactId, owner, email, because, passedOver, stage, at: isoTime(at) };
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
