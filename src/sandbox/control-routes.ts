import { z } from 'zod';
import type { Incoming } from './api/door.js';
import { FaultPlan } from './faults.js';
import type { Portal } from './portal/portal.js';
import { ok, refuse, type Reply } from './api/reply.js';
import type { SandboxState } from './sandbox.js';

/** Writes as somebody else than the app: a person in HubSpot's screens unless it says otherwise. */
const ControlWrite = z.strictObject({
  properties: z.record(z.string(), z.string()),
  writer: z
    .strictObject({ sourceType: z.string(), sourceId: z.string().optional(), userId: z.number().optional() })
    .default({ sourceType: 'CRM_UI', sourceId: 'userId:9001', userId: 9001 }),
});

const Clock = z.union([z.strictObject({ offsetMs: z.number() }), z.strictObject({ advanceMs: z.number() })]);

const WebhookTarget = z.strictObject({
  targetUrl: z.url(),
  subscriptions: z.array(
    z.strictObject({
      type: z.enum([
        'contact.propertyChange',
        'contact.creation',
        'contact.deletion',
        'contact.merge',
        'contact.privacyDeletion',
      ]),
      propertyName: z.string().optional(),
    }),
  ),
  duplicates: z.number().min(0).max(1).optional(),
  reorder: z.number().min(0).max(1).optional(),
  backoffMs: z.number().nonnegative().optional(),
});
/** Where an app wants to hear of a portal's contacts, and how badly the line behaves. */
export type WebhookTarget = z.output<typeof WebhookTarget>;

const ListOfContacts = z.strictObject({ contactIds: z.array(z.string()) });

/** A form as it is, refused by nobody: as one of before March 2024 that holds a stage. */
const FormDefinition = z.record(z.string(), z.json());

interface Ask {
  readonly state: SandboxState;
  readonly portal: Portal;
  readonly query: URLSearchParams;
  readonly id: string;
  readonly body: string;
}

type Control = (ask: Ask) => Reply;

const CONTROLS: Readonly<Record<string, Control>> = {
  'GET people': listPeople,
  'GET contacts': ({ portal, id }) => shown({ id, properties: portal.properties(id) }),
  'PATCH contacts': (ask) => read(ask, ControlWrite, ({ properties, writer }) => writeContact(ask, properties, writer)),
  'POST contacts': (ask) =>
    read(ask, ControlWrite, ({ properties, writer }) =>
      ok({ id: ask.portal.createContact(properties, withoutAbsent(writer)) }, 201),
    ),
  'GET history': ({ portal, id, query }) => ok({ results: portal.history(id, query.get('property') ?? '') }),
  'GET faults': ({ state }) => ok({ seed: state.faults.seed, struck: state.faults.counts() }),
  'POST faults': (ask) => read(ask, FaultPlan, (plan) => done(() => ask.state.faults.set(plan), ask)),
  'POST clock': (ask) => read(ask, Clock, (clock) => setClock(ask.state, clock)),
  'GET clock': ({ state }) => ok({ now: state.now(), offsetMs: state.offsetMs() }),
  'GET calls': ({ state }) => ok({ ...state.log.counts(), maxInWindow: state.log.maxInWindow() }),
  'GET log': readLog,
  'GET completions': ({ state }) => ok({ results: state.completions() }),
  'GET notifications': listNotifications,
  'GET forms': ({ portal, id }) => ok({ results: id === '' ? portal.forms.list(false) : portal.forms.submissions(id) }),
  'POST forms': (ask) => read(ask, FormDefinition, (form) => ok(ask.portal.forms.add(form), 201)),
  'POST lists': (ask) =>
    read(ask, ListOfContacts, ({ contactIds }) => ok({ listId: ask.portal.lists.add(contactIds) }, 201)),
  'POST reset-counters': (ask) => done(() => ask.state.log.reset(), ask),
  'POST webhooks': (ask) =>
    read(ask, WebhookTarget, (target) => done(() => ask.state.subscribe(ask.portal, target), ask)),
};

/** Answers `/sandbox/…`: for people and tests, not part of HubSpot. `?portal=` picks one; the first by default. */
export function answerControl(state: SandboxState, incoming: Incoming): Reply {
  const [, , name = '', id = ''] = incoming.path.split('/');
  const query = new URLSearchParams(incoming.query);
  const wanted = query.get('portal');
  const portal = state.portals.find(({ portalId }) => wanted === null || String(portalId) === wanted);
  const key = `${incoming.method} ${name}`;
  const control = Object.hasOwn(CONTROLS, key) ? CONTROLS[key] : undefined;
  if (!portal || !control)
    return refuse({ status: 404, message: `The sandbox knows: ${Object.keys(CONTROLS).join(', ')}` });
  return control({ state, portal, query, id, body: incoming.body });
}

function read<T>({ body }: Ask, schema: z.ZodType<T>, work: (value: T) => Reply): Reply {
  const parsed = schema.safeParse(asJson(body));
  return parsed.success ? work(parsed.data) : refuse({ status: 400, message: z.prettifyError(parsed.error) });
}

function asJson(body: string): unknown {
  try {
    return body === '' ? {} : (JSON.parse(body) as unknown);
  } catch {
    return undefined;
  }
}

function done(work: () => void, { state }: Ask): Reply {
  work();
  return ok({ done: true, seed: state.faults.seed });
}

function shown(contact: { id: string; properties: unknown }): Reply {
  return contact.properties === undefined ? refuse({ status: 404, message: 'no such contact' }) : ok(contact);
}

type LooseWriter = z.output<typeof ControlWrite>['writer'];

function withoutAbsent({ sourceType, sourceId, userId }: LooseWriter) {
  return { sourceType, ...(sourceId === undefined ? {} : { sourceId }), ...(userId === undefined ? {} : { userId }) };
}

function writeContact({ portal, id }: Ask, properties: Record<string, string>, writer: LooseWriter): Reply {
  portal.setProperties(id, properties, withoutAbsent(writer));
  return shown({ id, properties: portal.properties(id) });
}

function setClock(state: SandboxState, clock: z.output<typeof Clock>): Reply {
  state.setOffset('offsetMs' in clock ? clock.offsetMs : state.offsetMs() + clock.advanceMs);
  return ok({ now: state.now(), offsetMs: state.offsetMs() });
}

/** Who was told what by workflows; `place` to go on from where the last answer ended. */
function listNotifications({ state, portal, query }: Ask): Reply {
  const limit = Number(query.get('limit') ?? '1000');
  const told = state.workflowsOf(portal.portalId)?.notifications.from(Number(query.get('place') ?? '0'), limit);
  return ok({ next: told?.next ?? 0, results: told?.entries ?? [] });
}

function readLog({ state, query }: Ask): Reply {
  const limit = Number(query.get('limit') ?? '1000');
  return ok({
    calls: state.log.from(Number(query.get('calls') ?? '0'), limit),
    changes: state.changes.from(Number(query.get('changes') ?? '0'), limit),
  });
}

const SCORES = ['handoff_score', 'handoff_fit', 'handoff_intent', 'handoff_timing', 'handoff_decision'] as const;

function listPeople({ portal, query }: Ask): Reply {
  const limit = Math.min(1000, Number(query.get('limit') ?? '50'));
  const ids = portal.contactIds();
  const start = query.has('after') ? ids.indexOf(query.get('after') ?? '') + 1 : 0;
  const page = ids.slice(start, start + limit);
  const last = page.at(-1);
  const more = start + limit < ids.length && last !== undefined ? { after: last } : {};
  return ok({ total: ids.length, results: page.map((id) => person(portal, id)), ...more });
}

function person(portal: Portal, id: string): unknown {
  const held = portal.properties(id) ?? {};
  const scores = SCORES.map((name) => [name, held[name] || null] as const);
  return {
    id,
    name: held['hs_full_name_or_email'] ?? '',
    email: held['email'] || null,
    stage: held['lifecyclestage'] || null,
    leadStatus: held['hs_lead_status'] || null,
    ...Object.fromEntries(scores),
  };
}
