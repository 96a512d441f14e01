import type { Model, Rule } from '../../core/model.js';
import type { Path } from '../model-problem.js';
import { canonicalJson } from '../model-version.js';
import { leavesOf, type Asked } from './branches.js';
import { errorAt, warningAt, type Finding } from './finding.js';
import { lintCondition } from './lint-condition.js';
import { possible } from './possible.js';
import { ANYWHERE } from './reach.js';

interface Placed {
  readonly rule: Rule;
  readonly path: Path;
}

/** Every rule of a model and where it stands. */
export function rulesOf(model: Model): Placed[] {
  return model.axes.flatMap(({ axis, model: { rules } }) =>
    rules.map((rule, index) => ({ rule, path: [axis, 'rules', index] })),
  );
}

/** Rules that never or always hit, count for nothing, or say the same as another. */
export function lintRules(model: Model): Finding[] {
  const rules = rulesOf(model);
  return [...rules.flatMap(lintRule), ...duplicates(rules)];
}

function lintRule({ rule, path }: Placed): Finding[] {
  const findings = lintCondition(rule.when, [...path, 'when'], ANYWHERE);
  if (rule.points === 0) findings.push(warningAt([...path, 'points'], `rule ${rule.id} counts for nothing`));
  if (rule.since !== undefined && rule.halfLifeDays === undefined)
    findings.push(warningAt([...path, 'since'], 'has no effect without halfLifeDays'));
  return findings;
}

function duplicates(rules: readonly Placed[]): Finding[] {
  const seen = new Map<string, string>();
  return rules.flatMap(({ rule, path }) => {
    const asked = canonicalJson(rule.when);
    const first = seen.get(asked);
    if (first === undefined) seen.set(asked, rule.id);
    return first === undefined ? [] : [warningAt([...path, 'when'], `asks the same as rule ${first}`)];
  });
}

/** Requirements that never or always hold, that exclude each other, or that leave a rule nobody to hit. */
export function lintRequirements(model: Model): Finding[] {
  const own = model.require.flatMap(({ when }, index) => lintCondition(when, ['require', index, 'when'], ANYWHERE));
  return own.length > 0 ? own : [...clashingRequirements(model), ...deadRules(model)];
}

function clashingRequirements({ require }: Model): Finding[] {
  return require.flatMap((later, index) =>
    require
      .slice(0, index)
      .filter((earlier) => sharesSubject(earlier.when, later.when))
      .filter(
        (earlier) =>
          !possible(
            [
              [earlier.when, 'hit'],
              [later.when, 'hit'],
            ],
            ANYWHERE,
          ),
      )
      .map((earlier) =>
        errorAt(['require', index, 'when'], `contradicts requirement ${earlier.id}: nobody can meet both`),
      ),
  );
}

function deadRules(model: Model): Finding[] {
  return rulesOf(model).flatMap(({ rule, path }) => {
    if (!possible([[rule.when, 'hit']], ANYWHERE)) return [];
    const against = model.require.find(
      ({ when, unknown }) =>
        sharesSubject(when, rule.when) &&
        !possible(
          [
            [rule.when, 'hit'],
            [when, unknown === 'allow' ? 'notMiss' : 'hit'],
          ],
          ANYWHERE,
        ),
    );
    if (!against) return [];
    const message = `only hits leads that requirement ${against.id} drops`;
    return [(rule.points > 0 ? errorAt : warningAt)([...path, 'when'], message)];
  });
}

/** Conditions that ask about different things cannot contradict each other. */
function sharesSubject(one: Asked, other: Asked): boolean {
  const subjects = subjectsOf(one);
  return subjectsOf(other).some((subject) => subjects.includes(subject));
}

function subjectsOf(condition: Asked): string[] {
  return leavesOf(condition).flatMap((leaf) => {
    if ('property' in leaf) return [`property ${leaf.property}`];
    if ('signal' in leaf) return [`signal ${leaf.signal}`];
    return 'company' in leaf ? [`company ${leaf.company}`] : [];
  });
}
