import { createHash, createHmac } from 'node:crypto';
import { Registry } from 'prom-client';
import type { Press } from '../../src/app/card/answer-card.js';
import type { WorkflowAction } from '../../src/app/action.js';
import type { Ask } from '../../src/app/ask.js';
import type { AssignmentRow } from '../../src/app/assignment.js';
import type { Notice } from '../../src/app/sync/notices.js';
import { AppError } from '../../src/app/errors.js';
import type { DeliveryRow } from '../../src/app/announcements/delivery.js';
import type { Transition } from '../../src/app/outcome.js';
import type { ChoicesAsk } from '../../src/app/list-choices.js';
import type { Acceptance, DecisionRow, ListFilter, Log, LogFields } from '../../src/app/ports.js';
import type { Reply } from '../../src/app/reply.js';
import type { GivenSignal } from '../../src/app/signals/judge-signal.js';
import type { AppDeps } from '../../src/http/create-app.js';

/** What the HTTP edge is given in tests: everything it hands on is kept, everything it needs can be replaced. */

export const SECRET = 'client-secret-0123456789';
export const ADMIN_TOKEN = 'admin-token-0123456789';
export const PUBLIC_URL = 'https://leads.example.com';
export const NOW = Date.UTC(2026, 10, 21, 12, 0, 0);
export const PORTAL = 4401;
export const PATH = '/hubspot/actions/qualify-lead';

const text = (en: string) => ({ en, nl: en });

export const qualifyLead: WorkflowAction = {
  uid: 'qualify-lead',
  name: text('Qualify lead'),
  description: text('Scores and decides'),
  when: 'A lead may be ready',
  card: text('Qualify with {{model}}'),
  inputs: [
    {
      name: 'model',
      type: 'string',
      fieldType: 'text',
      required: false,
      label: text('Model'),
      description: text('Which model'),
    },
  ],
  outputs: [{ name: 'stage', label: text('Stage') }],
  objectTypes: ['CONTACT'],
  want: (inputs) => ({
    kind: 'qualify',
    model: typeof inputs.model === 'string' ? inputs.model : undefined,
    mode: 'act',
    assignTo: undefined,
  }),
  render: (outcome) => ({ stage: 'to' in outcome.decision ? outcome.decision.to : '' }),
};

export const HELD: Reply = {
  kind: 'done',
  outcome: { decision: { kind: 'hold', from: 'lead', to: 'lead', rule: 'enter:mql', missing: [], flags: [] } },
};

/** What a card is told of a contact that is not there. */
export const NOBODY = { ok: false, code: 'contact-not-found', because: 'nobody' } as const;

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields | undefined;
}

export function keepingLog(lines: LogLine[]): Log {
  const at = (level: string) => (message: string, fields?: LogFields) => void lines.push({ level, message, fields });
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), child: () => log };
  return log;
}

async function* each<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}

export interface Kept {
  readonly asks: Ask[];
  readonly lines: LogLine[];
  readonly failpoints: string[];
  readonly filters: ListFilter[];
  readonly choices: ChoicesAsk[];
  readonly acceptances: Acceptance[];
  readonly signals: (GivenSignal & { readonly portalId: number })[];
  readonly presses: Press[];
  readonly notices: Notice[];
}

export function depsWith(
  given: Partial<AppDeps> & {
    readonly decisions?: readonly DecisionRow[];
    readonly transitions?: readonly Transition[];
    readonly told?: readonly DeliveryRow[];
    readonly assigned?: readonly AssignmentRow[];
  } = {},
): { readonly deps: AppDeps; readonly kept: Kept } {
  const kept: Kept = {
    asks: [],
    lines: [],
    failpoints: [],
    filters: [],
    choices: [],
    acceptances: [],
    signals: [],
    presses: [],
    notices: [],
  };
  const { decisions = [], transitions = [], told: deliveries = [], assigned = [], ...rest } = given;
  let requests = 0;
  const deps: AppDeps = {
    publicUrl: PUBLIC_URL,
    clientSecret: SECRET,
    adminToken: ADMIN_TOKEN,
    actions: new Map([[qualifyLead.uid, qualifyLead]]),
    execute: async (ask) => {
      kept.asks.push(ask);
      return HELD;
    },
    knowsPortal: async (portalId) => portalId === PORTAL,
    listChoices: async (asked) => {
      kept.choices.push(asked);
      return { options: [{ value: 'saas', label: 'saas' }] };
    },
    acceptances: {
      record: async (acceptance) => void kept.acceptances.push(acceptance),
      find: async () => undefined,
    },
    card: { read: async () => NOBODY, press: async (press) => (kept.presses.push(press), NOBODY) },
    takeSignals: async (portalId, given) => {
      kept.signals.push(...given.map((one) => ({ portalId, ...one })));
      return given.map(({ id }) => ({ id, state: 'stored' as const }));
    },
    held: {
      quarantine: { list: (filter) => (kept.filters.push(filter), each([])) },
      endQuarantine: async () => undefined,
      reconcile: () => each([]),
    },
    forms: NO_FORMS,
    inbox: { keep: async (notices) => (kept.notices.push(...notices), notices.length) },
    imports: NO_IMPORTS,
    deliveries: { deliveries: (filter) => (kept.filters.push(filter), each(deliveries)) },
    reportSla: async (filter) => (kept.filters.push(filter), []),
    assignments: { assignments: (filter) => (kept.filters.push(filter), each(assigned)) },
    logs: {
      decisions: (filter) => (kept.filters.push(filter), each(decisions)),
      transitions: (filter) => (kept.filters.push(filter), each(transitions)),
    },
    ready: async () => true,
    register: new Registry(),
    now: () => NOW,
    newId: () => `request-${++requests}`,
    log: keepingLog(kept.lines),
    failpoint: (name) => void kept.failpoints.push(name),
    ...rest,
  };
  return { deps, kept };
}

const nothing = (): Promise<never> => Promise.reject(new AppError('NOT_FOUND', 'There is no such form.'));

/** A portal without forms. */
export const NO_FORMS: AppDeps['forms'] = {
  ...{ makeFormToken: nothing, createDemoForm: nothing, openForm: nothing, testForm: nothing, submitForm: nothing },
  closeForm: async () => false,
  openForms: async () => [],
  auditForms: async () => [],
};

const noImport = (): Promise<never> => Promise.reject(new AppError('NOT_FOUND', 'There is no such import.'));

/** A desk that knows of no import. */
export const NO_IMPORTS: AppDeps['imports'] = {
  desk: {
    ...{ begin: noImport, beginList: noImport, get: noImport, resume: noImport, undo: noImport },
    list: async () => [],
    rows: () => each([]),
  },
  readMapping: () => undefined,
  mappingNamed: () => undefined,
};

/** The live body of platform 2026.03. */
export function liveBody(): Record<string, unknown> {
  return {
    callbackId: 'ap-4401-900123-7-0',
    origin: {
      portalId: 4401,
      actionDefinitionId: 71,
      actionDefinitionVersion: 3,
      extensionDefinitionId: 71,
      extensionDefinitionVersionId: 3,
    },
    context: { source: 'WORKFLOWS', workflowId: 5005, actionId: 2 },
    object: { objectId: 1203, objectType: 'CONTACT' },
    fields: { model: 'saas' },
    inputFields: { model: 'saas' },
    typedInputs: { model: { value: 'saas', type: 'STRING' } },
  };
}

/** Headers of a request HubSpot signed with v3, as its documentation describes. @param at epoch milliseconds */
export function signedV3(body: string | Buffer, path = PATH, method = 'POST', at = NOW): Record<string, string> {
  const signature = createHmac('sha256', SECRET)
    .update(method + PUBLIC_URL + path)
    .update(body)
    .update(String(at))
    .digest('base64');
  return {
    'Content-Type': 'application/json',
    'X-HubSpot-Signature-v3': signature,
    'X-HubSpot-Request-Timestamp': String(at),
  };
}

/** The same with v2. */
export function signedV2(body: string, path = PATH): Record<string, string> {
  const signature = createHash('sha256').update(`${SECRET}POST${PUBLIC_URL}${path}${body}`).digest('hex');
  return {
    'Content-Type': 'application/json',
    'X-HubSpot-Signature': signature,
    'X-HubSpot-Signature-Version': 'v2',
  };
}
