import { AppError, type ErrorCode } from '../../src/app/errors.js';
import type { Crm, Owner, PortalProfile, TaskOrder, Written } from '../../src/app/ports.js';

/** HubSpot's own order and Lead Status options, and the properties the app reads and writes. */
export const PROFILE: PortalProfile = {
  portalId: 4401,
  stageOrder: [
    'subscriber',
    'lead',
    'marketingqualifiedlead',
    'salesqualifiedlead',
    'opportunity',
    'customer',
    'evangelist',
    'other',
  ],
  stageLabels: new Map([
    ['lead', 'Lead'],
    ['marketingqualifiedlead', 'Marketing Qualified Lead'],
    ['salesqualifiedlead', 'Ready for sales'],
  ]),
  properties: new Set([
    'hs_merged_object_ids',
    'lifecyclestage',
    'hs_lead_status',
    'hubspot_owner_id',
    'associatedcompanyid',
    'hs_analytics_last_timestamp',
    'country',
    'handoff_score',
    'handoff_fit',
    'handoff_intent',
    'handoff_timing',
    'handoff_coverage',
    'handoff_reasons',
    'handoff_model',
    'handoff_scored_at',
    'handoff_decision',
    'handoff_missing',
    'handoff_next_action',
    'handoff_disqualify_reason',
    'handoff_recycle_count',
    'handoff_recycle_reason',
    'handoff_nurture',
    'handoff_wake_up_date',
    'handoff_accepted_by',
    'handoff_conversation_depth',
    'handoff_need',
    'handoff_timing_date',
  ]),
  leadStatuses: new Set([
    'NEW',
    'OPEN',
    'IN_PROGRESS',
    'OPEN_DEAL',
    'UNQUALIFIED',
    'ATTEMPTED_TO_CONTACT',
    'CONNECTED',
    'BAD_TIMING',
  ]),
  kinds: new Map([['handoff_timing_date', { type: 'date' }]]),
};

/** Who a contact can be assigned to here. */
export const OWNERS: readonly Owner[] = [
  { id: '64492918', name: 'Jonas Peeters', email: 'jonas.peeters@sales.example' },
  { id: '64492917', name: 'Sanne de Wit', email: 'sanne.de-wit@sales.example' },
];

/**
 * What goes wrong with one call. `uncertain-applied` and `uncertain-not-applied` look the same to the caller; `ignored`
 * answers as if all were well and leaves the stage alone, as HubSpot does; `missing` says there is no such contact.
 */
export type Fault =
  | 'busy'
  | 'uncertain-applied'
  | 'uncertain-not-applied'
  | 'ignored'
  | 'refused'
  | 'missing'
  | 'unauthorized'
  | 'unreadable'
  | 'none';

type Operation = 'read' | 'findByEmail' | 'write' | 'profile' | 'owners' | 'createTask' | 'complete';

export interface Call {
  readonly operation: Operation;
  readonly portalId: number;
  readonly contactId?: string;
  readonly properties?: Readonly<Record<string, string>>;
  readonly callbackIds?: readonly string[];
}

interface Completion {
  readonly callbackId: string;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface MemoryCrm extends Crm {
  /** Contact id → its properties, as the portal shows them. */
  readonly contacts: Map<string, Record<string, string | null>>;
  readonly calls: readonly Call[];
  /** What HubSpot was told of executions it waits for; a repeat is kept too. */
  readonly completions: readonly Completion[];
  /** Every stage each contact ever showed, empty ones included. */
  readonly stagesShown: ReadonlyMap<string, readonly string[]>;
  /** The next calls of this operation go wrong, one after the other; then all is well again. */
  script(operation: Operation, ...faults: readonly Fault[]): void;
  /** Every call of this operation goes wrong, until told otherwise. */
  always(operation: Operation, fault: Fault): void;
  /** HubSpot refuses any call that holds one of these callback ids. */
  refuseCallbacks(...callbackIds: readonly string[]): void;
  /** Runs after the next call of this operation took effect, before the caller hears of it. */
  afterNext(operation: Operation, effect: () => void | Promise<void>): void;
  callsOf(operation: Operation): readonly Call[];
}

const ERRORS: Readonly<Partial<Record<Fault, { readonly code: ErrorCode; readonly message: string }>>> = {
  busy: { code: 'HUBSPOT_BUSY', message: 'HubSpot is limiting us' },
  'uncertain-applied': { code: 'HUBSPOT_UNCERTAIN', message: 'The call may have happened' },
  'uncertain-not-applied': { code: 'HUBSPOT_UNCERTAIN', message: 'The call may have happened' },
  refused: { code: 'HUBSPOT_REJECTED', message: 'HubSpot refused the record: VALIDATION_ERROR' },
  unauthorized: { code: 'HUBSPOT_UNAUTHORIZED', message: 'HubSpot no longer takes our token' },
  unreadable: { code: 'HUBSPOT_UNREADABLE', message: 'HubSpot answered something unknown' },
};

/**
 * A portal in memory: contacts, HubSpot's rule that a stage only goes forward unless it was cleared by an earlier call,
 * and faults on order.
 */
export function createMemoryCrm(
  seed: Readonly<Record<string, Readonly<Record<string, string | null>>>>,
  profile: PortalProfile = PROFILE,
): MemoryCrm {
  const contacts = new Map(Object.entries(seed).map(([id, properties]) => [id, { ...properties }]));
  const calls: Call[] = [];
  const completions: Completion[] = [];
  const stagesShown = new Map<string, string[]>();
  const scripts = new Map<Operation, Fault[]>();
  const standing = new Map<Operation, Fault>();
  const hooks = new Map<Operation, () => void | Promise<void>>();
  const refusedCallbacks = new Set<string>();

  function faultOf(call: Call): { fault: Fault; error: AppError | undefined } {
    calls.push(call);
    const fault = scripts.get(call.operation)?.shift() ?? standing.get(call.operation) ?? 'none';
    const known = ERRORS[fault];
    return { fault, error: known && new AppError(known.code, known.message) };
  }

  async function afterwards(operation: Operation): Promise<void> {
    const hook = hooks.get(operation);
    hooks.delete(operation);
    await hook?.();
  }

  function mayShow(held: string, asked: string): boolean {
    if (asked === '' || held === '') return true;
    return profile.stageOrder.indexOf(asked) >= profile.stageOrder.indexOf(held);
  }

  function apply(contactId: string, properties: Readonly<Record<string, string>>): void {
    const contact = contacts.get(contactId);
    if (!contact) return;
    const { lifecyclestage: asked, ...others } = properties;
    Object.assign(contact, others);
    if (asked === undefined || !mayShow(contact['lifecyclestage'] ?? '', asked)) return;
    contact['lifecyclestage'] = asked;
    stagesShown.set(contactId, [...(stagesShown.get(contactId) ?? []), asked]);
  }

  function refusalOf(contactId: string, properties: Readonly<Record<string, string>>): AppError | undefined {
    const { lifecyclestage: stage = '', hs_lead_status: status = '' } = properties;
    if (!contacts.has(contactId)) return new AppError('HUBSPOT_REJECTED', 'OBJECT_NOT_FOUND');
    const unknown = Object.keys(properties).find((name) => !profile.properties.has(name));
    if (unknown) return new AppError('HUBSPOT_REJECTED', `PROPERTY_DOESNT_EXIST ${unknown}`);
    const badOption =
      (stage !== '' && !profile.stageOrder.includes(stage)) || (status !== '' && !profile.leadStatuses.has(status));
    return badOption ? new AppError('HUBSPOT_REJECTED', 'INVALID_OPTION') : undefined;
  }

  async function write(
    portalId: number,
    contactId: string,
    properties: Readonly<Record<string, string>>,
  ): Promise<Written> {
    const { fault, error } = faultOf({ operation: 'write', portalId, contactId, properties });
    const refusal = error ? undefined : refusalOf(contactId, properties);
    const { lifecyclestage: _ignored, ...others } = properties;
    if (!refusal && (fault === 'none' || fault === 'uncertain-applied')) apply(contactId, properties);
    if (!refusal && fault === 'ignored') apply(contactId, others);
    await afterwards('write');
    const failed = error ?? refusal;
    return failed ? { ok: false, error: failed } : { ok: true };
  }

  async function read(portalId: number, contactId: string, properties: readonly string[]) {
    const { fault, error } = faultOf({ operation: 'read', portalId, contactId });
    if (error) throw error;
    const contact = fault === 'missing' ? undefined : contacts.get(contactId);
    const defined = properties.filter((name) => profile.properties.has(name));
    const seen = contact && Object.fromEntries(defined.map((name) => [name, contact[name] ?? null]));
    await afterwards('read');
    return seen;
  }

  async function complete(portalId: number, batch: readonly Completion[]): Promise<void> {
    const callbackIds = batch.map(({ callbackId }) => callbackId);
    const { fault, error } = faultOf({ operation: 'complete', portalId, callbackIds });
    const refused = callbackIds.some((id) => refusedCallbacks.has(id)) || batch.length === 0;
    if (!refused && (!error || fault === 'uncertain-applied')) completions.push(...batch);
    await afterwards('complete');
    if (error) throw error;
    if (refused) throw new AppError('HUBSPOT_REJECTED', 'A callback is unknown');
  }

  return {
    contacts,
    calls,
    completions,
    stagesShown,
    read,
    findByEmail: async (portalId, email) => {
      const { error } = faultOf({ operation: 'findByEmail', portalId });
      if (error) throw error;
      return [...contacts].find(([, { email: own }]) => own?.toLowerCase() === email.toLowerCase())?.[0];
    },
    write,
    complete,
    profile: async (portalId) => {
      const { error } = faultOf({ operation: 'profile', portalId });
      if (error) throw error;
      return profile;
    },
    glance: async () => profile,
    createTask: async ({ portalId, contactId, properties }: TaskOrder) => {
      const { error } = faultOf({ operation: 'createTask', portalId, contactId, properties });
      if (error) throw error;
    },
    owners: async (portalId) => {
      const { error } = faultOf({ operation: 'owners', portalId });
      if (error) throw error;
      return OWNERS;
    },
    script: (operation, ...faults) => scripts.set(operation, [...(scripts.get(operation) ?? []), ...faults]),
    always: (operation, fault) => standing.set(operation, fault),
    refuseCallbacks: (...ids) => ids.forEach((id) => refusedCallbacks.add(id)),
    afterNext: (operation, effect) => hooks.set(operation, effect),
    callsOf: (operation) => calls.filter((call) => call.operation === operation),
  };
}
