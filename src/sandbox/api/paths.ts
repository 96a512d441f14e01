import type { Family } from './call.js';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One thing HubSpot offers, and where each family has it. No path: that family does not offer it. */
export interface ApiPath {
  readonly operation: string;
  readonly method: Method;
  readonly paths: Readonly<Partial<Record<Family, string>>>;
}

const OBJECTS: Readonly<Record<Family, string>> = {
  classic: '/crm/v3/objects/{type}',
  dated: '/crm/objects/2026-09/{type}',
};
const PROPERTIES: Readonly<Record<Family, string>> = {
  classic: '/crm/v3/properties/{type}',
  dated: '/crm/properties/2026-09/{type}',
};
const PIPELINES: Readonly<Record<Family, string>> = {
  classic: '/crm/v3/pipelines/{type}',
  dated: '/crm/pipelines/2026-09/{type}',
};
const LINKS: Readonly<Record<Family, string>> = {
  classic: '/crm/v4/objects/{type}/{id}/associations',
  dated: '/crm/objects/2026-09/{type}/{id}/associations',
};

function both(operation: string, method: Method, base: Readonly<Record<Family, string>>, rest = ''): ApiPath {
  return { operation, method, paths: { classic: base.classic + rest, dated: base.dated + rest } };
}

const FLOWS: Readonly<Record<Family, string>> = {
  classic: '/automation/v4/flows',
  dated: '/automation/2026-09-beta/flows',
};

const FORMS: Readonly<Record<Family, string>> = {
  classic: '/marketing/v3/forms',
  dated: '/marketing/forms/2026-09-beta',
};

/** Every HubSpot path the sandbox answers. @source HubSpot's public specification, August 2026 */
export const API_PATHS: readonly ApiPath[] = [
  both('list', 'GET', OBJECTS),
  both('create', 'POST', OBJECTS),
  both('get', 'GET', OBJECTS, '/{id}'),
  both('update', 'PATCH', OBJECTS, '/{id}'),
  both('delete', 'DELETE', OBJECTS, '/{id}'),
  both('batch/read', 'POST', OBJECTS, '/batch/read'),
  both('batch/create', 'POST', OBJECTS, '/batch/create'),
  both('batch/update', 'POST', OBJECTS, '/batch/update'),
  both('batch/upsert', 'POST', OBJECTS, '/batch/upsert'),
  both('batch/archive', 'POST', OBJECTS, '/batch/archive'),
  both('search', 'POST', OBJECTS, '/search'),
  both('merge', 'POST', OBJECTS, '/merge'),
  both('gdpr-delete', 'POST', OBJECTS, '/gdpr-delete'),
  both('properties/list', 'GET', PROPERTIES),
  both('properties/create', 'POST', PROPERTIES),
  both('properties/batch/create', 'POST', PROPERTIES, '/batch/create'),
  both('properties/batch/read', 'POST', PROPERTIES, '/batch/read'),
  both('properties/groups/list', 'GET', PROPERTIES, '/groups'),
  both('properties/groups/create', 'POST', PROPERTIES, '/groups'),
  both('properties/groups/get', 'GET', PROPERTIES, '/groups/{name}'),
  both('properties/get', 'GET', PROPERTIES, '/{name}'),
  both('properties/update', 'PATCH', PROPERTIES, '/{name}'),
  both('properties/archive', 'DELETE', PROPERTIES, '/{name}'),
  both('pipelines/list', 'GET', PIPELINES),
  both('pipelines/get', 'GET', PIPELINES, '/{pipeline}'),
  both('pipelines/stages', 'GET', PIPELINES, '/{pipeline}/stages'),
  both('associations/default', 'PUT', LINKS, '/default/{toType}/{toId}'),
  both('associations/labelled', 'PUT', LINKS, '/{toType}/{toId}'),
  both('associations/delete', 'DELETE', LINKS, '/{toType}/{toId}'),
  { operation: 'associations/list', method: 'GET', paths: { classic: `${LINKS.classic}/{toType}` } },
  path('associations/batch/read', 'POST', [
    '/crm/v4/associations/{type}/{toType}/batch/read',
    '/crm/associations/2026-09/{type}/{toType}/batch/read',
  ]),
  both('flows/list', 'GET', FLOWS),
  both('flows/create', 'POST', FLOWS),
  both('flows/batch/read', 'POST', FLOWS, '/batch/read'),
  both('flows/get', 'GET', FLOWS, '/{flowId}'),
  both('flows/replace', 'PUT', FLOWS, '/{flowId}'),
  both('flows/delete', 'DELETE', FLOWS, '/{flowId}'),
  { operation: 'action-types/list', method: 'GET', paths: { dated: '/automation/2026-09-beta/action-types' } },
  both('forms/list', 'GET', FORMS),
  both('forms/create', 'POST', FORMS),
  both('forms/get', 'GET', FORMS, '/{formId}'),
  both('forms/replace', 'PUT', FORMS, '/{formId}'),
  both('forms/update', 'PATCH', FORMS, '/{formId}'),
  both('forms/archive', 'DELETE', FORMS, '/{formId}'),
  {
    ...{ operation: 'forms/submit', method: 'POST' },
    paths: { classic: '/submissions/v3/integration/secure/submit/{portalId}/{formId}' },
  },
  {
    ...{ operation: 'forms/submissions', method: 'GET' },
    paths: { classic: '/form-integrations/v1/submissions/forms/{formId}' },
  },
  path('lists/members', 'GET', ['/crm/v3/lists/{listId}/memberships', '/crm/lists/2026-09/{listId}/memberships']),
  path('owners/list', 'GET', ['/crm/v3/owners', '/crm/owners/2026-09']),
  path('owners/get', 'GET', ['/crm/v3/owners/{id}', '/crm/owners/2026-09/{id}']),
  path('account/details', 'GET', ['/account-info/v3/details', '/account-info/2026-09/details']),
  path('callbacks/batch', 'POST', [
    '/automation/v4/actions/callbacks/complete',
    '/automation/actions/callbacks/2026-09/complete',
  ]),
  path('callbacks/complete', 'POST', [
    '/automation/v4/actions/callbacks/{callbackId}/complete',
    '/automation/actions/callbacks/2026-09/{callbackId}/complete',
  ]),
];

function path(operation: string, method: Method, [classic, dated]: readonly [string, string]): ApiPath {
  return { operation, method, paths: { classic, dated } };
}
