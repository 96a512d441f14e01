import { asList, asObject, asText } from '../api/read-input.js';
import { iso } from '../portal/lifecycle.js';
import type { FlowState } from './watcher.js';

/** What somebody sent for a flow, and what HubSpot keeps beside it. */
export interface StoredFlow {
  /** Given back as it came, unknown parts included. */
  readonly sent: Readonly<Record<string, unknown>>;
  readonly revision: number;
  /** Epoch milliseconds on the sandbox clock. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A flow as HubSpot shows it. */
export type FlowView = Readonly<Record<string, unknown>> & { readonly id: string; readonly revisionId: string };

/** Always there in HubSpot's answers. @source Automation API: required parts of a contact flow */
const EMPTY = {
  name: 'Unnamed workflow',
  flowType: 'WORKFLOW',
  objectTypeId: '0-1',
  timeWindows: [],
  blockedDates: [],
  customProperties: {},
  dataSources: [],
  suppressionListIds: [],
  canEnrollFromSalesforce: false,
};

/** The whole flow. What is HubSpot's own is not taken from what was sent. */
export function viewFlow({ id, stored, enabled }: FlowState): FlowView {
  const { sent, revision, createdAt, updatedAt } = stored;
  return {
    ...EMPTY,
    ...sent,
    id,
    isEnabled: enabled,
    revisionId: String(revision),
    crmObjectCreationStatus: 'COMPLETE',
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    nextAvailableActionId: nextActionId(sent),
  };
}

/** Its row in a list. */
export function listedFlow(state: FlowState): FlowView {
  const { id, revisionId, ...view } = viewFlow(state);
  const { name, isEnabled, flowType, objectTypeId, createdAt, updatedAt, uuid } = view;
  const row = { id, name, isEnabled, flowType, objectTypeId, revisionId, createdAt, updatedAt };
  return uuid === undefined ? row : { ...row, uuid };
}

function nextActionId(sent: Readonly<Record<string, unknown>>): string {
  const ids = asList(sent['actions']).map((action) => Number(asText(asObject(action)['actionId'])));
  return String(Math.max(0, ...ids.filter(Number.isInteger)) + 1);
}
