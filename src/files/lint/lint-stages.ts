import { STAGES, type Model, type Stage, type StageModel } from '../../core/model.js';
import { rankOf } from '../../core/stages.js';
import type { Path } from '../model-problem.js';
import { leavesOf, type Asked } from './branches.js';
import { errorAt, warningAt, type Finding } from './finding.js';
import { lintCondition } from './lint-condition.js';
import type { Reach } from './possible.js';
import { reachOf } from './reach.js';

/** Stages the model itself has to lead into; `sal` is entered when a rep accepts, the others from outside. */
const ENTERED_BY_MODEL: readonly Stage[] = ['mal', 'mql', 'sql'];

/** Where contacts stand that no model has moved. */
const ALWAYS_THERE: readonly Stage[] = ['subscriber', 'lead', 'recycled'];

/** Stages without owner, way in or way out, and entries nobody or everybody meets. */
export function lintStages(model: Model): Finding[] {
  const defined = STAGES.flatMap((stage) => {
    const written = model.stages[stage];
    return written ? [{ stage, written }] : [];
  });
  if (defined.length === 0) return [warningAt(['stages'], 'no stages: nothing will ever be decided')];
  const reach = reachOf(model);
  return defined.flatMap(({ stage, written }) => [
    ...lintShape(stage, written, model),
    ...lintEntry(stage, written, model, reach),
    ...lintDirect(stage, written, reach),
  ]);
}

function lintShape(stage: Stage, { owner, next, within, enter }: StageModel, model: Model): Finding[] {
  const path = ['stages', stage];
  const findings: Finding[] = [];
  if (owner === undefined) findings.push(errorAt(path, 'no owner: somebody has to answer for it'));
  if (enter === undefined && ENTERED_BY_MODEL.includes(stage))
    findings.push(errorAt(path, 'no entry: nobody ever gets here'));
  if (!hasExit(stage, model)) findings.push(errorAt(path, 'no exit: no later stage has an entry'));
  if (stage === 'sql' && (next === undefined || within === undefined))
    findings.push(errorAt(path, 'no exit: say the next action and within what time'));
  else if (next === undefined) findings.push(warningAt(path, 'no next action: the owner has to guess'));
  return findings;
}

function hasExit(stage: Stage, { stages }: Model): boolean {
  const rank = rankOf(stage);
  const sql = rankOf('sql') ?? Infinity;
  if (rank === undefined || rank >= sql) return true;
  return STAGES.some((later) => (rankOf(later) ?? -1) > rank && stages[later]?.enter !== undefined);
}

function lintEntry(stage: Stage, { enter }: StageModel, model: Model, reach: Reach): Finding[] {
  if (!enter) return [];
  const path = ['stages', stage, 'enter'];
  const rank = rankOf(stage) ?? Infinity;
  const below = reach.stages.filter((at) => (rankOf(at) ?? Infinity) < rank);
  return [...lintCondition(enter, path, { ...reach, stages: below }), ...absentStages(enter, path, below, model)];
}

/** A stage the model does not have is only ever set by others. */
function absentStages(enter: Asked, path: Path, below: readonly string[], { stages }: Model): Finding[] {
  const named = leavesOf(enter).flatMap((leaf) => ('stage' in leaf ? [leaf.stage] : []));
  return [...new Set(named)]
    .filter((stage) => below.includes(stage) && !ALWAYS_THERE.includes(stage) && !stages[stage])
    .map((stage) => warningAt(path, `asks for stage ${stage}, which this model does not have`));
}

function lintDirect(stage: Stage, { direct = [] }: StageModel, reach: Reach): Finding[] {
  return direct.flatMap((way, index) =>
    typeof way === 'string' ? [] : lintCondition(way, ['stages', stage, 'direct', index], reach),
  );
}
