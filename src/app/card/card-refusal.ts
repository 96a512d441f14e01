import type { CardRefusal, CardReply, CardView } from '../../http/card-contract.js';
import { isAppError } from '../errors.js';

/** A "no" in words, with what the card shows next where that is known. */
export function cardRefusal(code: CardRefusal, because: string, view?: CardView): CardReply {
  return { ok: false, code, because, ...(view ? { view } : {}) };
}

export const CONTACT_GONE = 'HubSpot has no such contact (any more).';

/**
 * What a rep is told when HubSpot cannot be asked.
 *
 * @throws what is no matter of HubSpot's
 */
export function refusalOf(error: unknown): CardReply {
  if (!isAppError(error)) throw error;
  switch (error.code) {
    case 'HUBSPOT_BUSY':
    case 'HUBSPOT_UNCERTAIN':
      return cardRefusal('hubspot-busy', 'HubSpot does not answer just now. Try again in a moment.');
    case 'HUBSPOT_UNAUTHORIZED':
      return cardRefusal('refused-by-hubspot', 'HubSpot no longer accepts our token: an admin has to reconnect it.');
    case 'HUBSPOT_REJECTED':
    case 'HUBSPOT_UNREADABLE':
      return cardRefusal('refused-by-hubspot', 'HubSpot would not show this contact.');
    default:
      throw error;
  }
}
