import { Readable } from 'node:stream';
import { Router, type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import { AppError } from '../app/errors.js';
import type { CreateDemoForm } from '../app/forms/create-demo-form.js';
import type { FormFinding } from '../app/forms/audit-forms.js';
import type { OpenForm } from '../app/forms/form.js';
import type { MakeFormToken } from '../app/forms/make-form-token.js';
import type { OpenFormFor } from '../app/forms/open-form.js';
import type { TestForm } from '../app/forms/test-form.js';
import { sendLines } from './ndjson.js';
import { onlyGet, onlyPost } from './only-method.js';
import { readJson, type BodyLimits } from './read-json.js';
import { sendJson } from './send-reply.js';

export interface FormsRoutesDeps {
  readonly makeFormToken: MakeFormToken;
  readonly createDemoForm: CreateDemoForm;
  readonly openForm: OpenFormFor;
  /** @returns false when it was not open */
  readonly closeForm: (form: string) => Promise<boolean>;
  readonly openForms: () => Promise<readonly OpenForm[]>;
  readonly auditForms: () => Promise<readonly FormFinding[]>;
  readonly testForm: TestForm;
  readonly limits: BodyLimits;
}

const form = z.string().trim().toLowerCase().max(64);
const kind = z.string().max(64);
const days = z.int().min(1).max(3_650).exactOptional();
const field = z.string().max(256);

const TokenOrder = z.object({ form, kind, days });
const DemoOrder = z.object({ kind, days });
const OpenOrder = z.object({ form, kind, days, fields: z.array(field).min(1).max(200).exactOptional() });
const CloseOrder = z.object({ form });
const TestOrder = z.object({ form, email: z.email().max(254) });

/** Does what a body orders, and replies with what came of it. @param say what the body is to hold */
function ordering<T>(
  schema: z.ZodType<T>,
  { limits, say, work }: { limits: BodyLimits; say: string; work: (order: T) => Promise<unknown> },
): RequestHandler {
  return async (req: Request, res) => {
    const json = await readJson(req, limits);
    if (json === undefined) return;
    const order = schema.safeParse(json);
    if (!order.success) throw new AppError('INVALID_INPUT', `Send ${say}.`);
    sendJson(res, 200, await work(order.data));
  };
}

const openJson = ({ until, ...open }: OpenForm) => ({ ...open, until: new Date(until).toISOString() });

/**
 * For the operator: `/forms` lists what is open to submissions, `/forms/audit` what about the portal's forms sets a stage;
 * `/forms/tokens`, `/demo`, `/open`, `/close` and `/test` do what their names say. Behind the admin token.
 */
export function createFormsRoutes(deps: FormsRoutesDeps): Router {
  const { limits } = deps;
  const router = Router({ caseSensitive: true, strict: true });
  const orders: Readonly<Record<string, RequestHandler>> = {
    '/tokens': ordering(TokenOrder, { limits, say: 'form, kind and days (1 to 3650)', work: deps.makeFormToken }),
    '/demo': ordering(DemoOrder, { limits, say: 'kind and days (1 to 3650)', work: deps.createDemoForm }),
    '/open': ordering(OpenOrder, {
      ...{ limits, say: 'form, kind, fields (1 to 200) and days' },
      work: async (order) => openJson(await deps.openForm(order)),
    }),
    '/close': ordering(CloseOrder, {
      ...{ limits, say: 'form' },
      work: async (order) => ({ closed: await deps.closeForm(order.form) }),
    }),
    '/test': ordering(TestOrder, { limits, say: 'form and email', work: deps.testForm }),
  };
  router
    .route('/')
    .get(async (_req, res) => sendLines(res, Readable.from(await deps.openForms()), openJson))
    .all(onlyGet);
  router
    .route('/audit')
    .get(async (_req, res) => sendLines(res, Readable.from(await deps.auditForms()), (finding: FormFinding) => finding))
    .all(onlyGet);
  for (const [path, handler] of Object.entries(orders)) router.route(path).post(handler).all(onlyPost);
  return router;
}
