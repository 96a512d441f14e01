import type { Ask } from '../ask.js';
import { createJudgeSignal, type GivenSignal, type JudgeSignalDeps } from './judge-signal.js';
import type { Signal, SignalStore } from './signals.js';
import type { WakeClock } from '../clock/wake-clock.js';

/** stored: new · repeated: its id is known, whatever else it says · refused: not kept, and what to send instead. */
export type TakenSignal =
  | { readonly id: string; readonly state: 'stored' | 'repeated' }
  | { readonly id: string; readonly state: 'refused'; readonly because: string };

/** In whose name a contact is looked at because of it. A `source` of its own makes the actor `signal:<source>`. */
export type ToldBy = Pick<Ask, 'way' | 'actor' | 'action'>;

export interface TakeSignalsDeps extends JudgeSignalDeps {
  readonly signals: Pick<SignalStore, 'known' | 'take'>;
  /** SHA-256, 64 hex. */
  readonly hash: (text: string) => string;
  /** Lets the clock of a contact look at what is new. */
  readonly wakeClock: WakeClock;
}

interface Usable {
  readonly signal: Signal;
  readonly given: GivenSignal;
}

/** What was told of one contact. */
type Told = readonly [contactId: string, told: readonly Usable[]];

/**
 * Takes acts and answers from outside. What is new is kept in one transaction with the asks that follow from it, one for each
 * contact: once this resolves they are judged, whatever crashes. The same id twice changes nothing, in whatever order they
 * come, and one that cannot be used keeps no other from being kept.
 *
 * @returns a function that answers each of them, in the order given.
 *   @throws {AppError} of HubSpot or the store, when either is away: nothing was kept, tell it again
 */
export function createTakeSignals(deps: TakeSignalsDeps) {
  const { signals, now, hash, log } = deps;
  const judgeSignal = createJudgeSignal(deps);

  /** In the name of what was told last. */
  function askOf(portalId: number, [contactId, told]: Told, { way, actor, action }: ToldBy): Ask {
    const source = told.findLast(({ given }) => given.source !== undefined)?.given.source;
    const model = told.findLast(({ given }) => given.model !== undefined)?.given.model;
    const ids = told.map(({ signal }) => signal.id).sort();
    return {
      portalId,
      contactId,
      key: hash([action, contactId, ...ids].join('\n')),
      way,
      actor: source === undefined ? actor : `signal:${source}`,
      action,
      want: { kind: 'qualify', model, mode: 'act', assignTo: undefined },
      at: now(),
    };
  }

  return async function takeSignals(
    portalId: number,
    given: readonly GivenSignal[],
    by: ToldBy,
  ): Promise<readonly TakenSignal[]> {
    if (given.length === 0) return [];
    const known = await signals.known(portalId, [...new Set(given.map(({ id }) => id))]);
    const judged = await Promise.all(
      given.map(async (one) => (known.has(one.id) ? undefined : judgeSignal(portalId, one))),
    );

    const usable = firstOfEach(given, judged);
    const asks = [...byContact(usable)].map((told) => askOf(portalId, told, by));
    const rows = usable.map(({ signal }) => signal);
    const stored = rows.length > 0 ? await signals.take(portalId, rows, asks) : new Set<string>();
    log.debug('signals taken', { portalId, given: given.length, stored: stored.size });

    const heard = new Set(rows.filter(({ id }) => stored.has(id)).map(({ contactId }) => contactId));
    await Promise.all([...heard].map((contactId) => deps.wakeClock(portalId, contactId)));

    const isNew = new Set<unknown>(rows.filter(({ id }) => stored.has(id)));
    return given.map(({ id }, place): TakenSignal => {
      const one = judged[place];
      if (one && 'because' in one) return { id, state: 'refused', because: one.because };
      return { id, state: isNew.has(one) ? 'stored' : 'repeated' };
    });
  };
}

export type TakeSignals = ReturnType<typeof createTakeSignals>;

/** Of two with one id the first that can be used. */
function firstOfEach(
  given: readonly GivenSignal[],
  judged: readonly (Signal | { readonly because: string } | undefined)[],
): Usable[] {
  const first = new Map<string, Usable>();
  given.forEach((one, place) => {
    const signal = judged[place];
    if (signal && 'signal' in signal && !first.has(signal.id)) first.set(signal.id, { signal, given: one });
  });
  return [...first.values()];
}

/** Only what gives a reason to look at the contact. */
function byContact(usable: readonly Usable[]): ReadonlyMap<string, readonly Usable[]> {
  const contacts = new Map<string, Usable[]>();
  for (const one of usable) {
    const { contactId, wakes } = one.signal;
    if (!wakes) continue;
    const told = contacts.get(contactId);
    if (told) told.push(one);
    else contacts.set(contactId, [one]);
  }
  return contacts;
}
