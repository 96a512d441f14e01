import type { ListedFlow, WorkflowPortal } from './portal.js';
import type { Json } from './template.js';

/** What the flows somebody made in a portal tell of it. */
export interface Hints {
  /** HubSpot's name for the runtime of custom code; it is published nowhere. */
  readonly runtime: string | undefined;
  /** Action type id → highest version in use; the list of action types does not show it. */
  readonly versions: ReadonlyMap<string, number>;
}

/** One page of a batch read: a portal with more flows than that has told enough. */
const MOST_READ = 100;

/** Reads a portal's flows for what HubSpot's lists do not say. */
export async function lookIntoFlows(portal: WorkflowPortal, listed: readonly ListedFlow[]): Promise<Hints> {
  if (listed.length === 0) return { runtime: undefined, versions: new Map() };
  const flows = await portal.read(listed.slice(-MOST_READ).map(({ id }) => id));
  return hintsIn(flows.flatMap(({ actions }) => stepsOf(actions)));
}

type Step = Readonly<Record<string, Json>>;

function hintsIn(steps: readonly Step[]): Hints {
  const versions = new Map<string, number>();
  let runtime: string | undefined;
  for (const { type, runtime: used, actionTypeId, actionTypeVersion } of steps) {
    if (type === 'CUSTOM_CODE' && typeof used === 'string' && /node/i.test(used)) runtime = used;
    if (typeof actionTypeId !== 'string' || typeof actionTypeVersion !== 'number') continue;
    if (actionTypeId.startsWith('1-'))
      versions.set(actionTypeId, Math.max(actionTypeVersion, versions.get(actionTypeId) ?? 0));
  }
  return { runtime, versions };
}

const isStep = (value: Json): value is Step => typeof value === 'object' && value !== null && !Array.isArray(value);

function stepsOf(actions: Json | undefined): readonly Step[] {
  return typeof actions === 'object' && actions !== null ? Object.values(actions).filter(isStep) : [];
}
