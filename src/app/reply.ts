import type { Outcome } from './outcome.js';

/** What a caller of the road gets: the outcome, or word that it comes later through HubSpot's completion callback. */
export type Reply = { readonly kind: 'done'; readonly outcome: Outcome } | { readonly kind: 'blocked' };
