import { AXES, STAGES, type Model } from '../core/model.js';
import { errorAt, warningAt, type Finding } from './lint/finding.js';
import { lintAssign } from './lint/lint-assign.js';
import { lintProperties } from './lint/lint-properties.js';
import { lintRequirements, lintRules } from './lint/lint-rules.js';
import { lintStages } from './lint/lint-stages.js';
import { lintTeams } from './lint/lint-teams.js';

export type { Finding } from './lint/finding.js';

interface Portal {
  /** Names of the portal's contact properties; without them nobody checks whether they exist. */
  readonly properties?: ReadonlySet<string>;
}

/**
 * Finds what a model author got wrong in a file that is otherwise well-formed.
 *
 * @returns findings in the order of the file's parts; an empty list when there is nothing to say
 */
export function lintModel(model: Model, { properties }: Portal = {}): Finding[] {
  return [
    ...lintApproval(model),
    ...lintRequirements(model),
    ...lintRules(model),
    ...lintWeights(model),
    ...lintProperties(model, properties),
    ...lintStages(model),
    ...lintTeams(model),
    ...lintNotify(model),
    ...lintAssign(model),
  ];
}

function lintApproval({ approvedBy }: Model): Finding[] {
  return (['marketing', 'sales'] as const)
    .filter((team) => approvedBy[team] === undefined)
    .map((team) => warningAt(['approvedBy', team], `nobody from ${team} has approved this model`));
}

function lintWeights({ weights }: Model): Finding[] {
  const sum = AXES.reduce((total, axis) => total + weights[axis], 0);
  const off = Math.abs(sum - 1) > 1e-6;
  return off ? [errorAt(['weights'], `the weights sum to ${Number(sum.toFixed(4))}, not to 1`)] : [];
}

/** What may be announced: that a stage was entered, or that a clock ran out. */
const OCCASIONS: ReadonlySet<string> = new Set([...STAGES, 'overdue']);

function lintNotify({ notify }: Model): Finding[] {
  return Object.keys(notify)
    .filter((occasion) => !OCCASIONS.has(occasion))
    .map((occasion) => warningAt(['notify', occasion], `no stage is called ${occasion}: nothing will be announced`));
}
