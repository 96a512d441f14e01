import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WorkflowAction } from '../app/action.js';
import { AppError } from '../app/errors.js';
import type { Ask } from '../app/ask.js';
import type { Reply } from '../app/reply.js';
import { askOf, executionReply } from './execution.js';
import { sendJson } from './send-reply.js';
import { createSignedRoute, type SignedRouteDeps } from './signed-route.js';

export interface ActionRouteDeps extends SignedRouteDeps {
  readonly actions: ReadonlyMap<string, WorkflowAction>;
  readonly execute: (ask: Ask) => Promise<Reply>;
  readonly knowsPortal: (portalId: number) => Promise<boolean>;
}

const PREFIX = '/hubspot/actions/';

/** What a request target names below `/hubspot/actions/`, as received, undecoded. */
export interface ActionTarget {
  readonly uid: string;
  /** Of `…/options/:field`; absent: an execution. */
  readonly field?: string;
}

/** @returns `undefined` for every other request target */
export function actionTarget(target: string | undefined): ActionTarget | undefined {
  if (target?.startsWith(PREFIX) !== true) return undefined;
  const query = target.indexOf('?');
  const [uid = '', options, field, more] = target.slice(PREFIX.length, query === -1 ? undefined : query).split('/');
  if (uid === '') return undefined;
  if (options === undefined) return { uid };
  return options === 'options' && field && more === undefined ? { uid, field } : undefined;
}

/** @throws {AppError} NOT_FOUND */
export function actionOf(actions: ReadonlyMap<string, WorkflowAction>, uid: string): WorkflowAction {
  const action = actions.get(uid);
  if (action === undefined) throw new AppError('NOT_FOUND', 'No action has this uid.');
  return action;
}

/** @throws {AppError} PORTAL_UNKNOWN */
export async function requirePortal(
  { knowsPortal }: Pick<ActionRouteDeps, 'knowsPortal'>,
  portalId: number,
): Promise<void> {
  if (!(await knowsPortal(portalId))) throw new AppError('PORTAL_UNKNOWN', 'This portal is not connected.');
}

/** `POST /hubspot/actions/:uid`: one execution of a workflow action. Never rejects. */
export function createActionRoute(
  deps: ActionRouteDeps,
): (req: IncomingMessage, res: ServerResponse, uid: string) => Promise<void> {
  const signedRoute = createSignedRoute(deps);
  return async (req, res, uid) => {
    const started = deps.now();
    await signedRoute(req, res, async (body) => {
      const action = actionOf(deps.actions, uid);
      const ask = askOf(action, body(), deps.now());
      await requirePortal(deps, ask.portalId);
      sendJson(res, 200, executionReply(action, ask, await deps.execute(ask)));
    });
    // The client may have left before there was anything to answer.
    if (!res.headersSent) return;
    deps.metrics.reply('actions', res.statusCode);
    if (res.statusCode === 200) deps.metrics.execution(deps.now() - started);
  };
}
