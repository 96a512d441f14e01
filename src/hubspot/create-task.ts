import { isAppError, type AppError } from '../app/errors.js';
import type { Log, TaskOrder } from '../app/ports.js';
import type { Admit, Call } from './call.js';
import { codesOf, propertiesOf } from './errors.js';
import { createFindTask } from './find-task.js';
import { createKeptPerPortal } from './kept-per-portal.js';
import type { Pace } from './pace.js';
import { Nothing, PropertyList } from './wire.js';

export interface CreateTaskDeps {
  readonly call: Call;
  readonly pace: Pace;
  readonly now: () => number;
  readonly log: Log;
}

type Properties = TaskOrder['properties'];

const KEY = 'handoff_key';
const BODY = 'hs_task_body';
const OWNER = 'hubspot_owner_id';
/** From a task to its contact. @source HubSpot, association type ids */
const TASK_TO_CONTACT = { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 204 };
/** @source HubSpot, codes of refused values */
const TAKEN = 'CONFLICTING_UNIQUE_VALUE';
const UNDEFINED = 'PROPERTY_DOESNT_EXIST';

/** Enough of the key to tell the tasks of one contact apart. It stands in every body: not every portal has our property. */
const referenceOf = (key: string): string => key.slice(0, 8);

/** Refused because a task of this key is there. */
const isThere = (properties: Properties, error: AppError): boolean =>
  Object.hasOwn(properties, KEY) && (error.facts['status'] === 409 || codesOf(error).includes(TAKEN));
const isMine =
  (key: string) =>
  (task: Readonly<Record<string, string | null>>): boolean =>
    task[KEY] ? task[KEY] === key : (task[BODY] ?? '').includes(referenceOf(key));

function propertiesFor({ key, properties }: TaskOrder, keyed: boolean): Properties {
  const { [KEY]: _, ...given } = properties;
  const body = given[BODY] ?? '';
  const referenced = body.includes(referenceOf(key)) ? body : `${body}<p>ref ${referenceOf(key)}</p>`;
  return { ...given, [BODY]: referenced, ...(keyed ? { [KEY]: key } : {}) };
}

/** A task is worth having without an owner, and without our key where the portal has lost that property. */
function withoutRefused(properties: Properties, error: AppError): Properties | undefined {
  const dispensable = [OWNER, ...(codesOf(error).includes(UNDEFINED) ? [KEY] : [])];
  const refused = propertiesOf(error).filter((name) => dispensable.includes(name) && Object.hasOwn(properties, name));
  if (refused.length === 0) return undefined;
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !refused.includes(name)));
}

/**
 * Creates a task on a contact, once per key: by our unique property where the portal has it, and by looking first where it
 * may be there. An owner HubSpot does not know leaves the task without one.
 *
 * @returns resolves when the task is there
 * @throws {AppError} `HUBSPOT_UNCERTAIN`: it may be there, come again with `look`; others as every call
 */
export function createCreateTask({ call, pace, now, log }: CreateTaskDeps) {
  const findTask = createFindTask(call);

  async function readKeyed(portalId: number, admit: Admit): Promise<boolean> {
    const { results } = await call({ portalId, operation: 'tasks.properties', answer: PropertyList, admit });
    return results.some(({ name, hasUniqueValue }) => name === KEY && hasUniqueValue === true);
  }

  const isKeyed = createKeptPerPortal({
    now,
    log,
    read: (portalId) =>
      pace(portalId, 'live', (admit) => readKeyed(portalId, admit)).catch((error: unknown) => {
        if (isAppError(error, 'HUBSPOT_REJECTED')) return false;
        throw error;
      }),
  });

  async function create(order: TaskOrder, properties: Properties, admit: Admit): Promise<void> {
    const { portalId, contactId } = order;
    const body = { properties, associations: [{ to: { id: contactId }, types: [TASK_TO_CONTACT] }] };
    try {
      await call({ portalId, operation: 'tasks.create', body, answer: Nothing, admit });
    } catch (error) {
      if (!isAppError(error, 'HUBSPOT_REJECTED')) throw error;
      if (isThere(properties, error)) return;
      const less = withoutRefused(properties, error);
      if (!less) throw error;
      await create(order, less, admit);
    }
  }

  return async function createTask(order: TaskOrder): Promise<void> {
    const { portalId, contactId, key, look } = order;
    const properties = propertiesFor(order, await isKeyed(portalId));
    await pace(portalId, 'live', async (admit) => {
      const sought = { portalId, contactId, isIt: isMine(key), properties: [KEY, BODY], admit };
      if (look && (await findTask(sought))) return;
      await create(order, properties, admit);
    });
  };
}
