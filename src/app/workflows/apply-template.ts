import type { WorkflowAction } from '../action.js';
import { AppError, isAppError } from '../errors.js';
import { lackingIn } from './check-portal.js';
import { bundleOf, fillTemplate, takesModel, type CodeBundle } from './fill-template.js';
import { isWithin } from './is-within.js';
import { lookIntoFlows } from './look-into-flows.js';
import type { ListedFlow, WorkflowPortal } from './portal.js';
import { resolvePlaces, type Chosen } from './resolve-places.js';
import { namesOf, type CodeStep, type Flow, type WorkflowTemplate } from './template.js';

export interface ApplyOrder {
  readonly template: WorkflowTemplate;
  readonly chosen: Chosen;
  readonly model: string | undefined;
  /** Ask and check everything, and create nothing. */
  readonly dryRun: boolean;
}

export interface ApplyDeps {
  readonly portal: WorkflowPortal;
  /** All of ours, by uid. */
  readonly actions: ReadonlyMap<string, WorkflowAction>;
  /** @throws {AppError} when the model cannot be used */
  readonly buildBundle: (name: string, model: string | undefined) => Promise<CodeBundle>;
}

/** A template with everything in its place, or what keeps it from that. */
export interface Prepared {
  readonly flow: Flow;
  /** One line each, with what to do; the flow is whole only when there is none. */
  readonly problems: readonly string[];
  /** What the admin should know besides. */
  readonly notes: readonly string[];
}

/**
 * there: flows of that name exist, nothing was done; `differs` is unknown when the template cannot be filled now ·
 * unfilled: nothing was done · ready: a dry run · created · lost: HubSpot did not say, and shows no such flow
 */
export type Applied =
  | {
      readonly kind: 'there';
      readonly flows: readonly ListedFlow[];
      readonly differs: boolean | undefined;
      readonly prepared: Prepared;
    }
  | { readonly kind: 'unfilled'; readonly prepared: Prepared }
  | { readonly kind: 'ready'; readonly prepared: Prepared }
  | { readonly kind: 'created'; readonly flowId: string; readonly answerLost: boolean; readonly prepared: Prepared }
  | { readonly kind: 'lost' };

/**
 * Makes the flow of a template in a portal, switched off; a second time changes nothing.
 *
 * @throws {AppError} INVALID_INPUT for a choice the template has no place for; what a call to HubSpot throws
 */
export async function applyTemplate(order: ApplyOrder, deps: ApplyDeps): Promise<Applied> {
  refuseStrayChoices(order, deps);
  const { portal } = deps;
  const listed = await portal.flows();
  const prepared = await prepare(order, deps, listed);
  const there = named(listed, prepared.flow);
  if (there.length > 0)
    return { kind: 'there', flows: there, differs: await differs(prepared, there, portal), prepared };
  if (prepared.problems.length > 0) return { kind: 'unfilled', prepared };
  if (order.dryRun) return { kind: 'ready', prepared };
  return create(prepared, portal);
}

const named = (listed: readonly ListedFlow[], { name }: Flow): readonly ListedFlow[] =>
  listed.filter((flow) => flow.name === name);

function refuseStrayChoices({ template, chosen, model }: ApplyOrder, { actions }: ApplyDeps): void {
  refuseUnknown('--user', [...chosen.users.keys()], namesOf(template, 'user', 'owner'));
  refuseUnknown('--action', [...chosen.actions.keys()], namesOf(template, 'action'));
  if (model !== undefined && !takesModel(template, actions))
    throw new AppError('INVALID_INPUT', `--model: no step of ${template.name} listens to a model`);
}

function refuseUnknown(option: string, given: readonly string[], places: readonly string[]): void {
  const stray = given.filter((name) => !places.includes(name));
  if (stray.length === 0) return;
  const has = places.length === 0 ? 'it has none' : `it has ${places.join(', ')}`;
  throw new AppError('INVALID_INPUT', `${option}: this workflow has no place ${stray.join(', ')}; ${has}`);
}

async function prepare(
  { template, chosen, model }: ApplyOrder,
  { portal, actions, buildBundle }: ApplyDeps,
  listed: readonly ListedFlow[],
): Promise<Prepared> {
  const { places, problems } = await resolvePlaces(template, { chosen, actions, portal });
  const code = template.flow.actions.filter((step): step is CodeStep => step.type === 'CUSTOM_CODE');
  const bundles = new Map<string, CodeBundle>();
  for (const name of code.flatMap((step) => bundleOf(step) ?? [])) bundles.set(name, await buildBundle(name, model));
  const { runtime, versions } = await lookIntoFlows(portal, listed);
  const flow = fillTemplate(template, { places, bundles, actions, versions, runtime, model });
  const guessed = code.length > 0 && runtime === undefined;
  return {
    flow,
    problems: [...problems, ...lackingIn(flow, await portal.properties())],
    notes: guessed
      ? [
          `No other workflow here has custom code, so its runtime is taken to be ${code[0]?.runtime ?? ''}: check it in the editor`,
        ]
      : [],
  };
}

async function differs(
  { flow, problems }: Prepared,
  [there]: readonly ListedFlow[],
  portal: WorkflowPortal,
): Promise<boolean | undefined> {
  if (problems.length > 0 || there === undefined) return undefined;
  const [held] = await portal.read([there.id]);
  const { actions, startActionId, enrollmentCriteria } = flow;
  return !isWithin({ actions, startActionId, enrollmentCriteria }, held);
}

async function create(prepared: Prepared, portal: WorkflowPortal): Promise<Applied> {
  try {
    return { kind: 'created', flowId: await portal.create(prepared.flow), answerLost: false, prepared };
  } catch (error) {
    if (!isAppError(error, 'HUBSPOT_UNCERTAIN')) throw error;
    const [made] = named(await portal.flows(), prepared.flow);
    return made === undefined ? { kind: 'lost' } : { kind: 'created', flowId: made.id, answerLost: true, prepared };
  }
}
