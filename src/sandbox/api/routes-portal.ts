import type { Call, Handler } from './call.js';
import type { Owner } from '../portal/owners.js';
import type { Portal } from '../portal/portal.js';
import { PORTAL_ZONE } from '../portal/zone.js';
import { asList, asObject, asText } from './read-input.js';
import { invalid, NO_CONTENT, NOT_FOUND, ok, refuse } from './reply.js';

const PIPELINE = 'contacts-lifecycle-pipeline';
/** HubSpot's own things have been there since before anybody looked. */
const LONG_AGO = '2021-01-04T09:00:00.000Z';

function stagesOf(portal: Portal): unknown[] {
  return portal.stages.map(({ id, label }, displayOrder) => ({
    id,
    label,
    displayOrder,
    metadata: {},
    writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
    createdAt: LONG_AGO,
    updatedAt: LONG_AGO,
    archived: false,
  }));
}

function pipelineOf(portal: Portal): unknown {
  const times = { createdAt: LONG_AGO, updatedAt: LONG_AGO };
  const label = 'Lifecycle Stage Pipeline';
  return { id: PIPELINE, label, displayOrder: 0, ...times, archived: false, stages: stagesOf(portal) };
}

function isContacts(call: Call): boolean {
  return ['contacts', 'contact', '0-1'].includes(call.params['type'] ?? '');
}

/** The lifecycle stages of contacts are a pipeline; other objects have none here. */
export const listPipelines: Handler = (call) => ok({ results: isContacts(call) ? [pipelineOf(call.portal)] : [] });

export const getPipeline: Handler = (call) =>
  isContacts(call) && call.params['pipeline'] === PIPELINE ? ok(pipelineOf(call.portal)) : refuse(NOT_FOUND);

export const listStages: Handler = (call) =>
  isContacts(call) && call.params['pipeline'] === PIPELINE ? ok({ results: stagesOf(call.portal) }) : refuse(NOT_FOUND);

/** Archived owners only with `?archived=true`; then without a user. */
export const listOwners: Handler = (call) => {
  const archived = call.query.get('archived') === 'true';
  const email = call.query.get('email')?.toLowerCase();
  const limit = Number(call.query.get('limit') ?? '100');
  if (!(limit >= 1 && limit <= 500)) return refuse(invalid('limit must be between 1 and 500'));
  const start = Number(call.query.get('after') ?? '0');
  const all = call.portal.owners.filter(
    (owner) => owner.archived === archived && (email ?? owner.email) === owner.email,
  );
  const more = start + limit < all.length ? { paging: { next: { after: String(start + limit), link: '' } } } : {};
  return ok({ results: all.slice(start, start + limit).map(ownerView), ...more });
};

/** By owner id, or by user id with `?idProperty=userId`. */
export const getOwner: Handler = (call) => {
  const id = call.params['id'] ?? '';
  const archived = call.query.get('archived') === 'true';
  const byUser = call.query.get('idProperty') === 'userId';
  const found = call.portal.owners.find(
    (owner) => (byUser ? String(owner.userId) : owner.id) === id && owner.archived === archived,
  );
  return found ? ok(ownerView(found)) : refuse({ ...NOT_FOUND, category: 'OBJECT_NOT_FOUND' });
};

function ownerView({ id, userId, email, firstName, lastName, archived }: Owner): unknown {
  const user = { userId: archived ? null : userId, userIdIncludingInactive: userId };
  const times = { createdAt: LONG_AGO, updatedAt: LONG_AGO };
  return { id, email, type: 'PERSON', firstName, lastName, ...user, ...times, archived, teams: [] };
}

/** Which portal the token belongs to. */
export const accountDetails: Handler = ({ portal }) =>
  ok({
    portalId: portal.portalId,
    accountType: 'DEVELOPER_TEST',
    timeZone: PORTAL_ZONE,
    companyCurrency: 'EUR',
    additionalCurrencies: [],
    utcOffset: '+01:00',
    utcOffsetMilliseconds: 3_600_000,
    uiDomain: 'app.hubspot.com',
    dataHostingLocation: 'eu1',
  });

/** A workflow execution somebody said is over. */
export interface Completion {
  readonly portalId: number;
  readonly callbackId: string;
  readonly outputFields: Readonly<Record<string, string>>;
  /** Epoch ms on the sandbox clock. */
  readonly at: number;
}

/** 204 whatever the id: HubSpot does not say that it knows none. @param complete is told of every one */
export function completionRoutes(complete: (completion: Completion) => void): { one: Handler; many: Handler } {
  function finish(call: Call, input: unknown, callbackId: string): void {
    const outputFields: Record<string, string> = {};
    for (const [name, value] of Object.entries(asObject(asObject(input)['outputFields']))) {
      outputFields[name] = asText(value) ?? '';
    }
    complete({ portalId: call.portal.portalId, callbackId, outputFields, at: call.portal.now() });
  }
  return {
    one: (call) => {
      finish(call, call.body, call.params['callbackId'] ?? '');
      return NO_CONTENT;
    },
    many: (call) => {
      const inputs = asList(asObject(call.body)['inputs']);
      if (inputs.length === 0) return refuse(invalid('Some required fields were not set: [inputs]'));
      for (const input of inputs) finish(call, input, asText(asObject(input)['callbackId']) ?? '');
      return NO_CONTENT;
    },
  };
}
