import type { Decision } from '../core/decide-stage.js';
import { nextActionOf } from '../core/next-action.js';
import type { Score } from '../core/score-contact.js';
import { stageOf } from '../core/stages.js';
import type { Ask, Mode } from './ask.js';
import { judgeAnswers } from './judge-answers.js';
import { isByHand, judgeByHand } from './judge-by-hand.js';
import { contactOf, type Judgement, type Read } from './judgement.js';
import { asksForStage, judgeRequest } from './judge-request.js';
import { planMove } from './plan-move.js';
import { refuseByHand } from './refuse-by-hand.js';
import { changedProperties, decisionProperties, nurtureProperties, scoreProperties } from './score-properties.js';

/** Why, in words for the log: what scored, or (an answer scores nothing) that the model's own condition is met. */
function whyOf(decision: Decision, { reasons }: Score): readonly string[] {
  if (decision.kind === 'disqualify') return [decision.because];
  if (reasons.length > 0) return reasons.map(({ because }) => because);
  return [`Meets what the model asks of ${decision.to}`];
}

/** Does the mode move, and does it write? */
const MODE = {
  act: { moves: true, writes: true },
  suggest: { moves: false, writes: true },
  observe: { moves: false, writes: false },
} as const;

/** What changes on the contact: what follows from the score, and what was told of it. */
function writesFor(wanted: Readonly<Record<string, string>>, read: Read): Pick<Judgement, 'writes' | 'answered'> {
  const { properties, profile, news = {}, answers } = read;
  const told = Object.entries(news).filter(([name]) => profile.properties.has(name));
  return {
    writes: { ...changedProperties(wanted, properties, profile.properties), ...Object.fromEntries(told) },
    ...(answers ? { answered: answers } : {}),
  };
}

function judgeScore(score: Score, read: Read, now: number): Judgement {
  const { compiled, properties } = read;
  const from = stageOf(properties['lifecyclestage'], properties['hs_lead_status']);
  const { version } = compiled.model;
  return {
    outcome: {
      decision: { kind: 'hold', from, to: from, rule: 'scored', missing: [], flags: [] },
      score,
      model: version,
    },
    ...writesFor(scoreProperties(score, version, now), read),
  };
}

/** A person who says why may leave a stage that is protected from everything else. */
function unprotected(read: Read): Read {
  const { compiled } = read;
  return { ...read, compiled: { ...compiled, model: { ...compiled.model, protect: [] } } };
}

/** The same contact, as if a workflow had asked. */
const qualifying =
  (ask: Ask, now: number) =>
  (read: Read, mode: Mode): Judgement =>
    judge({ ...ask, want: { kind: 'qualify', model: undefined, mode, assignTo: undefined } }, read, now);

/**
 * Scores and decides one contact as read, and plans what follows: the properties to write and the stage to move to.
 *
 * @param now epoch milliseconds; everything dated is measured from it
 */
export function judge(ask: Ask, read: Read, now: number): Judgement {
  const refusal = refuseByHand(ask, read, now);
  if (refusal) return { outcome: { decision: { kind: 'refused', ...refusal } }, writes: {} };
  const { want } = ask;
  if (asksForStage(want)) return judgeRequest(want, ask.way === 'manual' ? unprotected(read) : read, now);
  if (isByHand(want)) return judgeByHand(want, read, now);
  if (want.kind === 'answer') return judgeAnswers(want.answers, read, { now, qualify: qualifying(ask, now) });
  const { compiled, properties } = read;
  const contact = contactOf(read);
  const score = compiled.score(contact, now);
  if (want.kind !== 'qualify') return judgeScore(score, read, now);

  const decided = compiled.decide(contact, score, now);
  const mode = MODE[want.mode];
  const because = whyOf(decided, score);
  const { decision, move: possible } = planMove(decided, read, because);
  const move = mode.moves ? possible : undefined;
  const nextAction = nextActionOf(decision, compiled.model);
  const assigned = move?.to === 'sql' && want.assignTo ? { hubspot_owner_id: want.assignTo } : {};
  const wanted = {
    ...scoreProperties(score, compiled.model.version, now),
    ...decisionProperties(decision, nextAction),
    ...nurtureProperties(move, properties),
    ...assigned,
  };
  return {
    outcome: { decision, score, model: compiled.model.version, nextAction },
    ...(mode.writes ? writesFor(wanted, read) : { writes: {} }),
    ...(move ? { move } : {}),
  };
}
