import type { Ask } from '../ask.js';
import { DOUBTS, proofOf, type Proof, type ReadFormToken } from './form-request.js';
import type { Following } from '../sync/follow-stage.js';
import type { Notice } from '../sync/notices.js';
import type { Log } from '../ports.js';
import type { QuarantineStore } from '../sync/quarantine.js';
import { stageOf } from '../../core/stages.js';

/** An act that was proven. `id`: once per portal. */
export interface ProvenAct {
  readonly id: string;
  readonly contactId: string;
  readonly signal: string;
  readonly at: number;
}

/** Takes proven acts in, and lets the contact be judged because of them. Throws AppError: tell it again. */
export type TakeActs = (
  portalId: number,
  acts: readonly ProvenAct[],
  by: Pick<Ask, 'way' | 'actor' | 'action'>,
) => Promise<readonly { readonly state: string; readonly because?: string }[]>;

export interface FollowRequestDeps {
  readonly takeActs: TakeActs;
  readonly quarantine: Pick<QuarantineStore, 'put'>;
  readonly readToken: ReadFormToken;
  /** SHA-256, 64 hex. */
  readonly hash: (text: string) => string;
  readonly log: Log;
}

/** What was asked for by a form. */
export const FORM_ACTION = 'form-request';

/**
 * Follows what the hidden field of a form brought: a value that holds is the act it names, and the contact is judged in the
 * form's name; one that does not moves nobody, and is held in quarantine for somebody to see.
 */
export function createFollowRequest({ takeActs, quarantine, readToken, hash, log }: FollowRequestDeps) {
  async function hold({ claimed, seen }: Following, notice: Notice, proof: Proof & { ok: false }): Promise<void> {
    const { portalId, contactId } = claimed;
    const stage = stageOf(seen.properties['lifecyclestage'], seen.properties['hs_lead_status']);
    const { code, form, signal } = proof;
    const key = hash(`request\n${contactId}\n${notice.occurredAt}`);
    const claim = { kind: 'request', from: stage, stage, form, code, because: DOUBTS[code] } as const;
    await quarantine.put({ portalId, contactId, key, at: notice.occurredAt, ...claim, ...(signal ? { signal } : {}) });
    log.info('form request not believed', { portalId, contactId, code });
  }

  async function take({ claimed }: Following, notice: Notice, proof: Proof & { ok: true }): Promise<void> {
    const { portalId, contactId } = claimed;
    const { form, signal } = proof;
    const act = { id: `form:${form}:${contactId}:${notice.occurredAt}`, contactId, signal, at: notice.occurredAt };
    const by = { way: 'form', actor: `form:${form}`, action: FORM_ACTION } as const;
    const [taken] = await takeActs(portalId, [act], by);
    if (taken?.state === 'refused')
      log.warn('form request could not be used', { portalId, contactId, problem: taken.because });
  }

  return async function followRequest(following: Following, notice: Notice): Promise<void> {
    const { of, source, occurredAt: at, portalId } = notice;
    if (of.kind !== 'property' || of.value === '') return;
    const proof = proofOf({ portalId, value: of.value, source, at }, following.seen, readToken);
    if (proof.ok) await take(following, notice, proof);
    else await hold(following, notice, proof);
  };
}
