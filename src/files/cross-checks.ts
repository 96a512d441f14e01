import { z } from 'zod';
import { AXES, FRAMEWORKS, type Axis } from '../core/model.js';
import { isRecord, type Complaint } from './describe-issues.js';
import type { Path } from './model-problem.js';

/** @source RELIABILITY, input limits. */
const MAX_RULES = 1000;

/** What has to be looked at across the file, read tolerantly: the schema complains about the rest at the same time. */
const Anything = z.unknown().optional();
const Ruled = z.object({ id: z.string().catch(''), when: Anything, halfLifeDays: Anything, since: Anything });
const Rules = z.array(Ruled.catch({ id: '' })).catch([]);
const Groups = z.array(z.object({ rules: z.array(z.string().catch('')).catch([]) }).catch({ rules: [] })).catch([]);
const AxisView = z.object({ rules: Rules, groups: Groups }).optional().catch(undefined);
const View = z.object({
  require: Rules,
  fit: AxisView,
  intent: AxisView,
  timing: AxisView,
  weights: z.record(z.string(), z.unknown()).optional().catch(undefined),
  evidence: z
    .object({ framework: z.string(), answers: z.record(z.string(), z.unknown()).catch({}) })
    .optional()
    .catch(undefined),
});
type View = z.output<typeof View>;

/** What a schema cannot say of one value alone: ids, groups, fading, questions and weights that must fit together. */
export function crossChecks(content: Readonly<Record<string, unknown>>): Complaint[] {
  const view = View.parse(content);
  const axes = AXES.filter((axis) => view[axis] !== undefined);
  return [
    ...duplicateIds(view),
    ...tooManyRules(view),
    ...axes.flatMap((axis) => [...groupProblems(view, axis), ...fadingProblems(view, axis)]),
    ...strayQuestions(view),
    ...missingWeights(view, axes),
  ];
}

function duplicateIds(view: View): Complaint[] {
  const seen = new Map<string, Path>();
  return idsOf(view).flatMap(({ id, path }) => {
    const first = seen.get(id);
    if (first) return [{ path, message: `id ${id} is already used`, see: first }];
    if (id !== '') seen.set(id, path);
    return [];
  });
}

function idsOf(view: View): { id: string; path: Path }[] {
  const required = view.require.map(({ id }, index) => ({ id, path: ['require', index, 'id'] }));
  const ruled = AXES.flatMap((axis) =>
    (view[axis]?.rules ?? []).map(({ id }, index) => ({ id, path: [axis, 'rules', index, 'id'] })),
  );
  return [...required, ...ruled];
}

function tooManyRules(view: View): Complaint[] {
  const count = AXES.reduce((sum, axis) => sum + (view[axis]?.rules.length ?? 0), view.require.length);
  return count > MAX_RULES ? [{ path: [], message: `${count} rules and requirements: ${MAX_RULES} at most` }] : [];
}

function groupProblems(view: View, axis: Axis): Complaint[] {
  const ids = new Set(view[axis]?.rules.map(({ id }) => id));
  const grouped = new Map<string, Path>();
  return (view[axis]?.groups ?? []).flatMap(({ rules }, group) =>
    rules.flatMap((id, index) => {
      const path = [axis, 'groups', group, 'rules', index];
      const first = grouped.get(id);
      grouped.set(id, path);
      if (!ids.has(id)) return [{ path, message: `no rule ${id} in ${axis}` }];
      return first ? [{ path, message: `rule ${id} is already in a group`, see: first }] : [];
    }),
  );
}

function fadingProblems(view: View, axis: Axis): Complaint[] {
  return (view[axis]?.rules ?? []).flatMap(({ when, halfLifeDays, since }, index) => {
    if (halfLifeDays === undefined || since !== undefined || hasAge(when)) return [];
    const message = 'nothing to fade from: ask about a signal or a date, or name a date property in since';
    return [{ path: [axis, 'rules', index, 'halfLifeDays'], message, atKey: true }];
  });
}

const DATED_KEYS = ['signal', 'sequence', 'company', 'withinDays', 'notWithinDays', 'inNextDays'];

/** Can a hit of this condition tell how long ago something was? What did *not* happen has no age. */
function hasAge(when: unknown): boolean {
  if (!isRecord(when)) return false;
  const parts = [when['all'], when['any']].filter((part) => Array.isArray(part)).flat();
  return DATED_KEYS.some((key) => Object.hasOwn(when, key)) || parts.some(hasAge);
}

function strayQuestions({ evidence }: View): Complaint[] {
  if (!evidence || evidence.framework === 'custom' || !Object.hasOwn(FRAMEWORKS, evidence.framework)) return [];
  const questions: readonly string[] =
    Object.entries(FRAMEWORKS).find(([name]) => name === evidence.framework)?.[1] ?? [];
  return Object.keys(evidence.answers)
    .filter((question) => !questions.includes(question))
    .map((question) => ({
      path: ['evidence', 'answers', question],
      message: `not a question of ${evidence.framework}: ${questions.join(', ')}`,
      atKey: true,
    }));
}

function missingWeights({ weights }: View, axes: readonly Axis[]): Complaint[] {
  if (!weights) return [];
  return axes
    .filter((axis) => weights[axis] === undefined)
    .map((axis) => ({ path: ['weights', axis], message: `missing, the model has ${axis} rules` }));
}
