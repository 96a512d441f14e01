import { durationWords } from '../core/duration.js';
import {
  STAGES,
  type AxisModel,
  type Axis,
  type Model,
  type Requirement,
  type Rule,
  type Stage,
  type StageModel,
} from '../core/model.js';
import { explainAssign } from './explain-assign.js';
import { explainCondition, joinWords, stageName } from './explain-condition.js';

/** The model in plain sentences that a marketer can read aloud, one paragraph for each part of the file. */
export function explainModel(model: Model): string {
  const paragraphs = [
    heading(model),
    explainRequirements(model.require),
    ...model.axes.map(({ axis, model: rules }) => explainAxis(axis, rules)),
    explainScore(model),
    explainEvidence(model),
    ...STAGES.flatMap((stage) => explainStage(stage, model.stages[stage])),
    explainClocks(model),
    explainTeams(model),
    explainNotify(model),
    explainAssign(model),
  ];
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
}

function heading({ name, version, description, approvedBy }: Model): string {
  const teams = Object.entries(approvedBy).map(([team, who]) => `${who} (${team})`);
  const approved = teams.length > 0 ? `Approved by ${joinWords(teams, 'and')}.` : 'Nobody has approved it yet.';
  return [`Model ${name}, version ${version}${description ? `: ${description}` : ''}.`, approved].join('\n');
}

const IF_UNKNOWN: Readonly<Record<Requirement['unknown'], string>> = {
  ask: 'while we do not know, the lead is held and we ask',
  allow: 'while we do not know, the lead passes',
  refuse: 'while we do not know, the lead is out',
};

function explainRequirements(requirements: readonly Requirement[]): string {
  if (requirements.length === 0) return 'There are no hard requirements.';
  const lines = requirements.map(
    ({ id, when, because, unknown }) => `- ${because}: ${explainCondition(when)}; ${IF_UNKNOWN[unknown]} (${id}).`,
  );
  return ['A lead that misses one of these is out, whatever its score:', ...lines].join('\n');
}

const AXIS_TITLES: Readonly<Record<Axis, string>> = {
  fit: 'Fit, who they are',
  intent: 'Intent, what they do',
  timing: 'Timing, whether now is the time',
};

function explainAxis(axis: Axis, { max, rules, groups }: AxisModel): string {
  const caps = groups.map(
    ({ rules: ids, max: cap }) => `- ${joinWords(ids, 'and')} together count for ${cap} at most.`,
  );
  return [`${AXIS_TITLES[axis]}: ${max} points make 100.`, ...rules.map(explainRule), ...caps].join('\n');
}

function explainRule({ id, when, points, because, halfLifeDays, since }: Rule): string {
  const sign = points < 0 ? 'minus ' : '';
  const from = since === undefined ? '' : `, counted from ${since}`;
  const fading = halfLifeDays === undefined ? '' : `; the points halve every ${halfLifeDays} days${from}`;
  return `- ${because}: ${sign}${Math.abs(points)} points when ${explainCondition(when)}${fading} (${id}).`;
}

function explainScore({ axes, weights }: Model): string {
  const total = axes.reduce((sum, { axis }) => sum + weights[axis], 0);
  const shares = axes.map(({ axis }) => {
    const share = total === 0 ? 1 / axes.length : weights[axis] / total;
    return `${Math.round(share * 100)} % ${axis}`;
  });
  return axes.length === 0 ? 'Nothing is scored.' : `The score, 0 to 100, is ${joinWords(shares, 'and')}.`;
}

function explainEvidence({ evidence }: Model): string {
  const answered = Object.entries(evidence.answers).filter(([, properties]) => properties.length > 0);
  if (answered.length === 0) return '';
  const lines = answered.map(([question, properties]) => `- ${question}: answered in ${joinWords(properties, 'or')}.`);
  const dates = `A date answers the question of time when it lies within ${evidence.timingWithinDays} days.`;
  const framework = evidence.framework === 'custom' ? '' : ` (${evidence.framework})`;
  return [`Sales needs these questions answered${framework}:`, ...lines, dates].join('\n');
}

function explainStage(stage: Stage, written: StageModel | undefined): string[] {
  if (!written) return [];
  const { owner, next, within, enter } = written;
  const name = stageName(stage);
  const sentences = [
    `${name}: ${owner === undefined ? 'nobody owns it' : `owned by ${owner}`}.`,
    next === undefined ? '' : `Next: ${next}${within === undefined ? '' : `, within ${durationWords(within)}`}.`,
    explainEntry(stage, enter),
    ...(stage === 'sql' ? explainSql(written) : []),
  ];
  return [sentences.filter((sentence) => sentence !== '').join('\n')];
}

function explainEntry(stage: Stage, enter: StageModel['enter']): string {
  const name = stageName(stage);
  if (enter) return `A lead becomes ${name} when ${explainCondition(enter)}.`;
  return stage === 'lead' ? 'Everybody new begins here.' : `A lead becomes ${name} by hand, not by its score.`;
}

const POLICIES: Readonly<Record<NonNullable<StageModel['policy']>, string>> = {
  auto: 'It is set at once, without a rep.',
  confirm: 'It is set at once; a rep confirms in time, or the lead is recycled.',
  vetted: 'It is never set by itself: a rep reviews the lead and sets it.',
};

function explainSql({ direct = [], policy = 'confirm' }: StageModel): string[] {
  const signals = direct.flatMap((way) => (typeof way === 'string' ? [`${way} in the last 30 days`] : []));
  const conditions = direct.flatMap((way) => (typeof way === 'string' ? [] : [explainCondition(way)]));
  return [
    ...(signals.length > 0 ? [`A lead may skip MQL after ${joinWords(signals, 'or')}.`] : []),
    ...conditions.map((condition) => `A lead may skip MQL when ${condition}.`),
    POLICIES[policy],
  ];
}

function explainClocks({ stall, followUps, protect }: Model): string {
  const after = followUps.map((duration) => durationWords(duration));
  return [
    `A lead that does not move for ${durationWords(stall)} is recycled, after a follow-up that nobody answered.`,
    after.length > 0 ? `Follow-ups come after ${joinWords(after, 'and')}, until the lead answers or moves.` : '',
    protect.length > 0 ? `Contacts at ${joinWords(protect.map(stageName), 'or')} are left alone.` : '',
  ]
    .filter((sentence) => sentence !== '')
    .join('\n');
}

function explainTeams({ teams }: Model): string {
  return Object.entries(teams)
    .map(([name, { timeZone, hours, holidays, manager }]) => {
      const week = Object.entries(hours ?? {}).map(([days, open]) => `${days} ${joinWords([open].flat(), 'and')}`);
      const when = week.length > 0 ? joinWords(week, 'and') : 'at any hour';
      const place = timeZone === undefined ? '' : ` (${timeZone})`;
      const closed = holidays.length > 0 ? `, not on ${joinWords(holidays, 'or')}` : '';
      const told = manager === undefined ? '' : `; ${manager} hears of what is overdue`;
      return `Team ${name} is at work ${when}${place}${closed}${told}.`;
    })
    .join('\n');
}

function explainNotify({ notify }: Model): string {
  return Object.entries(notify)
    .filter(([, targets]) => targets.length > 0)
    .map(
      ([occasion, targets]) =>
        `${occasion === 'overdue' ? 'When a clock runs out' : `On ${occasion}`}, tell ${joinWords(targets, 'and')}.`,
    )
    .join('\n');
}
