import type { z } from 'zod';

import type { ListedFlow, Person, WorkflowPortal } from '../app/workflows/portal.js';
import { allPages } from './all-pages.js';
import { createAccountInfo, NO_BUDGET } from './account.js';
import type { Call } from './call.js';
import { connectCall, type HubspotDeps } from './gateway.js';
import { ActionTypeList, FlowList, Flows, Identified, OwnerList, PropertyList } from './wire.js';

/** Object type of contacts. */
const CONTACTS = '0-1';
/** @source HubSpot's limits for lists of workflows are not published; its record lists take as many */
const PAGES = { limit: 100, mostPages: 100 } as const;

/**
 * The workflows of the portal a token belongs to. A handful of calls by an operator, outside any store: no budget row is
 * asked.
 *
 * @throws {AppError} as `createAccountInfo` does
 */
export async function openWorkflowPortal(
  deps: Omit<HubspotDeps, 'tokenOf' | 'budget'>,
  token: string,
): Promise<WorkflowPortal> {
  const { portalId } = await createAccountInfo(deps)(token);
  const call = connectCall({ ...deps, tokenOf: () => Promise.resolve(token), budget: NO_BUDGET });
  return createWorkflowPortal(call, portalId);
}

const admit = (): Promise<void> => Promise.resolve();

function createWorkflowPortal(call: Call, portalId: number): WorkflowPortal {
  return {
    portalId,
    async actionTypes() {
      const query = { objectTypeId: CONTACTS };
      const { results } = await call({
        portalId,
        operation: 'action-types.list',
        query,
        answer: ActionTypeList,
        admit,
      });
      return results.map((type) => ({
        id: type.actionTypeId,
        name: type.actionName,
        inputs: type.inputFieldDefinitions,
      }));
    },
    people: async () =>
      peopleIn(await allPages(call, { portalId, operation: 'owners.list', answer: OwnerList, admit, ...PAGES })),
    async properties() {
      const { results } = await call({ portalId, operation: 'contacts.properties', answer: PropertyList, admit });
      return results.map(({ name, options }) => ({ name, options: options.map(({ value }) => value) }));
    },
    flows: (): Promise<readonly ListedFlow[]> =>
      allPages(call, { portalId, operation: 'flows.list', answer: FlowList, admit, ...PAGES }),
    async read(flowIds) {
      const body = { inputs: flowIds.map((flowId) => ({ flowId, type: 'FLOW_ID' })) };
      const { results } = await call({ portalId, operation: 'flows.read', body, answer: Flows, admit });
      return results;
    },
    async create(flow) {
      const { id } = await call({ portalId, operation: 'flows.create', body: flow, answer: Identified, admit });
      return id;
    },
  };
}

type Owners = Readonly<z.infer<typeof OwnerList>['results']>;

function peopleIn(owners: Owners): readonly Person[] {
  const active = owners.filter(({ archived }) => archived !== true);
  return active.map(({ id: ownerId, userId, email = '' }) => ({ ownerId, userId, email }));
}
