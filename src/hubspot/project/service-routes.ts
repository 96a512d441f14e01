import type { WorkflowAction } from '../../app/action.js';

/** Where HubSpot calls the service. `:uid` and `:field` are filled in per action. */
export const PATHS = {
  action: (uid: string) => `/hubspot/actions/${uid}`,
  options: (uid: string, field: string) => `/hubspot/actions/${uid}/options/${field}`,
  webhooks: '/hubspot/webhooks',
  oauthCallback: '/oauth/callback',
} as const;

/** Of the paths that belong to no action, those the service answers today. A test compares this with the service. */
export const SERVED: readonly string[] = [PATHS.webhooks];

/**
 * Every path of the service that the project may send HubSpot to.
 *
 * @returns paths without scheme, host or slash at the end
 */
export function serviceRoutes(actions: ReadonlyMap<string, WorkflowAction>): ReadonlySet<string> {
  const paths = [...actions.values()].flatMap(({ uid, inputs }) => [
    PATHS.action(uid),
    ...inputs.filter(({ choices }) => choices).map(({ name }) => PATHS.options(uid, name)),
  ]);
  return new Set([...paths, ...SERVED]);
}
