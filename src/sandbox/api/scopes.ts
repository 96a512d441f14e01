import type { ObjectType } from '../portal/object-properties.js';
import { objectTypeOf } from '../portal/object-type.js';
import type { Refusal } from './reply.js';

/** Whose scope guards an object type: activities go with contacts. @source specification: tasks, notes */
const GUARDED_AS: Readonly<Record<ObjectType, string>> = {
  contacts: 'contacts',
  companies: 'companies',
  deals: 'deals',
  notes: 'contacts',
  tasks: 'contacts',
};

/** Operations that only look, though they are POSTs. */
const READS: ReadonlySet<string> = new Set([
  'list',
  'get',
  'batch/read',
  'search',
  'associations/list',
  'associations/batch/read',
]);

/**
 * Scopes of which a call needs one; empty when any token will do.
 *
 * @param operation of the path table @param typeInPath as written in the path
 * @source specification: contacts, tasks, notes, properties, pipelines, owners, lists, flows, callbacks
 */
export function scopesFor(operation: string, typeInPath: string | undefined): readonly string[] {
  const [area = ''] = operation.split('/');
  if (area === 'account') return [];
  if (area === 'owners') return ['crm.objects.owners.read'];
  if (area === 'flows' || area === 'callbacks' || area === 'action-types') return ['automation'];
  if (area === 'lists') return ['crm.lists.read'];
  if (area === 'forms') return ['forms'];
  const type = objectTypeOf(typeInPath);
  if (type === undefined) return [];
  const [schemas, objects] = [`crm.schemas.${GUARDED_AS[type]}`, `crm.objects.${GUARDED_AS[type]}`];
  if (area === 'properties' || area === 'pipelines') {
    const writes = /create|update|archive/.test(operation);
    return writes
      ? [`${schemas}.write`]
      : [`${schemas}.read`, `${schemas}.write`, `${objects}.read`, `${objects}.write`];
  }
  return [`${objects}.${READS.has(operation) ? 'read' : 'write'}`];
}

/** May a token with these scopes make a call that needs one of those? `undefined`: it may do everything. */
export function suffices(held: readonly string[] | undefined, needed: readonly string[]): boolean {
  return held === undefined || needed.length === 0 || needed.some((scope) => held.includes(scope));
}

/** HubSpot's no to a token that lacks a scope. @source recorded: 403 MISSING_SCOPES */
export function missingScopes(scopes: readonly string[]): Refusal {
  const message = 'One or more of the following scopes are required.';
  const line = `This app hasn't been granted all required scopes to make this call: [${scopes.join(', ')}]`;
  return {
    status: 403,
    category: 'MISSING_SCOPES',
    message: `${line}. Read more about required scopes here: https://developers.hubspot.com/scopes.`,
    errors: [{ message, code: 'MISSING_SCOPES', context: { requiredGranularScopes: scopes } }],
  };
}
