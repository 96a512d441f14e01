import { Router, type Request, type RequestHandler, type Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { AppError } from '../app/errors.js';
import { isFormId, type FieldProblem, type Submission, type Submitted } from '../app/forms/form.js';
import type { SubmitForm } from '../app/forms/submit-form.js';
import { submissionOfForm, submissionOfJson, SUBMIT_LIMITS } from './form-submit-contract.js';
import { onlyPost } from './only-method.js';
import { readBody } from './read-body.js';
import { requestIdOf, sendError, sendJson } from './send-reply.js';
import { sendThanks } from './thanks-page.js';

export interface FormSubmitRouteDeps {
  readonly submitForm: SubmitForm;
}

/** Bits of an IPv6 address that one household or office has in common. */
const IPV6_NETWORK = 56;
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** A refusal, and which fields it is about. */
interface RefusedBody {
  readonly error: 'invalid-input';
  readonly requestId: string;
  readonly problems: readonly FieldProblem[];
}

/** Any page may post here, as to HubSpot's own endpoint; no cookie of anybody counts for anything. */
const fromAnyPage: RequestHandler = (req, res, next) => {
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  if (req.method !== 'OPTIONS') return next();
  const allowed = { 'Access-Control-Allow-Methods': 'POST', 'Access-Control-Allow-Headers': 'Content-Type' };
  res.writeHead(204, { ...allowed, 'Access-Control-Max-Age': '86400' }).end();
};

const formOf = ({ params }: Request): string => String(params['form']).toLowerCase();

/** Counted per address, a network of addresses for IPv6, and form. Each process counts for itself. */
function enoughIsEnough(): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: SUBMIT_LIMITS.perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Its own checks are of how we are deployed, which is for an operator to know.
    validate: false,
    keyGenerator: (req) => `${formOf(req)} ${ipKeyGenerator(req.ip ?? '', IPV6_NETWORK)}`,
    handler: (req, res) => sendError(req, res, { code: 'TOO_MANY' }),
  });
}

/**
 * `POST /forms/:form/submit`: for pages without HubSpot's forms. Takes what HubSpot's endpoint takes, as JSON, or the fields of a
 * plain HTML form; hands it on, and says what HubSpot said.
 */
export function createFormSubmitRoute({ submitForm }: FormSubmitRouteDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router
    .route('/:form/submit')
    .all(fromAnyPage)
    .post(enoughIsEnough(), async (req, res) => {
      const form = formOf(req);
      if (!isFormId(form)) throw new AppError('NOT_FOUND', 'The path names no form.');
      const read = readerOf(req);
      const bytes = await readBody(req, SUBMIT_LIMITS.bodyBytes);
      if (!bytes) return;
      const plain = read === submissionOfForm;
      reply(res, await submitForm(form, read(bytes)), plain);
    })
    .all(onlyPost);
  return router;
}

function readerOf(req: Request): (bytes: Buffer) => Submission {
  const type = req.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type === JSON_TYPE) return submissionOfJson;
  if (type === FORM_TYPE) return submissionOfForm;
  throw new AppError('UNSUPPORTED_TYPE', `Send ${JSON_TYPE} or ${FORM_TYPE}.`);
}

function reply(res: Response, done: Submitted, plain: boolean): void {
  if (done.kind === 'refused') {
    const body: RefusedBody = { error: 'invalid-input', requestId: requestIdOf(res), problems: done.problems };
    return sendJson(res, 400, body);
  }
  const { message, redirect } = done;
  if (!plain) {
    const said = { ...(message && { inlineMessage: message }), ...(redirect && { redirectUri: redirect }) };
    return sendJson(res, 200, said);
  }
  if (redirect && /^https?:/i.test(redirect)) return res.redirect(303, redirect);
  return sendThanks(res, message);
}
