import { LANGUAGES, type WorkflowAction } from '../action.js';

/** A kind of step as a portal lists it. HubSpot shows neither a uid nor an app. */
export interface ActionType {
  readonly id: string;
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly optionsUrl?: string | undefined }[];
}

/** The id of our action in a portal, or why it cannot be told and what to do. */
export type Recognised = { readonly id: string } | { readonly problem: string };

/**
 * Finds an action of ours among a portal's: by its label and the names of its fields. Where that leaves a doubt, the address
 * HubSpot fetches choices from settles it.
 */
export function recogniseAction(action: WorkflowAction, types: readonly ActionType[]): Recognised {
  const named = types.filter(({ name }) => LANGUAGES.some((language) => action.name[language] === name));
  const alike = named.filter((type) => action.inputs.every(({ name }) => fieldNames(type).includes(name)));
  const ours = types.filter((type) => asksUs(type, action.uid));
  const [only, ...others] = alike.length === 1 ? alike : ours;
  if (only !== undefined && others.length === 0) return { id: only.id };
  return { problem: doubtOf(action, { named, alike: alike.length > 0 ? alike : ours }) };
}

const fieldNames = ({ inputs }: ActionType): readonly string[] => inputs.map(({ name }) => name);

function asksUs({ inputs }: ActionType, uid: string): boolean {
  return inputs.some(({ optionsUrl }) => optionsUrl?.includes(`/hubspot/actions/${uid}/options/`));
}

interface Seen {
  readonly named: readonly ActionType[];
  readonly alike: readonly ActionType[];
}

function doubtOf({ uid, name, inputs }: WorkflowAction, { named, alike }: Seen): string {
  const ids = (found: readonly ActionType[]): string => found.map(({ id }) => id).join(', ');
  if (alike.length > 1)
    return `the portal has several actions called ${name.en} (${ids(alike)}): say which is ours with --action ${uid}=${alike[0]?.id ?? ''}`;
  if (named.length === 0)
    return `the portal has no action called ${name.en}: upload the app with npm run hs:upload, then apply again`;
  const lacking = inputs
    .map((input) => input.name)
    .filter((input) => !named.some((type) => fieldNames(type).includes(input)));
  return `the action called ${name.en} (${ids(named)}) has no field ${lacking.join(', ')}: upload the app again with npm run hs:upload, then apply again`;
}
