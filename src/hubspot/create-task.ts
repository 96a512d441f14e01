import { isAppError, type AppError } from '../app/errors.js';
import type { Log, TaskOrder } from '../app/ports.js';
import type { Admit, Call } from './call.js';
import { codesOf, propertiesOf } from './errors.js';
import { createFindTask } from './find-task.js';
import { createLane } from './gather.js';
import { createKeptPerPortal } from './kept-per-portal.js';
import type { Pace } from './pace.js';
import { WINDOW, type WindowLengths } from './window.js';
import { Batch, Nothing, PropertyList } from './wire.js';

export interface CreateTaskDeps {
  readonly call: Call;
  readonly pace: Pace;
  readonly now: () => number;
  readonly log: Log;
  readonly window?: WindowLengths;
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

/** What HubSpot takes for one task. */
const inputOf = ({ contactId }: TaskOrder, properties: Properties) => ({
  properties,
  associations: [{ to: { id: contactId }, types: [TASK_TO_CONTACT] }],
});

/** @returns what became of it: nothing, where it is there */
async function outcomeOf(work: () => Promise<void>): Promise<AppError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
}

/**
 * Creates a task on a contact, once per key: by our unique property where the portal has it, and by looking first where it
 * may be there. An owner HubSpot does not know leaves the task without one. Tasks that come together, and need no look, share
 * calls of up to 100.
 *
 * @returns resolves when the task is there
 * @throws {AppError} `HUBSPOT_UNCERTAIN`: it may be there, come again with `look`; others as every call
 */
export function createCreateTask({ call, pace, now, log, window = WINDOW }: CreateTaskDeps) {
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
    const { portalId } = order;
    try {
      await call({ portalId, operation: 'tasks.create', body: inputOf(order, properties), answer: Nothing, admit });
    } catch (error) {
      if (!isAppError(error, 'HUBSPOT_REJECTED')) throw error;
      if (isThere(properties, error)) return;
      const less = withoutRefused(properties, error);
      if (!less) throw error;
      await create(order, less, admit);
    }
  }

  async function alone({ order, properties }: Prepared, look: boolean, admit: Admit): Promise<void> {
    const { portalId, contactId, key } = order;
    const sought = { portalId, contactId, isIt: isMine(key), properties: [KEY, BODY], admit };
    if (look && (await findTask(sought))) return;
    await create(order, properties, admit);
  }

  /** @returns how many are there for certain; none where HubSpot refused them together, and made nothing */
  async function createTogether(portalId: number, all: readonly Prepared[], admit: Admit): Promise<number> {
    const body = { inputs: all.map(({ order, properties }) => inputOf(order, properties)) };
    try {
      return (await call({ portalId, operation: 'tasks.create.batch', body, answer: Batch, admit })).results.length;
    } catch (error) {
      if (isAppError(error, 'HUBSPOT_REJECTED')) return 0;
      throw error;
    }
  }

  /**
   * One row HubSpot does not like sinks its batch: then each half goes by itself, until it is alone. What an answer does not
   * account for (207) is looked for, one by one.
   *
   * @source HubSpot: without trace ids a batch is made as a whole or not at all
   */
  async function createAll(
    portalId: number,
    all: readonly Prepared[],
    admit: Admit,
  ): Promise<Map<string, AppError | undefined>> {
    const [first] = all;
    if (!first) return new Map();
    if (all.length === 1) return new Map([[first.order.key, await outcomeOf(() => alone(first, false, admit))]]);
    const made = await createTogether(portalId, all, admit);
    const ended = new Map<string, AppError | undefined>();
    if (made === 0) {
      const half = Math.ceil(all.length / 2);
      for (const part of [all.slice(0, half), all.slice(half)]) {
        const failed = (error: unknown) => failedAll(part, error);
        for (const [key, error] of await createAll(portalId, part, admit).catch(failed)) ended.set(key, error);
      }
      return ended;
    }
    const isUnsure = made < all.length;
    for (const one of all) {
      ended.set(one.order.key, isUnsure ? await outcomeOf(() => alone(one, true, admit)) : undefined);
    }
    return ended;
  }

  const laneOf = (portalId: number) =>
    createLane<Prepared, void>({
      twins: 'share',
      window,
      pace: (urgency, job) => pace(portalId, urgency, job),
      run: (entries, admit) =>
        createAll(
          portalId,
          entries.map(({ waiters }) => waiters[0]?.input).filter((input) => input !== undefined),
          admit,
        ),
    });
  const lanes = new Map<number, ReturnType<typeof laneOf>>();

  return async function createTask(order: TaskOrder): Promise<void> {
    const { portalId, key, look } = order;
    const prepared = { order, properties: propertiesFor(order, await isKeyed(portalId)) };
    if (look) return pace(portalId, 'live', (admit) => alone(prepared, true, admit));
    const lane = lanes.get(portalId) ?? laneOf(portalId);
    lanes.set(portalId, lane);
    return lane(key, prepared, 'live');
  };
}

interface Prepared {
  readonly order: TaskOrder;
  readonly properties: Properties;
}

/** A part whose fate is its own, and not that of the rest of the batch. */
function failedAll(part: readonly Prepared[], error: unknown): Map<string, AppError | undefined> {
  if (!isAppError(error)) throw error;
  return new Map(part.map(({ order }) => [order.key, error]));
}
