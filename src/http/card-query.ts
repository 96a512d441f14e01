import { z } from 'zod';

const Digits = z.string().regex(/^[1-9]\d{0,15}$/);

/**
 * What HubSpot adds to the address of every request of a card. Given twice it is refused before it comes here.
 *
 * @source HubSpot, "Fetching data in UI extensions": userId, portalId, userEmail, appId
 */
export const CardQuery = z.object({
  portalId: Digits.transform(Number).pipe(z.int()),
  userId: Digits,
  userEmail: z.email().max(254).optional().catch(undefined),
});
