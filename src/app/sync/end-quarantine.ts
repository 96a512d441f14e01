import { isStage } from '../../core/stages.js';
import type { Ask } from '../ask.js';
import type { ChainStore } from './chain.js';
import { FORM_ACTION, type TakeActs } from '../forms/follow-request.js';
import type { Held, QuarantineStore } from './quarantine.js';
import type { Reply } from '../reply.js';
import type { TellStage } from '../announcements/tell-stage.js';

export interface EndQuarantineDeps {
  readonly quarantine: QuarantineStore;
  readonly chain: Pick<ChainStore, 'state' | 'add'>;
  readonly tellStage: TellStage;
  readonly takeActs: TakeActs;
  readonly execute: (ask: Ask) => Promise<Reply>;
  /** SHA-256, 64 hex. */
  readonly hash: (text: string) => string;
  readonly now: () => number;
}

/** What came of ending a hold, in words too. */
export interface Ended {
  readonly state: 'released' | 'reverted' | 'not-open' | 'not-possible';
  readonly because: string;
}

const NOT_OPEN: Ended = { state: 'not-open', because: 'It is not held any more' };
const no = (because: string): Ended => ({ state: 'not-possible', because });

/**
 * Ends what is held in quarantine by somebody's word. Released, a jump goes into the log and is announced, a request counts as
 * the act it names. Reverted, a jump is taken back to where the log has the contact; a request that moved nothing is dropped.
 *
 * @throws {AppError} of HubSpot or the store: it is still held
 */
export function createEndQuarantine(deps: EndQuarantineDeps) {
  const { quarantine, chain, tellStage, takeActs, execute, hash, now } = deps;

  async function releaseJump(held: Held, by: string): Promise<Ended> {
    const { portalId, contactId, stage, key } = held;
    const { head } = await chain.state(portalId, contactId);
    const from = head?.stage ?? held.from;
    if (from !== stage) {
      const because = ['Released from quarantine'];
      const line = { from, to: stage, way: 'form', actor: by, rule: 'quarantine:released', because } as const;
      const lines = [{ ...line, model: null, passed: [], at: now() }];
      const after = head === undefined ? {} : { after: head.seq };
      const added = await chain.add({ portalId, contactId, key: hash(`release\n${key}`), lines, ...after });
      if (added !== 'added') return no('The contact is being moved right now: try again in a moment');
    }
    await tellStage({ portalId, contactId, stage, askKey: hash(`release\n${key}`), at: now() });
    return { state: 'released', because: `${from} → ${stage} is in the log, and announced` };
  }

  async function releaseRequest(held: Held, by: string): Promise<Ended> {
    const { portalId, contactId, key, signal, at } = held;
    if (signal === undefined) return no('Nobody knows what it asks for: revert it');
    const act = { id: `quarantine:${key}`, contactId, signal, at };
    const [taken] = await takeActs(portalId, [act], { way: 'form', actor: by, action: FORM_ACTION });
    if (taken?.state === 'refused') return no(taken.because ?? 'It cannot be used');
    return { state: 'released', because: `${signal} counts, and the contact is judged` };
  }

  async function revertJump(held: Held, by: string): Promise<Ended> {
    const { portalId, contactId, key, from } = held;
    if (!isStage(from)) return no(`${from} is a stage of the portal's own: set it in HubSpot`);
    const want = { kind: 'set-stage', stage: from, reason: 'Reverted from quarantine', allowBackward: true } as const;
    const ask = {
      portalId,
      contactId,
      key: hash(`revert\n${key}`),
      way: 'manual',
      actor: by,
      action: 'quarantine',
    } as const;
    const reply = await execute({ ...ask, want, at: now() });
    if (reply.kind === 'blocked')
      return { state: 'reverted', because: 'It is taken back as soon as HubSpot can be reached' };
    const { decision, move } = reply.outcome;
    if (move?.state === 'applied') return { state: 'reverted', because: `back at ${from}` };
    const why = move?.because ?? ('rule' in decision ? decision.rule : decision.because);
    return why === 'already-there'
      ? { state: 'reverted', because: `at ${from} already` }
      : no(`Not taken back: ${why}`);
  }

  const WAYS = {
    release: { jump: releaseJump, request: releaseRequest },
    revert: {
      jump: revertJump,
      request: (): Promise<Ended> => Promise.resolve({ state: 'reverted', because: 'dropped; it had moved nothing' }),
    },
  };

  /** @param by who says so, as `Ask.actor` */
  return async function endQuarantine(id: number, how: keyof typeof WAYS, by: string): Promise<Ended | undefined> {
    const held = await quarantine.find(id);
    if (!held) return undefined;
    if (held.state !== 'open') return NOT_OPEN;
    const ended = await WAYS[how][held.kind](held, by);
    if (ended.state === 'released' || ended.state === 'reverted')
      await quarantine.end(id, { state: ended.state, by, at: now() });
    return ended;
  };
}

export type EndQuarantine = ReturnType<typeof createEndQuarantine>;
