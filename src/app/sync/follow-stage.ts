import { rankOf } from '../../core/stages.js';
import type { ChainState, ChainStore } from './chain.js';
import { broughtWith, DOUBTS, proofOf, type Proof, type ReadFormToken } from '../forms/form-request.js';
import type { ContactNotices } from './notices.js';
import type { Transition } from '../outcome.js';
import type { QuarantineStore } from './quarantine.js';
import type { SeenContact } from './seen-contact.js';
import { actorOf, becauseOf, ruleOf } from './source-words.js';
import type { TellStage } from '../announcements/tell-stage.js';
import { unseenChanges, type UnseenChange } from './unseen-changes.js';

export interface FollowStageDeps {
  readonly chain: Pick<ChainStore, 'add'>;
  readonly quarantine: Pick<QuarantineStore, 'put' | 'overtake'>;
  readonly readToken: ReadFormToken;
  readonly tellStage: TellStage;
  /** SHA-256, 64 hex. */
  readonly hash: (text: string) => string;
}

/** What is known of a contact while its notices are worked off. */
export interface Following {
  readonly claimed: ContactNotices;
  readonly seen: SeenContact;
  readonly state: ChainState;
}

type Line = Omit<Transition, 'portalId' | 'contactId'>;

/** As far as a form may bring somebody by itself. */
const FORMS_MAY = rankOf('mql') ?? 0;

/** Is this more than a form may do? Stages we do not know, and those that stand aside, are. */
const jumps = ({ to, source }: UnseenChange): boolean =>
  source.changeSource === 'FORM' && to !== 'disqualified' && (rankOf(to) ?? Infinity) > FORMS_MAY;

/**
 * Logs what others did to a contact's stage, as `sync`: never answered, never announced. What a form did beyond MQL is logged
 * (as `form`), and announced, only when the same submission proves it; else it is held in quarantine.
 *
 * @returns a function. stale: the log went on meanwhile, look again · open: a move of ours is under way
 */
export function createFollowStage({ chain, quarantine, readToken, tellStage, hash }: FollowStageDeps) {
  function proofFor({ claimed, seen }: Following, { at }: UnseenChange): Proof | undefined {
    const brought = broughtWith(seen, at);
    return brought && proofOf({ portalId: claimed.portalId, ...brought }, seen, readToken);
  }

  function lineOf({ to, at, source }: UnseenChange, from: string, proof: Proof | undefined): Line {
    const common = { from, to, at, model: null, passed: [] };
    if (proof?.ok) {
      const because = ['The form that set the stage proves that it was asked to'];
      return { ...common, way: 'form', actor: `form:${proof.form}`, rule: `form:${proof.signal}`, because };
    }
    return { ...common, way: 'sync', actor: actorOf(source), rule: ruleOf(source), because: [becauseOf(source)] };
  }

  async function hold({ claimed }: Following, change: UnseenChange, from: string): Promise<void> {
    const { portalId, contactId } = claimed;
    const { to: stage, at, source } = change;
    const key = hash(`jump\n${contactId}\n${at}\n${stage}`);
    const code = 'no-proof';
    const claim = { kind: 'jump', from, stage, form: source.sourceId, code, because: DOUBTS[code] } as const;
    await quarantine.put({ portalId, contactId, key, at, ...claim });
  }

  /** Once per transition, whoever moved it; so a round that broke off after the log was written is made up for, too. */
  async function tellProven({ claimed, state }: Following, last: Line | undefined): Promise<void> {
    const { portalId, contactId, notices } = claimed;
    const head = last ? { ...last, stage: last.to } : state.head;
    const byForm = notices.find(
      ({ of, source }) => of.kind === 'property' && of.property === 'lifecyclestage' && source.changeSource === 'FORM',
    );
    if (head?.way !== 'form' || !byForm) return;
    const askKey = hash(`form\n${contactId}\n${byForm.key}`);
    await tellStage({ portalId, contactId, stage: head.stage, askKey, at: head.at });
  }

  return async function followStage(following: Following): Promise<'done' | 'stale' | 'open'> {
    const { claimed, seen, state } = following;
    const { portalId, contactId, notices } = claimed;
    if (state.open) return 'open';
    const changes = unseenChanges(seen, state.head, notices);
    const lines: Line[] = [];
    let stage = changes[0]?.from ?? '';
    for (const change of changes) {
      const proof = jumps(change) ? proofFor(following, change) : undefined;
      if (jumps(change) && !proof?.ok) {
        await hold(following, change, stage);
        continue;
      }
      if (change.to === stage) continue;
      lines.push(lineOf(change, stage, proof));
      stage = change.to;
    }
    const last = lines.at(-1);
    if (!last) {
      await tellProven(following, undefined);
      return 'done';
    }
    const after = state.head === undefined ? {} : { after: state.head.seq };
    const key = hash(`sync\n${contactId}\n${notices[0]?.key ?? ''}`);
    const added = await chain.add({ portalId, contactId, key, lines, ...after });
    if (added !== 'added') return added;
    await quarantine.overtake(portalId, contactId, last.at);
    await tellProven(following, last);
    return 'done';
  };
}
