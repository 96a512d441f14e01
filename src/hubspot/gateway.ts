import { setTimeout as sleep } from 'node:timers/promises';

import { isAppError } from '../app/errors.js';
import type { People } from '../app/import/import-job.js';
import type { Budget, Crm, Failpoint, Log, Urgency, Written } from '../app/ports.js';
import type { LookAtContact } from '../app/sync/seen-contact.js';
import { createCall, type Admit, type CallSeen } from './call.js';
import { createCompleteExecutions } from './complete-executions.js';
import type { Family } from './endpoints.js';
import { createFindByEmail } from './find-by-email.js';
import type { FormsPortal } from '../app/forms/form.js';
import { createForms } from './forms.js';
import { createLane } from './gather.js';
import { createPace } from './pace.js';
import { createPeople } from './people.js';
import { createCreateTask } from './create-task.js';
import { createKeptPerPortal } from './kept-per-portal.js';
import { createLookAtContacts, type Seen } from './look-at-contacts.js';
import { createReadProfile } from './portal-profile.js';
import { createReadContacts, type Values } from './read-contacts.js';
import { createReadOwners } from './read-owners.js';
import { createSilence, type Silence } from './silence.js';
import { createTransport, type CallLimits } from './transport.js';
import { WINDOW, type WindowLengths } from './window.js';
import type { Row } from './send-in-groups.js';
import { createWriteContacts } from './write-contacts.js';

/** What is needed to call HubSpot at all. */
export interface HubspotDeps {
  readonly apiUrl: string;
  readonly family: Family;
  readonly tokenOf: (portalId: number) => Promise<string>;
  readonly budget: Budget;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: Log;
  /** Told of every call that left, for counters. */
  readonly onCall?: (seen: CallSeen) => void;
  readonly limits?: CallLimits;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

export interface GatewayDeps extends HubspotDeps {
  readonly failpoint: Failpoint;
  readonly window?: WindowLengths;
}

/** A call over the wire, with its bounds, retries and budget. */
export function connectCall(deps: HubspotDeps, silence: Silence = createSilence(deps.now)) {
  const wait = deps.sleep ?? ((ms: number) => sleep(ms));
  const send = createTransport(deps.apiUrl, deps.limits);
  return createCall({ ...deps, silence, send, onCall: deps.onCall, sleep: async (ms) => void (await wait(ms)) });
}

export interface Gateway extends Crm {
  readonly look: LookAtContact;
  /** Many of them, for imports, out of the same budget. */
  readonly people: People;
  readonly forms: FormsPortal;
}

/** The real CRM behind the port. One instance serves every portal; nothing of one is shared with another. */
export function createGateway(deps: GatewayDeps): Gateway {
  const silence = createSilence(deps.now);
  const call = connectCall(deps, silence);
  const pace = createPace(deps.budget, silence);
  const readContacts = createReadContacts(call);
  const findByEmail = createFindByEmail(call);
  const writeContacts = createWriteContacts(call, deps.failpoint);
  const complete = createCompleteExecutions(call, deps.log);
  const readProfile = createReadProfile(call);
  const readOwners = createReadOwners(call);
  const window = deps.window ?? WINDOW;

  const paced = (portalId: number) => (urgency: Urgency, job: (admit: Admit) => Promise<void>) =>
    pace(portalId, urgency, job);

  const readLane = (portalId: number, properties: readonly string[]) =>
    createLane<undefined, Values>({
      twins: 'share',
      window,
      pace: paced(portalId),
      run: (entries, admit) => readContacts({ portalId, properties, ids: entries.map(({ id }) => id), admit }),
    });

  const writeLane = (portalId: number) =>
    createLane<Row['properties'], Written>({
      twins: 'queue',
      window,
      pace: paced(portalId),
      run: (entries, admit) =>
        writeContacts({ portalId, rows: entries.map(({ id, input }) => ({ id, properties: input })), admit }),
    });

  const profile = createKeptPerPortal({
    ...deps,
    read: (portalId) => pace(portalId, 'live', (admit) => readProfile(portalId, admit)),
  });
  const glance = createKeptPerPortal({
    ...deps,
    read: (portalId) => pace(portalId, 'live', (admit) => readProfile(portalId, admit, { glance: true })),
  });
  const findLane = (portalId: number) =>
    createLane<undefined, string | undefined>({
      twins: 'share',
      window,
      pace: paced(portalId),
      run: (entries, admit) => findByEmail({ portalId, emails: entries.map(({ id }) => id), admit }),
    });

  const lookAt = createLookAtContacts(call);
  const lookLane = (portalId: number) =>
    createLane<undefined, Seen>({
      twins: 'share',
      window,
      pace: paced(portalId),
      run: (entries, admit) => lookAt({ portalId, ids: entries.map(({ id }) => id), admit }),
    });

  const lookLanes = new Map<number, ReturnType<typeof lookLane>>();
  const readLanes = new Map<string, ReturnType<typeof readLane>>();
  const writeLanes = new Map<number, ReturnType<typeof writeLane>>();
  const findLanes = new Map<number, ReturnType<typeof findLane>>();

  return {
    read(portalId, contactId, properties, urgency) {
      const wanted = [...new Set(properties)].sort();
      const lane = obtain(readLanes, `${portalId} ${wanted.join(' ')}`, () => readLane(portalId, wanted));
      return lane(contactId, undefined, urgency);
    },
    findByEmail(portalId, email, urgency) {
      const lane = obtain(findLanes, portalId, () => findLane(portalId));
      return lane(email.trim().toLowerCase(), undefined, urgency);
    },
    look: (portalId, contactId) => obtain(lookLanes, portalId, () => lookLane(portalId))(contactId, undefined, 'later'),
    async write(portalId, contactId, properties, urgency) {
      const lane = obtain(writeLanes, portalId, () => writeLane(portalId));
      return lane(contactId, properties, urgency).catch((error: unknown): Written => {
        if (isAppError(error)) return { ok: false, error };
        throw error;
      });
    },
    profile,
    glance: (portalId) => Promise.resolve(profile.fresh(portalId) ?? glance(portalId)),
    owners: createKeptPerPortal({
      ...deps,
      read: (portalId) => pace(portalId, 'live', (admit) => readOwners(portalId, admit)),
    }),
    createTask: createCreateTask({ call, pace, now: deps.now, log: deps.log, window }),
    people: createPeople({ call, pace, failpoint: deps.failpoint }),
    forms: createForms({ call, pace }),
    complete: (portalId, completions) => pace(portalId, 'live', (admit) => complete({ portalId, completions, admit })),
  };
}

function obtain<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}
