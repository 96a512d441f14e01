import Bottleneck from 'bottleneck';

import type { Budget, Urgency } from '../app/ports.js';
import type { Admit } from './call.js';
import type { Silence } from './silence.js';
import { createTurns } from './turns.js';

/**
 * Calls of one portal in flight at once; two places are kept free of what can wait. A batch takes HubSpot up to half a
 * second: with fewer places an import waits for answers instead of using the budget, which alone is the bound.
 */
const IN_FLIGHT = 12;
const IN_FLIGHT_LATER = 10;
/** Bottleneck's scale: 0 first, 9 last. */
const PRIORITY: Readonly<Record<Urgency, number>> = { live: 1, later: 8 };

/**
 * Orders the work of each portal; the budget bounds it. One portal never waits for another.
 *
 * Places limit what is in flight. Calls then ask the budget one at a time, live first, so that a waiting import has at most
 * one call ahead of somebody who waits for an answer.
 *
 * @returns runs `work` when there is a place; `work` calls `admit` before each call it makes
 */
export function createPace(budget: Budget, silence: Silence) {
  const places = new Bottleneck.Group({ maxConcurrent: IN_FLIGHT });
  const laterPlaces = new Bottleneck.Group({ maxConcurrent: IN_FLIGHT_LATER });
  const turns = new Map<number, ReturnType<typeof createTurns>>();

  function turnsOf(portalId: number) {
    const known = turns.get(portalId) ?? createTurns();
    turns.set(portalId, known);
    return known;
  }

  return function pace<T>(portalId: number, urgency: Urgency, work: (admit: Admit) => Promise<T>): Promise<T> {
    const key = String(portalId);
    const admit = async () => {
      silence.check(portalId); // a paused budget would keep them waiting for nothing
      await turnsOf(portalId)(urgency, () => budget.take(portalId));
    };
    const placed = () => places.key(key).schedule({ priority: PRIORITY[urgency] }, () => work(admit));
    return urgency === 'live' ? placed() : laterPlaces.key(key).schedule(placed);
  };
}

export type Pace = ReturnType<typeof createPace>;
