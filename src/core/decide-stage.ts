import type { Contact } from './contact.js';
import { compileDirect, type DirectWay } from './direct.js';
import { compileEntry, type EntryScope, type Standing } from './entry.js';
import { compileEvidence } from './evidence.js';
import { createFacts, type Facts } from './facts.js';
import type { Gate } from './missing.js';
import type { Model, Stage } from './model.js';
import { compileRequirements, type RequirementFinding } from './requirements.js';
import type { Score } from './score-contact.js';
import { A_REP_SETS_IT, confirmation, isVetted } from './sql-policy.js';
import { isStage, JOURNEY, knowsLifecycle, rankOf, stageOf } from './stages.js';

/** Facts every decision carries. */
interface Decided {
  /** A stage of ours, or HubSpot's id of one we do not know. */
  readonly from: string;
  readonly to: string;
  /** What decided: `require:<id>`, `enter:<stage>`, `direct:<signal>`, `protect:<stage>`, `at:<stage>`, `unknown-stage`, `asked`. */
  readonly rule: string;
  /** What the next stage still needs, cheapest way first, in the model's words; empty when nothing is. */
  readonly missing: readonly string[];
}

export type Decision =
  | (Decided & { readonly kind: 'advance'; readonly passed: readonly Stage[]; readonly confirmWithin?: string })
  | (Decided & { readonly kind: 'hold'; readonly flags: readonly 'low-score'[] })
  | (Decided & { readonly kind: 'recycle' })
  | (Decided & { readonly kind: 'disqualify'; readonly because: string })
  | (Decided & { readonly kind: 'review'; readonly passed: readonly Stage[] });

/** Decides what follows from a score. @param now epoch milliseconds */
export type Decider = (contact: Contact, score: Score, now: number) => Decision;

/** A model's decisions, made ready to run. */
interface Policy {
  readonly model: Model;
  readonly facts: Facts;
  readonly standing: Standing;
  readonly requirements: () => RequirementFinding;
  /** Stages of the model that have an entry, up to `sql`, in journey order. */
  readonly steps: readonly Step[];
  /** The way on from `sql`, of a model that goes it by itself; absent: only a rep does. */
  readonly opportunity: Gate | undefined;
  readonly direct: readonly DirectWay[];
}

interface Step {
  readonly stage: Stage;
  readonly rank: number;
  readonly gate: Gate;
}

const MQL_RANK = rankOf('mql') ?? 0;
const SQL_RANK = rankOf('sql') ?? 0;
const NO_SCORE: Score = { score: 0, fit: null, intent: null, timing: null, coverage: 0, reasons: [], unknown: [] };

/**
 * Makes a model ready to decide. Compile once per model, not per contact; a decider answers the same for the same
 * contact, score and moment. What asks first: protected stages, stages we do not know, requirements, the end of our
 * journey, the direct ways, then one stage after the other. A decision that moves nothing has `to` = `from`.
 */
export function compileDecider(model: Model): Decider {
  const policy = compilePolicy(model);
  return (contact, score, now) => {
    const { lifecyclestage, hs_lead_status: leadStatus } = contact.properties;
    const from = stageIn(model, stageOf(lifecyclestage, leadStatus));
    if (model.protect.some((stage) => stage === from)) return hold(from, `protect:${from}`);
    if (!isStage(from) || !knowsLifecycle(lifecyclestage)) return hold(from, 'unknown-stage');
    policy.facts.begin(contact, now);
    policy.standing.score = score;
    policy.standing.rank = rankOf(from);
    return decideRequired(from, policy) ?? decideJourney(from, policy);
  };
}

/** A contact at a stage the model does not speak of is where it was before: there is no MAL without a MAL stage. */
function stageIn(model: Model, stage: string): string {
  return stage === 'mal' && model.stages.mal === undefined ? 'lead' : stage;
}

function compilePolicy(model: Model): Policy {
  const facts = createFacts();
  const standing: Standing = { score: NO_SCORE, rank: undefined };
  const scope: EntryScope = { facts, standing, questions: compileEvidence(model.evidence, facts) };
  const opportunity = model.stages.opportunity?.enter;
  return {
    model,
    facts,
    standing,
    requirements: compileRequirements(model.require, facts),
    steps: compileSteps(model, scope),
    opportunity: opportunity && compileEntry(opportunity, scope),
    direct: compileDirect(model.stages.sql?.direct ?? [], facts),
  };
}

function compileSteps(model: Model, scope: EntryScope): readonly Step[] {
  return JOURNEY.flatMap((stage) => {
    const enter = model.stages[stage]?.enter;
    const rank = rankOf(stage) ?? Infinity;
    return enter === undefined || rank > SQL_RANK ? [] : { stage, rank, gate: compileEntry(enter, scope) };
  });
}

function decideRequired(from: Stage, { requirements }: Policy): Decision | undefined {
  const finding = requirements();
  if (finding.kind === 'met') return undefined;
  if (finding.kind === 'asked') return hold(from, `require:${finding.first.id}`, finding.missing);
  const { id, because } = finding.requirement;
  return { kind: 'disqualify', from, to: 'disqualified', rule: `require:${id}`, missing: [], because };
}

function decideJourney(from: Stage, policy: Policy): Decision {
  const { rank } = policy.standing;
  if (rank === undefined || rank > SQL_RANK) return hold(from, `at:${from}`);
  if (rank === SQL_RANK) return decideAtSql(from, policy);
  return (rank < MQL_RANK ? decideDirect(from, policy) : undefined) ?? decideNext(from, rank, policy);
}

/**
 * Stage and score do not stand in for each other: an SQL that scores low stays one, and is flagged. It goes on by itself
 * only where the model says when.
 *
 * @source G17, G19, G28
 */
function decideAtSql(from: Stage, { model, steps, opportunity }: Policy): Decision {
  if (opportunity?.test() === 'hit') {
    return enter({ from, to: 'opportunity', rule: 'enter:opportunity', passed: [] }, model);
  }
  const gate = steps.find(({ stage }) => stage === 'sql')?.gate;
  const low = gate !== undefined && gate.test() !== 'hit';
  const missing = opportunity ? [...new Set(opportunity.lack().items)] : [];
  return { ...hold(from, `at:${from}`, missing), flags: low ? ['low-score'] : [] };
}

/** Past MQL in one go: the act that allows it counts as having been at MQL, and the stages passed are named. */
function decideDirect(from: Stage, policy: Policy): Decision | undefined {
  const { standing, steps, direct, model } = policy;
  const way = direct.find(({ test }) => test() === 'hit');
  const gate = steps.find(({ stage }) => stage === 'sql')?.gate;
  if (way === undefined || gate === undefined) return undefined;
  const rank = standing.rank ?? 0;
  standing.rank = MQL_RANK;
  const met = gate.test() === 'hit';
  standing.rank = rank;
  if (!met) return undefined;
  const passed = JOURNEY.filter((stage) => model.stages[stage] !== undefined && isBetween(stage, rank));
  return enter({ from, to: 'sql', rule: way.rule, passed }, model);
}

/** Between where the contact is and SQL, but never SAL: that one only a rep can have passed. */
function isBetween(stage: Stage, from: number): boolean {
  const rank = rankOf(stage) ?? Infinity;
  return rank > from && rank <= MQL_RANK;
}

function decideNext(from: Stage, rank: number, { model, steps }: Policy): Decision {
  const skipsMql = rank < MQL_RANK && model.stages.mql !== undefined;
  const ahead = steps.filter((step) => step.rank > rank && !(step.stage === 'sql' && skipsMql));
  const open = ahead.find(({ gate }) => gate.test() === 'hit');
  if (open) return enter({ from, to: open.stage, rule: `enter:${open.stage}`, passed: [] }, model);
  const [next] = ahead;
  if (next === undefined) return hold(from, `at:${from}`);
  return hold(from, `enter:${next.stage}`, [...new Set(next.gate.lack().items)]);
}

interface Entering {
  readonly from: Stage;
  readonly to: Stage;
  readonly rule: string;
  readonly passed: readonly Stage[];
}

/** Goes in; into SQL as the model's policy says. */
function enter(entering: Entering, model: Model): Decision {
  const { from } = entering;
  if (entering.to !== 'sql') return { kind: 'advance', ...entering, missing: [] };
  if (isVetted(model)) return { kind: 'review', ...entering, to: from, missing: [A_REP_SETS_IT] };
  return { kind: 'advance', ...entering, missing: [], ...confirmation(model) };
}

function hold(from: string, rule: string, missing: readonly string[] = []): Decision & { readonly kind: 'hold' } {
  return { kind: 'hold', from, to: from, rule, missing, flags: [] };
}
