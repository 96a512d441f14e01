import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../app/errors.js';
import type { ListChoices } from '../app/list-choices.js';
import { actionOf, requirePortal, type ActionRouteDeps } from './action-route.js';
import { OptionsBody, type OptionsReply } from './contract.js';
import { sendJson } from './send-reply.js';
import { createSignedRoute } from './signed-route.js';

export interface OptionsRouteDeps extends Omit<ActionRouteDeps, 'execute'> {
  readonly listChoices: ListChoices;
}

/** `POST /hubspot/actions/:uid/options/:field`: what a field can be filled with, searched and in pages. Never rejects. */
export function createOptionsRoute(
  deps: OptionsRouteDeps,
): (req: IncomingMessage, res: ServerResponse, of: { readonly uid: string; readonly field: string }) => Promise<void> {
  const signedRoute = createSignedRoute(deps);
  return async (req, res, { uid, field }) => {
    await signedRoute(req, res, async (body) => {
      const { choices } = actionOf(deps.actions, uid).inputs.find(({ name }) => name === field) ?? {};
      if (choices === undefined) throw new AppError('NOT_FOUND', 'This action has no such field with choices of ours.');
      const { portalId, search, after } = readOptionsBody(body());
      await requirePortal(deps, portalId);
      const page = await deps.listChoices({ portalId, choices, search, after });
      sendJson(res, 200, { ...page, searchable: true } satisfies OptionsReply);
    });
    if (res.headersSent) deps.metrics.reply('options', res.statusCode);
  };
}

function readOptionsBody(value: unknown) {
  const parsed = OptionsBody.safeParse(value);
  if (!parsed.success) throw new AppError('INVALID_INPUT', 'The body is not an ask for options.');
  const { origin, fetchOptions } = parsed.data;
  return { portalId: origin.portalId, search: fetchOptions.q ?? '', after: fetchOptions.after ?? undefined };
}
