import { createHash } from 'node:crypto';
import { outputFields, type WorkflowAction } from '../app/action.js';
import { AppError } from '../app/errors.js';
import type { Ask, Want } from '../app/ask.js';
import type { Reply } from '../app/reply.js';
import { ExecutionBody, type ExecutionReply } from './contract.js';

/** @source HubSpot's object type of contacts, by name and by id */
const CONTACT: ReadonlySet<string> = new Set(['CONTACT', '0-1']);
/** How long HubSpot waits for an execution we blocked before the record moves on. HubSpot's own default is a week too. */
const PATIENCE = 'P7D';
/** HubSpot waits longer than we do, so that our own word (that it got late) is there first. Minutes. */
const SPARE_MINUTES = 60;

/**
 * What HubSpot asks with one execution. An execution without a usable contact becomes a refusal, which is stored like any
 * other ask, so that a repeat hears the same.
 *
 * @param value the parsed body
 * @param at    epoch milliseconds
 * @throws {AppError} INVALID_INPUT when the body is not an execution
 */
export function askOf(action: WorkflowAction, value: unknown, at: number): Ask {
  const parsed = ExecutionBody.safeParse(value);
  if (!parsed.success) throw malformed(parsed.error.issues[0]?.path ?? []);
  const body = parsed.data;
  const want = wantOf(action, body);
  return {
    portalId: body.origin.portalId,
    contactId: contactOf(body) ?? '0',
    key: createHash('sha256').update(`${action.uid}\n${body.callbackId}`).digest('hex'),
    way: 'workflow',
    actor: actorOf(body.context),
    action: action.uid,
    want,
    callbackId: body.callbackId,
    at,
  };
}

/** The body HubSpot gets for an execution: the action's outputs, or the wish to be called back. */
export function executionReply(action: WorkflowAction, { want }: Ask, reply: Reply): ExecutionReply {
  if (reply.kind === 'done') return { outputFields: outputFields(action, reply.outcome) };
  return { outputFields: { hs_execution_state: 'BLOCK', hs_expiration_duration: patienceFor(want) } };
}

/** ISO 8601. */
function patienceFor(want: Want): string {
  return want.kind === 'await-acceptance' ? `PT${Math.ceil(want.minutes) + SPARE_MINUTES}M` : PATIENCE;
}

function wantOf(action: WorkflowAction, body: ExecutionBody): Want {
  const inputs = inputsOf(action, body.inputFields ?? body.fields ?? {});
  if (!isContact(body)) return { kind: 'refuse', code: 'not-a-contact' };
  if (contactOf(body) === undefined) return { kind: 'refuse', code: 'no-contact-given' };
  return action.want(inputs);
}

/** The action is defined for contacts only, so an object without a type is one. */
function isContact({ object }: ExecutionBody): boolean {
  return object?.objectType == null || CONTACT.has(object.objectType.toUpperCase());
}

function contactOf(body: ExecutionBody): string | undefined {
  const id = body.object?.objectId;
  return id == null || !isContact(body) ? undefined : String(id);
}

/** The fields the action declares, and no others: names of the caller's choosing go no further. */
function inputsOf(action: WorkflowAction, given: unknown): Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw malformed(['inputFields']);
  const fields = new Map<string, unknown>(Object.entries(given));
  return Object.fromEntries(
    action.inputs.filter(({ name }) => fields.has(name)).map(({ name }) => [name, fields.get(name)]),
  );
}

function actorOf({ source, workflowId, agentId }: ExecutionBody['context']): string {
  if (agentId != null && (source === 'AGENTS' || workflowId == null)) return `agent:${agentId}`;
  if (workflowId != null) return `workflow:${workflowId}`;
  return source?.toLowerCase() ?? 'app';
}

/** Says where, in our own field names; never what was there. */
function malformed(path: readonly PropertyKey[]): AppError {
  return new AppError('INVALID_INPUT', `The body is not a workflow action execution (${path.map(String).join('.')}).`);
}
