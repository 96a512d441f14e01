/** Families of HubSpot paths: date versions, and the classic v3/v4 that lose support in 2027. */
export const FAMILIES = ['2026-09', 'v3'] as const;
export type Family = (typeof FAMILIES)[number];

/** Every permission we ask a portal for. @source HubSpot, "Scopes" */
export const SCOPES = [
  'oauth',
  'automation',
  'crm.lists.read',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.owners.read',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
  'forms',
] as const;
export type Scope = (typeof SCOPES)[number];

export interface Endpoint {
  /** What a portal must have granted us. Tasks have no scopes of their own: those of contacts count for them. */
  readonly scope: Scope;
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** `{name}`: filled in by the call's `params`. */
  readonly path: Readonly<Record<Family, string>>;
  /** Asking twice does no more than asking once, so a call whose fate is unknown may simply be made again. */
  readonly repeatable: boolean;
  /** HubSpot takes submissions of forms under an address of their own. */
  readonly host?: 'forms';
}

const get = (scope: Scope, dated: string, classic: string): Endpoint => ({
  scope,
  method: 'GET',
  path: { '2026-09': dated, v3: classic },
  repeatable: true,
});

const read = (scope: Scope, dated: string, classic: string): Endpoint => ({
  ...get(scope, dated, classic),
  method: 'POST',
});

const write = (scope: Scope, dated: string, classic: string): Endpoint => ({
  ...read(scope, dated, classic),
  repeatable: false,
});

const SECURE_SUBMIT = '/submissions/v3/integration/secure/submit/{portalId}/{formId}';

/**
 * Every path we call, in both families.
 *
 * @source HubSpot's public specification: crm objects, associations, properties, pipelines, owners, lists, automation actions and flows,
 * marketing forms, account info; submissions: "Submit data to a form"
 */
export const ENDPOINTS = {
  'contacts.read': read(
    'crm.objects.contacts.read',
    '/crm/objects/2026-09/contacts/batch/read',
    '/crm/v3/objects/contacts/batch/read',
  ),
  'contacts.update': write(
    'crm.objects.contacts.write',
    '/crm/objects/2026-09/contacts/batch/update',
    '/crm/v3/objects/contacts/batch/update',
  ),
  'contacts.upsert': write(
    'crm.objects.contacts.write',
    '/crm/objects/2026-09/contacts/batch/upsert',
    '/crm/v3/objects/contacts/batch/upsert',
  ),
  'contacts.properties': get(
    'crm.schemas.contacts.read',
    '/crm/properties/2026-09/contacts',
    '/crm/v3/properties/contacts',
  ),
  'contacts.properties.create': write(
    'crm.schemas.contacts.write',
    '/crm/properties/2026-09/contacts/batch/create',
    '/crm/v3/properties/contacts/batch/create',
  ),
  'contacts.groups': get(
    'crm.schemas.contacts.read',
    '/crm/properties/2026-09/contacts/groups',
    '/crm/v3/properties/contacts/groups',
  ),
  'contacts.groups.create': write(
    'crm.schemas.contacts.write',
    '/crm/properties/2026-09/contacts/groups',
    '/crm/v3/properties/contacts/groups',
  ),
  'contacts.pipelines': get(
    'crm.schemas.contacts.read',
    '/crm/pipelines/2026-09/contacts',
    '/crm/v3/pipelines/contacts',
  ),
  'contacts.tasks': read(
    'crm.objects.contacts.read',
    '/crm/associations/2026-09/contacts/tasks/batch/read',
    '/crm/v4/associations/contacts/tasks/batch/read',
  ),
  'tasks.read': read(
    'crm.objects.contacts.read',
    '/crm/objects/2026-09/tasks/batch/read',
    '/crm/v3/objects/tasks/batch/read',
  ),
  'tasks.create': write('crm.objects.contacts.write', '/crm/objects/2026-09/tasks', '/crm/v3/objects/tasks'),
  'tasks.create.batch': write(
    'crm.objects.contacts.write',
    '/crm/objects/2026-09/tasks/batch/create',
    '/crm/v3/objects/tasks/batch/create',
  ),
  'tasks.properties': get('crm.schemas.contacts.read', '/crm/properties/2026-09/tasks', '/crm/v3/properties/tasks'),
  'tasks.properties.create': write(
    'crm.schemas.contacts.write',
    '/crm/properties/2026-09/tasks/batch/create',
    '/crm/v3/properties/tasks/batch/create',
  ),
  'tasks.groups': get(
    'crm.schemas.contacts.read',
    '/crm/properties/2026-09/tasks/groups',
    '/crm/v3/properties/tasks/groups',
  ),
  'tasks.groups.create': write(
    'crm.schemas.contacts.write',
    '/crm/properties/2026-09/tasks/groups',
    '/crm/v3/properties/tasks/groups',
  ),
  'owners.list': get('crm.objects.owners.read', '/crm/owners/2026-09', '/crm/v3/owners'),
  'lists.members': get(
    'crm.lists.read',
    '/crm/lists/2026-09/{listId}/memberships',
    '/crm/v3/lists/{listId}/memberships',
  ),
  'executions.complete': write(
    'automation',
    '/automation/actions/callbacks/2026-09/complete',
    '/automation/v4/actions/callbacks/complete',
  ),
  // Workflows have no stable dated path yet; their list of action types has no other.
  'flows.list': get('automation', '/automation/2026-09-beta/flows', '/automation/v4/flows'),
  'flows.read': read('automation', '/automation/2026-09-beta/flows/batch/read', '/automation/v4/flows/batch/read'),
  'flows.create': write('automation', '/automation/2026-09-beta/flows', '/automation/v4/flows'),
  'action-types.list': get(
    'automation',
    '/automation/2026-09-beta/action-types',
    '/automation/2026-09-beta/action-types',
  ),
  // Forms, too, have a dated path in beta only; submissions have one path for all versions.
  'forms.list': get('forms', '/marketing/forms/2026-09-beta', '/marketing/v3/forms'),
  'forms.get': get('forms', '/marketing/forms/2026-09-beta/{formId}', '/marketing/v3/forms/{formId}'),
  'forms.create': write('forms', '/marketing/forms/2026-09-beta', '/marketing/v3/forms'),
  // Whole blocks are put in the place of others: twice is as good as once.
  'forms.update': {
    ...get('forms', '/marketing/forms/2026-09-beta/{formId}', '/marketing/v3/forms/{formId}'),
    method: 'PATCH',
  },
  'forms.submit': { ...write('forms', SECURE_SUBMIT, SECURE_SUBMIT), host: 'forms' },
  'account.details': get('oauth', '/account-info/2026-09/details', '/account-info/v3/details'),
} as const satisfies Record<string, Endpoint>;

/** The name of one of our calls, for logs and counters. */
export type Operation = keyof typeof ENDPOINTS;
