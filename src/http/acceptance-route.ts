import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import { AppError } from '../app/errors.js';
import type { Acceptance, AcceptanceStore } from '../app/ports.js';
import { requirePortal } from './action-route.js';
import { AcceptanceBody } from './contract.js';
import { readJson, type BodyLimits } from './read-json.js';
import { sendJson } from './send-reply.js';

export interface AcceptanceRouteDeps {
  readonly acceptances: AcceptanceStore;
  readonly knowsPortal: (portalId: number) => Promise<boolean>;
  readonly now: () => number;
  readonly limits: BodyLimits;
}

/** `POST /admin/acceptances`: keeps a rep's answer; the workflow that waits for it goes on within seconds. */
export function createAcceptanceRoute(deps: AcceptanceRouteDeps): RequestHandler {
  const { acceptances, now, limits } = deps;
  return async (req, res) => {
    const json = await readJson(req, limits);
    if (json === undefined) return;
    const body = AcceptanceBody.safeParse(json);
    if (!body.success) {
      throw new AppError('INVALID_INPUT', 'Send portalId, contactId, outcome (accepted or refused) and by.');
    }
    await requirePortal(deps, body.data.portalId);
    await acceptances.record(acceptanceOf(body.data, now()));
    sendJson(res, 200, { recorded: true });
  };
}

function acceptanceOf({ id, ...answer }: AcceptanceBody, at: number): Acceptance {
  const itself = id ?? `${answer.outcome}\n${at}`;
  const key = createHash('sha256').update(`acceptance\n${answer.contactId}\n${itself}`).digest('hex');
  return { ...answer, at, key };
}
