import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnswerCard } from '../app/answer-card.js';
import { AppError } from '../app/errors.js';
import { requirePortal } from './action-route.js';
import type { CardButton } from './card-contract.js';
import { CardQuery } from './card-query.js';
import { sendJson } from './send-reply.js';
import { createSignedPost, type SignedPostDeps } from './signed-post.js';

export interface CardRouteDeps extends SignedPostDeps {
  readonly knowsPortal: (portalId: number) => Promise<boolean>;
  readonly card: AnswerCard;
}

const PREFIX = '/hubspot/card/contacts/';
const CONTACT_ID = /^[1-9]\d{0,15}$/;

/** What a request target names below `/hubspot/card/contacts/`, as received, undecoded. */
export interface CardTarget {
  readonly contactId: string;
  /** Absent: the card itself. */
  readonly button?: CardButton;
}

/** @returns `undefined` for every other request target */
export function cardTarget(target: string | undefined): CardTarget | undefined {
  if (target?.startsWith(PREFIX) !== true) return undefined;
  const query = target.indexOf('?');
  const [contactId = '', button, more] = target.slice(PREFIX.length, query === -1 ? undefined : query).split('/');
  if (contactId === '' || button !== undefined || more !== undefined) return undefined;
  return { contactId };
}

/**
 * `GET /hubspot/card/contacts/:id`: what a rep sees. Signed with v3, and with nothing older; what came of it is a body of a
 * 200, because HubSpot's proxy hides all others. Never rejects.
 */
export function createCardRoute(
  deps: CardRouteDeps,
): (req: IncomingMessage, res: ServerResponse, of: CardTarget) => Promise<void> {
  const get = createSignedPost({ ...deps, allow: {}, method: 'GET' });
  return async (req, res, { contactId }) => {
    await get(req, res, async () => {
      const ask = askOf(req.url ?? '', contactId);
      await requirePortal(deps, ask.portalId);
      sendJson(res, 200, await deps.card.read(ask));
    });
    if (res.headersSent) deps.metrics.reply('card', res.statusCode);
  };
}

function askOf(target: string, contactId: string) {
  const at = target.indexOf('?');
  const query = CardQuery.safeParse(Object.fromEntries(new URLSearchParams(at === -1 ? '' : target.slice(at))));
  if (!query.success) throw new AppError('INVALID_INPUT', 'The query names no portal and user of HubSpot.');
  if (!CONTACT_ID.test(contactId)) throw new AppError('INVALID_INPUT', 'The path names no contact of HubSpot.');
  return { ...query.data, contactId };
}
