import { ACT_PROPERTIES } from '../core/acts.js';
import { channelsNamed, type Announce } from './announce.js';
import { lateAt, type AwaitAcceptance } from './await-acceptance.js';
import { AppError, isAppError } from './errors.js';
import { judge } from './judge.js';
import type { Judgement, Read, Sight } from './judgement.js';
import type { MoveOrder, MoveStage } from './move-stage.js';
import type { AnnouncedChannel, Ask, RefusalCode } from './ask.js';
import type { Evaluation, Move, MoveResult, Outcome } from './outcome.js';
import { acceptanceOf } from './acceptance-of.js';
import type { PlanWithOwner } from './plan-with-owner.js';
import type {
  AcceptanceStore,
  Crm,
  EngagementStore,
  EvaluationStore,
  Failpoint,
  Log,
  Models,
  Urgency,
} from './ports.js';
import { readOf } from './read-of.js';
import { WRITTEN_PROPERTIES } from './score-properties.js';
import type { SignalStore } from './signals.js';
import { CAPTURED, clockStart, sightOf, withRespondBy } from './start-clock.js';
import { outcomeOf } from './under-way.js';

export interface QualifyDeps {
  readonly crm: Crm;
  readonly evaluations: EvaluationStore;
  readonly engagements: EngagementStore;
  readonly signals: Pick<SignalStore, 'of' | 'answered'>;
  readonly acceptances: Pick<AcceptanceStore, 'record'>;
  readonly models: Models;
  readonly planWithOwner: PlanWithOwner;
  readonly moveStage: MoveStage;
  readonly awaitAcceptance: AwaitAcceptance;
  readonly announce: Announce;
  readonly now: () => number;
  /** Waits; a test passes one that does not. */
  readonly pause: (ms: number) => Promise<void>;
  readonly failpoint: Failpoint;
  readonly log: Log;
  /** Hears of every ask that is over, once per ask in this process. */
  readonly onSettled?: (ask: Ask, outcome: Outcome) => void;
}

/** A contact another move of which is open is looked at again after so long, a little longer each time. */
const OPEN_MOVE_PAUSE_MS = 50;
const STALE_TRIES = 40;
/** Score properties are plain values: a write whose fate is unknown is repeated this often. */
const WRITE_TRIES = 3;

/** An ask nobody could decide is ended after so long; HubSpot itself waits a week at most. */
const GIVE_UP_MS = 3 * 86_400_000;
const UNREACHED = 'HubSpot could not be reached for three days';

/** What the word to the caller is for errors that no repeat would heal. */
const REFUSALS: Readonly<Partial<Record<AppError['code'], { code: RefusalCode; because: string }>>> = {
  HUBSPOT_REJECTED: { code: 'hubspot-rejected', because: 'HubSpot refused the call' },
  HUBSPOT_UNREADABLE: { code: 'hubspot-rejected', because: 'HubSpot answered something this app cannot read' },
  HUBSPOT_UNAUTHORIZED: {
    code: 'hubspot-unauthorized',
    because: 'HubSpot no longer accepts our token: reconnect the portal',
  },
};

interface How {
  readonly takenUp: boolean;
  readonly urgency: Urgency;
}

const refused = (code: RefusalCode, because: string): Outcome => ({ decision: { kind: 'refused', code, because } });
const NO_CONTACT = refused('contact-not-found', 'HubSpot has no such contact (any more)');

/** From when on an ask can be overdue: one that waits for a rep only once its own clock has run out. */
const beganAt = ({ want, ...ask }: Ask): number =>
  want.kind === 'await-acceptance' ? lateAt({ ...ask, want }) : ask.at;

/**
 * The one road by which a stage changes, whatever way it was asked for: read, score, decide, assign, plan (one transaction),
 * write, read back, settle (one transaction). Nothing else in the program writes `lifecyclestage`.
 *
 * Every step shares calls and statements with the asks beside it: that is done by the ports. Each ask ends in exactly one
 * outcome, whatever crashes: `qualify` begins it, `takeUp` finishes what another began.
 *
 * @throws {AppError} HUBSPOT_BUSY, HUBSPOT_UNCERTAIN, NOT_YET or STORE_UNAVAILABLE: nothing is lost, ask again or take it
 *   up later
 */
export function createQualify(deps: QualifyDeps) {
  const { crm, evaluations, models, now, failpoint, log } = deps;

  async function settle(ask: Ask, outcome: Outcome, move?: Move, sight?: Sight): Promise<Outcome> {
    const channels = move ? channelsFor(ask, move) : [];
    const announce = channels.length > 0 ? { announce: { channels } } : {};
    const compiled = compiledFor(ask);
    const clock = compiled && clockStart({ ask, outcome, move, sight }, compiled, now());
    const started = clock ? { clock } : {};
    const ours = await evaluations.settle({ ask, outcome, ...(move ? { move, ...announce } : {}), ...started });
    failpoint('after-settle');
    // A refusal needs no plan, so another worker may have been first: then its word stands.
    const certain = ours && outcome.decision.kind !== 'refused';
    const settled = certain ? outcome : await settledOutcome(ask);
    if (!settled) throw new AppError('STORE_UNAVAILABLE', 'Another worker has taken this over', { retryAfterMs: 1000 });
    if (ours) deps.onSettled?.(ask, settled);
    return settled;
  }

  const compiledFor = ({ want }: Ask) => models.get('model' in want ? want.model : undefined) ?? models.get(undefined);

  /** Sales hears of a move when it is applied, if the model that was asked wants that; and always of what the clock did. */
  function channelsFor(ask: Ask, { to }: Move): readonly AnnouncedChannel[] {
    const compiled = compiledFor(ask);
    const named = compiled ? channelsNamed(compiled.model, to) : [];
    return named.length === 0 && ask.way === 'clock' ? ['owner-task'] : named;
  }

  async function settledOutcome(ask: Ask): Promise<Outcome | undefined> {
    const there = await evaluations.find(ask.portalId, ask.key);
    return there?.state === 'settled' ? there.outcome : undefined;
  }

  async function read(ask: Ask, urgency: Urgency): Promise<Read | Outcome> {
    const asked = 'model' in ask.want ? ask.want.model : undefined;
    const compiled = models.get(asked);
    if (!compiled)
      return refused('model-unknown', `There is no model "${asked ?? ''}"; known: ${models.names().join(', ')}`);
    const profile = await crm.profile(ask.portalId);
    const properties = await crm.read(ask.portalId, ask.contactId, propertiesToRead(compiled), urgency);
    if (!properties) return NO_CONTACT;
    const told = await deps.signals.of(ask.portalId, ask.contactId, urgency);
    return readOf(deps.engagements, ask, { profile, compiled, properties, told });
  }

  /** Read, score, decide, plan the move; again when the contact moved between reading and planning. */
  async function decide(ask: Ask, urgency: Urgency): Promise<Judgement | Outcome> {
    let headSeen: number | undefined;
    for (let tries = 1; tries <= STALE_TRIES; tries += 1) {
      const lookedAt = now();
      const seen = await read(ask, urgency);
      if ('decision' in seen) return settle(ask, seen);
      const judged = { ...withRespondBy(ask, judge(ask, seen, now()), seen, now()), sight: sightOf(seen, lookedAt) };
      // Without a move only plain values are written, and those may be written twice: no plan has to survive a crash.
      const { move } = judged;
      if (!move) return judged;
      const head = headSeen === undefined ? {} : { headSeen };
      const planned = await deps.planWithOwner({ ask, read: seen, judged: { ...judged, move }, ...head });
      if (planned.kind === 'planned') return planned.judged;
      if (planned.kind === 'repeat') return outcomeOf(planned.evaluation);
      // What was read while another move was open may be the empty stage between its clear and its set: not a head to build on.
      headSeen = planned.open ? undefined : planned.head;
      if (planned.open) await deps.pause(OPEN_MOVE_PAUSE_MS * Math.min(tries, 10));
    }
    throw new AppError('HUBSPOT_BUSY', 'Another change of this contact is still under way', { retryAfterMs: 1000 });
  }

  /** @returns why HubSpot refused them, if it did */
  async function writePlain(ask: Ask, writes: Judgement['writes'], urgency: Urgency): Promise<AppError | undefined> {
    for (let tries = 1; ; tries += 1) {
      const written = await crm.write(ask.portalId, ask.contactId, writes, urgency);
      if (written.ok) return undefined;
      if (written.error.code === 'HUBSPOT_REJECTED') {
        // The decision stands without its properties: the reply and the log still carry it.
        log.warn('score properties refused by HubSpot', {
          portalId: ask.portalId,
          contactId: ask.contactId,
          error: written.error,
        });
        return written.error;
      }
      if (tries === WRITE_TRIES || written.error.code !== 'HUBSPOT_UNCERTAIN') throw written.error;
    }
  }

  const isOverdue = (ask: Ask): boolean => now() - beganAt(ask) > GIVE_UP_MS;

  /**
   * Carries out a planned move. Only what HubSpot shows ends it: an error that would refuse an ask nobody began leaves this
   * one open, because the stage may have moved, or be empty.
   */
  async function carryOutMove(order: MoveOrder): Promise<MoveResult> {
    const { ask, move } = order;
    try {
      return await deps.moveStage(order);
    } catch (error) {
      if (!isAppError(error)) throw error;
      if (isOverdue(ask) && !move.clearFirst) return { state: 'refused', stage: move.from, because: UNREACHED };
      if (!REFUSALS[error.code]) throw error;
      throw new AppError('HUBSPOT_BUSY', 'The move is finished later', {
        cause: error,
        facts: { because: error.code },
      });
    }
  }

  /** Before the ask is over: what comes after a crash may close them again, but must not find them open for ever. */
  async function closeAnswers({ portalId, contactId }: Ask, answered: Judgement['writes']): Promise<void> {
    if (Object.keys(answered).length > 0) await deps.signals.answered(portalId, contactId, answered);
  }

  /** What a rep says to the lead by what he did is kept before the ask is over: a crash in between repeats it. */
  async function finish(ask: Ask, outcome: Outcome, move?: Move, sight?: Sight): Promise<Outcome> {
    const answer = acceptanceOf(ask, outcome, now());
    if (answer) await deps.acceptances.record(answer);
    return settle(ask, outcome, move, sight);
  }

  async function carryOut(ask: Ask, judged: Judgement, how: How) {
    const { outcome, writes, move, answered = {}, sight } = judged;
    if (move) {
      const result = await carryOutMove({ ask, move, writes, ...how });
      await closeAnswers(ask, answered);
      return finish(ask, { ...outcome, move: result }, move, sight);
    }
    const refusal = Object.keys(writes).length > 0 ? await writePlain(ask, writes, how.urgency) : undefined;
    await closeAnswers(ask, answered);
    // Whoever pressed a button is looking at what was to be written.
    if (refusal && ask.way === 'manual') return settle(ask, refused('hubspot-rejected', refusal.message));
    return finish(ask, outcome, undefined, sight);
  }

  /** Errors that no repeat would heal end the ask; all others travel on. */
  async function orRefuse(ask: Ask, work: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await work();
    } catch (error) {
      const refusal = isAppError(error) ? REFUSALS[error.code] : undefined;
      if (!refusal) throw error;
      log.warn('ask refused', { portalId: ask.portalId, contactId: ask.contactId, action: ask.action, error });
      return settle(ask, refused(refusal.code, refusal.because));
    }
  }

  async function begin(ask: Ask, urgency: Urgency): Promise<Outcome> {
    const { want } = ask;
    if (want.kind === 'refuse')
      return settle(ask, refused(want.code, want.because ?? REFUSED_BECAUSE[want.code] ?? want.code));
    if (want.kind === 'await-acceptance')
      return settle(ask, (await deps.awaitAcceptance({ ...ask, want }, urgency)) ?? NO_CONTACT);
    if (want.kind === 'notify') return settle(ask, (await deps.announce({ ...ask, want }, urgency)) ?? NO_CONTACT);
    const decided = await decide(ask, urgency);
    if ('decision' in decided) return decided;
    failpoint('after-insert');
    return carryOut(ask, decided, { takenUp: false, urgency });
  }

  return {
    /** Begins an ask that nobody has begun. */
    qualify: (ask: Ask, urgency: Urgency): Promise<Outcome> => orRefuse(ask, () => begin(ask, urgency)),

    /** Finishes what a crash, or a time when HubSpot was away, left behind. The evaluation must be claimed by us. */
    takeUp: (evaluation: Evaluation): Promise<Outcome> =>
      orRefuse(evaluation.ask, () => {
        const { ask, state, outcome, writes = {}, move } = evaluation;
        if (state !== 'planned' || !outcome)
          return isOverdue(ask) ? settle(ask, refused('hubspot-unavailable', UNREACHED)) : begin(ask, 'later');
        const judged = { outcome, writes, answered: writes, ...(move ? { move } : {}) };
        return carryOut(ask, judged, { takenUp: true, urgency: 'later' });
      }),
  };
}

export type Qualify = ReturnType<typeof createQualify>;

const REFUSED_BECAUSE: Readonly<Partial<Record<RefusalCode, string>>> = {
  'no-contact-given': 'The call names no enrolled contact',
  'not-a-contact': 'Only contacts can be qualified',
  'invalid-input': 'The input fields cannot be read',
};

const ALWAYS_READ = [
  CAPTURED,
  'lifecyclestage',
  'hs_lead_status',
  'associatedcompanyid',
  'hs_analytics_last_timestamp',
];

const readSets = new WeakMap<object, readonly string[]>();

/** What is read with each contact; the same list for a model each time, so that its asks share calls. */
function propertiesToRead(compiled: { readonly properties: readonly string[] }): readonly string[] {
  const known = readSets.get(compiled);
  if (known) return known;
  const all = [...new Set([...compiled.properties, ...ALWAYS_READ, ...ACT_PROPERTIES, ...WRITTEN_PROPERTIES])].sort();
  readSets.set(compiled, all);
  return all;
}
