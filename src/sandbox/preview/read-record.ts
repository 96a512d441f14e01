import type { Portal } from '../portal/portal.js';
import type { PropertyDefinition } from '../portal/property-definition.js';
import { nameOf } from './list-people.js';
import type { Held, RecordJson, TaskRow } from './page-contract.js';

/** Shown beside the card as the portal holds it, so that what the card says can be compared. */
const PORTAL = [
  'lifecyclestage',
  'hs_lead_status',
  'hubspot_owner_id',
  'handoff_score',
  'handoff_decision',
  'handoff_accepted_by',
  'handoff_accepted_at',
  'handoff_recycle_reason',
  'handoff_wake_up_date',
  'handoff_disqualify_reason',
  'handoff_scored_at',
] as const;

const GROUPS = [
  [
    'About this contact',
    ['email', 'phone', 'jobtitle', 'hs_seniority', 'company', 'numberofemployees', 'industry', 'country'],
  ],
  [
    'What they did',
    [
      'hs_analytics_source',
      'hs_analytics_num_page_views',
      'hs_analytics_last_timestamp',
      'recent_conversion_event_name',
      'recent_conversion_date',
      'num_conversion_events',
      'hs_email_last_open_date',
      'createdate',
    ],
  ],
  [
    'What they answered',
    [
      'handoff_need',
      'handoff_timing_answer',
      'handoff_timing_date',
      'handoff_budget',
      'handoff_capacity',
      'handoff_authority',
      'handoff_decision_maker_contact',
    ],
  ],
] as const;

/** What the record of a contact shows, its tasks included; `undefined` when there is no such contact. */
export function readRecord(portal: Portal, id: string): Omit<RecordJson, 'messages' | 'messagesFailed'> | undefined {
  const values = portal.properties(id);
  if (!values) return undefined;
  const held = (name: string): Held | undefined => heldOf(portal, name, values[name] ?? '');
  const there = (names: readonly string[]): Held[] => names.flatMap((name) => held(name) ?? []);
  return {
    id,
    name: nameOf(values, id),
    title: [values['jobtitle'], values['company']].filter(Boolean).join(' at '),
    email: values['email'] ?? '',
    portal: there(PORTAL),
    groups: GROUPS.map(([label, names]) => ({ label, values: there(names) })).filter(
      (group) => group.values.length > 0,
    ),
    tasks: tasksOf(portal, id),
  };
}

/** Nothing where the portal has no value: HubSpot's record shows a dash, and there would be many. */
function heldOf(portal: Portal, name: string, value: string): Held | undefined {
  if (value === '') return undefined;
  const definition = portal.tables.contacts.properties.get(name);
  return { name, label: definition?.label ?? name, value: shown(portal, name, value, definition) };
}

function shown(portal: Portal, name: string, value: string, definition: PropertyDefinition | undefined): string {
  if (name === 'hubspot_owner_id') return ownerName(portal, value);
  const option = definition?.options.find((one) => one.value === value);
  if (option) return option.label;
  const isTime = definition?.type === 'datetime' || definition?.type === 'date';
  return isTime ? timeText(value, definition.type === 'date') : value;
}

/** HubSpot keeps times as ISO texts or epoch milliseconds. */
function timeText(value: string, dayOnly: boolean): string {
  const at = /^\d+$/.test(value) ? Number(value) : Date.parse(value);
  if (Number.isNaN(at)) return value;
  const iso = new Date(at).toISOString();
  return dayOnly ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
}

function ownerName({ owners }: Portal, id: string): string {
  const owner = owners.find((one) => one.id === id);
  return owner ? `${owner.firstName} ${owner.lastName}` : id;
}

/** Newest first. */
function tasksOf(portal: Portal, id: string): TaskRow[] {
  return portal.associations
    .from({ type: 'contacts', id }, 'tasks')
    .flatMap(({ toId }) => portal.tables.tasks.get(toId) ?? [])
    .map(({ id: taskId, values }) => ({
      id: taskId,
      subject: values['hs_task_subject'] ?? '',
      body: plainText(values['hs_task_body'] ?? ''),
      due: timeText(values['hs_timestamp'] ?? '', false),
      status: values['hs_task_status'] ?? '',
      owner: ownerName(portal, values['hubspot_owner_id'] ?? ''),
    }))
    .reverse();
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

/** A task's HTML as text: the page never shows markup it was handed. */
export function plainText(html: string): string {
  return html
    .replace(/<(br|\/p|\/li|\/div)[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&([a-z]+|#39);/gi, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole)
    .replace(/\n\s*\n+/g, '\n')
    .trim();
}
