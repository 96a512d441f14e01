import { Router } from 'express';
import { z } from 'zod';
import type { EndQuarantine } from '../app/sync/end-quarantine.js';
import { AppError } from '../app/errors.js';
import type { Held, QuarantineStore } from '../app/sync/quarantine.js';
import type { Reconcile } from '../app/sync/reconcile.js';
import { ListQuery } from './contract.js';
import { sendLines } from './ndjson.js';
import { onlyGet, onlyPost } from './only-method.js';
import { sendJson } from './send-reply.js';

export interface QuarantineRoutesDeps {
  readonly quarantine: Pick<QuarantineStore, 'list'>;
  readonly endQuarantine: EndQuarantine;
  readonly reconcile: Reconcile;
}

const OPERATOR = 'admin';
const isoTime = (at: number): string => new Date(at).toISOString();

const Query = ListQuery.extend({ state: z.enum(['open', 'released', 'reverted', 'overtaken']).optional() });

/** What a form moved without proof, as listed: `endedBy` and `endedAt` only where it was ended. */
function heldJson({ key: _key, at, endedAt, ...held }: Held) {
  return { ...held, at: isoTime(at), ...(endedAt === undefined ? {} : { endedAt: isoTime(endedAt) }) };
}

function query(value: unknown) {
  const parsed = Query.safeParse(value);
  if (!parsed.success) throw new AppError('INVALID_INPUT', 'The query takes portal, contact, since, limit and state.');
  const { portal, contact, since, limit, state } = parsed.data;
  return {
    ...(portal === undefined ? {} : { portalId: portal }),
    ...(contact === undefined ? {} : { contactId: contact }),
    ...(since === undefined ? {} : { since }),
    ...(limit === undefined ? {} : { limit }),
    ...(state === undefined ? {} : { state }),
  };
}

/** For the operator: `/quarantine` and what ends it, `/reconcile`. Behind the admin token. */
export function createQuarantineRoutes(deps: QuarantineRoutesDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router
    .route('/quarantine')
    .get((req, res) => sendLines(res, deps.quarantine.list(query(req.query)), heldJson))
    .all(onlyGet);
  router
    .route('/quarantine/:id/:how')
    .post(async (req, res) => {
      const { id, how } = req.params;
      if (!/^[1-9]\d{0,14}$/.test(id) || (how !== 'release' && how !== 'revert'))
        throw new AppError('NOT_FOUND', 'Say /quarantine/ID/release or /quarantine/ID/revert.');
      const ended = await deps.endQuarantine(Number(id), how, OPERATOR);
      if (!ended) throw new AppError('NOT_FOUND', 'Nothing of this id was ever held.');
      sendJson(res, 200, ended);
    })
    .all(onlyPost);
  router
    .route('/reconcile')
    .get((req, res) => {
      const { since } = query(req.query);
      return sendLines(res, deps.reconcile(since === undefined ? {} : { since }), (one) => ({
        ...one,
        at: isoTime(one.at),
      }));
    })
    .all(onlyGet);
  return router;
}
