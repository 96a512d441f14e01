import type { FlowBook } from '../workflows/flows.js';
import { WorkflowRefusal } from '../workflows/refusal.js';
import type { ActionType } from '../workflows/action-types.js';
import { batchAnswer } from './batch-run.js';
import type { Call, Handler } from './call.js';
import { missingIn } from './flow-body.js';
import { asList, asObject, asText } from './read-input.js';
import { invalid, NO_CONTENT, ok, refuse, type Refusal, type Reply } from './reply.js';
import { missingScopes } from './scopes.js';

/** What the Automation API needs of the workflows of a portal. */
export interface Workflows {
  readonly flows: FlowBook;
  actionTypes(): readonly ActionType[];
}

/** HubSpot's limits are not published; these are the ones of its record lists. */
const MOST_LISTED = 100;

/** A portal without workflows: its edition has none, so no token can have the scope. */
function withWorkflows(work: (call: Call, workflows: Workflows) => Reply): Handler {
  return (call) => {
    if (call.workflows === undefined) return refuse(missingScopes(['automation']));
    try {
      return work(call, call.workflows);
    } catch (error) {
      if (error instanceof WorkflowRefusal) return refuse(refusalOf(error));
      throw error;
    }
  };
}

function refusalOf({ code, message }: WorkflowRefusal): Refusal {
  if (code === 'NOT_FOUND') return { status: 404, message, category: 'OBJECT_NOT_FOUND' };
  return code === 'CONFLICT' ? { status: 409, message, category: 'CONFLICT' } : invalid(message);
}

/** In order of their ids; `after` is the last id of the page before. */
export const listFlows = withWorkflows(({ query }, { flows }) => {
  const limit = Number(query.get('limit') ?? MOST_LISTED);
  if (!(limit >= 1 && limit <= MOST_LISTED)) return refuse(invalid(`limit must be between 1 and ${MOST_LISTED}`));
  const after = Number(query.get('after') ?? '0');
  const rest = flows.list().filter(({ id }) => Number(id) > after);
  const page = rest.slice(0, limit);
  const last = rest.length > limit ? page.at(-1)?.id : undefined;
  return ok({ results: page, ...(last === undefined ? {} : { paging: { next: { after: last, link: '' } } }) });
});

export const createFlow = withWorkflows(({ body }, { flows }) => {
  const missing = missingIn(body, 'create');
  return missing.length > 0 ? refuse(notSet(missing)) : ok(flows.create(body), 201);
});

export const getFlow = withWorkflows(({ params }, { flows }) => ok(flows.get(params['flowId'] ?? '')));

/** The whole flow is replaced: what is not sent is gone. */
export const replaceFlow = withWorkflows(({ params, body }, { flows }) => {
  const flowId = params['flowId'] ?? '';
  flows.get(flowId);
  const missing = missingIn(body, 'put');
  return missing.length > 0 ? refuse(notSet(missing)) : ok(flows.replace(flowId, body));
});

export const deleteFlow = withWorkflows(({ params }, { flows }) => {
  flows.remove(params['flowId'] ?? '');
  return NO_CONTENT;
});

/** Those that are not there are named in one error, and the answer is 207. */
export const readFlows = withWorkflows((call, { flows }) => {
  const inputs = asList(asObject(call.body)['inputs']).map(asObject);
  if (inputs.length === 0) return refuse(notSet(['inputs']));
  if (inputs.length > MOST_LISTED) return refuse(invalid(`at most ${MOST_LISTED} inputs are allowed in one batch`));
  if (inputs.some(({ type, flowId }) => type !== 'FLOW_ID' || asText(flowId) === undefined))
    return refuse(invalid('inputs: every one needs type FLOW_ID and a flowId'));
  const known = new Set(flows.list().map(({ id }) => id));
  const ids = inputs.map(({ flowId }) => asText(flowId) ?? '');
  const lost = ids.filter((id) => !known.has(id));
  const results = ids.filter((id) => known.has(id)).map((id) => flows.get(id));
  return batchAnswer(call, { results, errors: lost.length > 0 ? [lostFlows(lost)] : [] });
});

/** All there are, or those for one object type. */
export const listActionTypes = withWorkflows(({ query }, workflows) => {
  const wanted = query.get('objectTypeId');
  const fits = ({ objectTypeIds }: ActionType): boolean => wanted === null || objectTypeIds.includes(wanted);
  return ok({ results: workflows.actionTypes().filter(fits) });
});

function notSet(places: readonly string[]): Refusal {
  return invalid(`Some required fields were not set: [${places.join(', ')}]`);
}

function lostFlows(ids: readonly string[]): unknown {
  const message = `No workflows with these ids: ${ids.join(', ')}`;
  return { status: 'error', category: 'OBJECT_NOT_FOUND', message, context: { ids }, errors: [], links: {} };
}
