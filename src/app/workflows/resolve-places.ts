import type { WorkflowAction } from '../action.js';
import type { Person, WorkflowPortal } from './portal.js';
import { recogniseAction, type ActionType } from './recognise-action.js';
import { namesOf, placesOf, textOf, type WorkflowTemplate } from './template.js';

/** What an admin says of the places that HubSpot cannot tell. */
export interface Chosen {
  /** Role → e-mail address. */
  readonly users: ReadonlyMap<string, string>;
  /** Uid of an action of ours → its type id in the portal. */
  readonly actions: ReadonlyMap<string, string>;
}

/** Text of a place → what is put there; and one line for each that could not be filled, with what to do. */
export interface Resolved {
  readonly places: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

/** Asks the portal what stands in the places of a template. A list nobody needs is not asked for. */
export async function resolvePlaces(
  template: WorkflowTemplate,
  { chosen, actions, portal }: ResolveOrder,
): Promise<Resolved> {
  const uids = namesOf(template, 'action');
  const types = uids.every((uid) => chosen.actions.has(uid)) ? [] : await portal.actionTypes();
  const people = namesOf(template, 'user', 'owner').some((role) => chosen.users.has(role)) ? await portal.people() : [];
  const places = new Map<string, string>();
  const problems = new Set<string>();
  for (const place of placesOf(template)) {
    if (place.kind === 'custom-code') continue;
    const found =
      place.kind === 'action'
        ? actionId(place.name, { chosen, actions, types })
        : personId(place.kind, place.name, { chosen, people });
    if ('id' in found) places.set(textOf(place), found.id);
    else problems.add(found.problem);
  }
  return { places, problems: [...problems] };
}

export interface ResolveOrder {
  readonly chosen: Chosen;
  /** All of ours, by uid. */
  readonly actions: ReadonlyMap<string, WorkflowAction>;
  readonly portal: WorkflowPortal;
}

type Found = { readonly id: string } | { readonly problem: string };

function actionId(
  uid: string,
  { chosen, actions, types }: Pick<ResolveOrder, 'chosen' | 'actions'> & { readonly types: readonly ActionType[] },
): Found {
  const given = chosen.actions.get(uid);
  if (given !== undefined) return { id: given };
  const action = actions.get(uid);
  return action ? recogniseAction(action, types) : { problem: `this version has no action ${uid}: install it again` };
}

function personId(
  kind: 'user' | 'owner',
  role: string,
  { chosen, people }: Pick<ResolveOrder, 'chosen'> & { readonly people: readonly Person[] },
): Found {
  const email = chosen.users.get(role);
  if (email === undefined) return { problem: `nobody is named as ${role}: say who with --user ${role}=EMAIL` };
  const person = people.find((one) => one.email.toLowerCase() === email.trim().toLowerCase());
  if (person === undefined)
    return {
      problem: `the portal has no active user ${email}: give --user ${role}= the address of one who can own contacts`,
    };
  const id = kind === 'user' ? person.userId : person.ownerId;
  return id === undefined
    ? { problem: `HubSpot does not tell the user id of ${email}: name somebody else as ${role}` }
    : { id };
}
