import { Router } from 'express';
import { z } from 'zod';
import type { EndQuarantine } from '../app/end-quarantine.js';
import { AppError } from '../app/errors.js';
import type { MakeFormToken } from '../app/make-form-token.js';
import type { Held, QuarantineStore } from '../app/quarantine.js';
import type { Reconcile } from '../app/reconcile.js';
import { ListQuery } from './contract.js';
import { sendLines } from './ndjson.js';
import { onlyGet, onlyPost } from './only-method.js';
import { parseJson, type JsonLimits } from './parse-json.js';
import { readBody } from './read-body.js';
import { sendJson } from './send-reply.js';

export interface QuarantineRoutesDeps {
  readonly quarantine: Pick<QuarantineStore, 'list'>;
  readonly endQuarantine: EndQuarantine;
  readonly makeFormToken: MakeFormToken;
  readonly reconcile: Reconcile;
  readonly limits: JsonLimits & { readonly bodyBytes: number };
}

const OPERATOR = 'admin';
const isoTime = (at: number): string => new Date(at).toISOString();

const Query = ListQuery.extend({ state: z.enum(['open', 'released', 'reverted', 'overtaken']).optional() });

/** Of `POST /admin/forms/tokens`. */
const TokenOrder = z.object({
  form: z.string().trim().toLowerCase().max(64),
  kind: z.string().max(64),
  days: z.int().min(1).max(3_650).optional(),
});

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

/** For the operator: `/quarantine` and what ends it, `/forms/tokens`, `/reconcile`. Behind the admin token. */
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
    .route('/forms/tokens')
    .post(async (req, res) => {
      const bytes = await readBody(req, deps.limits.bodyBytes);
      if (bytes === 'gone') return;
      if (bytes === 'too-large') throw new AppError('TOO_LARGE', 'The body is too long.');
      const order = TokenOrder.safeParse(parseJson(bytes, deps.limits));
      if (!order.success) throw new AppError('INVALID_INPUT', 'Send form, kind and days (1 to 3650).');
      const { days, ...rest } = order.data;
      sendJson(res, 200, await deps.makeFormToken({ ...rest, ...(days === undefined ? {} : { days }) }));
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
