import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnswerCard } from '../app/card/answer-card.js';
import { cardRefusal } from '../app/card/card-refusal.js';
import { AppError } from '../app/errors.js';
import { requirePortal } from './action-route.js';
import { isButton, pressBodyOf } from './card-bodies.js';
import type { CardButton, CardReply } from './card-contract.js';
import { CardQuery } from './card-query.js';
import { sendJson } from './send-reply.js';
import { createSignedRoute, type SignedRouteDeps } from './signed-route.js';

export interface CardRouteDeps extends SignedRouteDeps {
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
  if (contactId === '' || more !== undefined) return undefined;
  if (button === undefined) return { contactId };
  return isButton(button) ? { contactId, button } : undefined;
}

/**
 * `GET /hubspot/card/contacts/:id`: what a rep sees. `POST …/:id/<button>`: what he does. Signed with v3, and with nothing
 * older; what came of it is a body of a 200, because HubSpot's proxy hides all others. Never rejects.
 */
export function createCardRoute(
  deps: CardRouteDeps,
): (req: IncomingMessage, res: ServerResponse, of: CardTarget) => Promise<void> {
  const { card, metrics } = deps;
  const get = createSignedRoute({ ...deps, allow: {}, method: 'GET' });
  const post = createSignedRoute({ ...deps, allow: {} });

  async function press(ask: CardAsk, button: CardButton, body: unknown): Promise<CardReply> {
    const { portalId, contactId, userId, userEmail } = ask;
    const read = pressBodyOf(button, body, userEmail ?? `user:${userId}`);
    if (!read.ok) return cardRefusal('invalid-input', read.because);
    const { id, seenStage, want } = read;
    // The id is the card's own, and two cards could make the same.
    const key = createHash('sha256').update(['card', contactId, userId, button, id].join('\n')).digest('hex');
    return card.press({ portalId, contactId, key, userId, button, seenStage, want });
  }

  return async (req, res, { contactId, button }) => {
    const signed = button === undefined ? get : post;
    await signed(req, res, async (body) => {
      const ask = askOf(req.url ?? '', contactId);
      await requirePortal(deps, ask.portalId);
      sendJson(res, 200, await (button === undefined ? card.read(ask) : press(ask, button, body())));
    });
    if (res.headersSent) metrics.reply('card', res.statusCode);
  };
}

type CardAsk = ReturnType<typeof askOf>;

function askOf(target: string, contactId: string) {
  const at = target.indexOf('?');
  const query = CardQuery.safeParse(Object.fromEntries(new URLSearchParams(at === -1 ? '' : target.slice(at))));
  if (!query.success) throw new AppError('INVALID_INPUT', 'The query names no portal and user of HubSpot.');
  if (!CONTACT_ID.test(contactId)) throw new AppError('INVALID_INPUT', 'The path names no contact of HubSpot.');
  return { ...query.data, contactId };
}
