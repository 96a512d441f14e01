import { daysAway } from '../../core/days-away.js';
import type { AssigneeModel, AssignModel, Model } from '../../core/model.js';
import type { Path } from '../model-problem.js';
import { errorAt, warningAt, type Finding } from './finding.js';
import { lintCondition } from './lint-condition.js';
import { possible } from './possible.js';
import { ANYWHERE } from './reach.js';

const LIST: Path = ['assign', 'to'];

/** Who never gets a lead or gets twice as many, leads that nobody gets, and stages where nobody is ever assigned. */
export function lintAssign(model: Model): Finding[] {
  const { assign } = model;
  if (!assign) return [];
  return [
    ...lintStagesOf(assign, model),
    ...assign.to.flatMap((assignee, index) => lintAssignee(assignee, [...LIST, index], model)),
    ...twice(assign),
    ...leadsOfNobody(assign),
  ];
}

function lintStagesOf({ at }: AssignModel, { stages }: Model): Finding[] {
  const path = ['assign', 'at'];
  if (at.length === 0) return [warningAt(path, 'no stage: nobody is ever assigned')];
  return at
    .filter((stage) => stages[stage] === undefined)
    .map((stage) => warningAt(path, `names stage ${stage}, which this model does not have`));
}

function lintAssignee({ when, weight, cap, away, team }: AssigneeModel, path: Path, { teams }: Model): Finding[] {
  const findings = when ? lintCondition(when, [...path, 'when'], ANYWHERE) : [];
  if (weight === 0) findings.push(warningAt([...path, 'weight'], 'gets no lead: the weight is 0'));
  if (cap === 0) findings.push(warningAt([...path, 'cap'], 'gets no lead: the cap is 0'));
  if (team !== undefined && !Object.hasOwn(teams, team))
    findings.push(errorAt([...path, 'team'], `no team is called ${team}`));
  return [...findings, ...away.flatMap((written, index) => lintAway(written, [...path, 'away', index]))];
}

function lintAway(written: string, path: Path): Finding[] {
  const days = daysAway(written);
  return days && days.to < days.from ? [errorAt(path, `${written} ends before it begins`)] : [];
}

function twice({ to }: AssignModel): Finding[] {
  const seen = new Set<string>();
  return to.flatMap(({ owner }, index) => {
    const name = owner.trim().toLowerCase();
    if (seen.has(name)) return [errorAt([...LIST, index, 'owner'], `${owner} is on the list already`)];
    seen.add(name);
    return [];
  });
}

/** Somebody for all the rest is what keeps a lead from a place nobody thought of from being nobody's. */
function leadsOfNobody({ to }: AssignModel): Finding[] {
  const takers = to.filter(({ weight, cap }) => weight > 0 && cap !== 0);
  const territories = takers.flatMap(({ when }) => (when ? [[when, 'notHit'] as const] : []));
  const open = takers.length === territories.length && possible(territories, ANYWHERE);
  const message = 'leads from outside these territories get nobody: end the list with somebody without when';
  return open ? [warningAt(LIST, message)] : [];
}
