import { CONTACT_PROPERTY_ROWS, OUR_GUESSED_OPTIONS } from './contact-properties.js';
import {
  createProperties,
  type Properties,
  type PropertyDefinition,
  type PropertyOption,
} from './property-definition.js';
import { stageProperties, type StageDefinition } from './stages.js';

/** The object types the sandbox keeps. */
export const OBJECT_TYPES = ['contacts', 'companies', 'deals', 'notes', 'tasks'] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

const SYSTEM_ROWS = `
    hs_object_id; Record ID; number/number; calculated
    hs_createdate; Create date; datetime/date; read-only
    hs_lastmodifieddate; Last modified; datetime/date; read-only
    hs_object_source; Record source; string/text; read-only
    hs_object_source_id; Record source ID; string/text; read-only
    hs_object_source_label; Record source label; string/text; read-only
    hubspot_owner_id; Owner; enumeration/select
    hubspot_owner_assigneddate; Owner assigned date; datetime/date; read-only`;

/** Rows as in contact-properties.ts; only what a hand-over needs. */
const ROWS: Readonly<Record<Exclude<ObjectType, 'contacts'>, string>> = {
  companies: `${SYSTEM_ROWS}
    createdate; Create Date; datetime/date; read-only
    name; Company name; string/text
    domain; Company Domain Name; string/text
    website; Website URL; string/text
    industry; Industry; string/text
    country; Country/Region; string/text
    city; City; string/text
    numberofemployees; Number of Employees; number/number
    annualrevenue; Annual Revenue; number/number
    description; Description; string/textarea
    num_associated_contacts; Number of Associated Contacts; number/number; read-only
    lifecyclestage; Lifecycle Stage; enumeration/radio`,
  deals: `${SYSTEM_ROWS}
    createdate; Create Date; datetime/date; read-only
    dealname; Deal Name; string/text
    amount; Amount; number/number
    closedate; Close Date; datetime/date
    pipeline; Pipeline; enumeration/select; ; default=Sales Pipeline
    dealstage; Deal Stage; enumeration/radio
    dealtype; Deal Type; enumeration/radio; ; newbusiness=New Business|existingbusiness=Existing Business
    closed_lost_reason; Closed Lost Reason; string/textarea
    closed_won_reason; Closed Won Reason; string/textarea
    hs_is_closed; Is Deal Closed?; bool/calculation_equation; calculated
    hs_is_closed_won; Is Closed Won; bool/calculation_equation; calculated`,
  notes: `${SYSTEM_ROWS}
    hs_timestamp; Activity date; datetime/date
    hs_note_body; Note body; string/html
    hs_attachment_ids; Attachments; string/text`,
  tasks: `${SYSTEM_ROWS}
    hs_timestamp; Due date; datetime/date
    hs_task_subject; Task Title; string/text
    hs_task_body; Task Notes; string/html
    hs_task_status; Task Status; enumeration/select; ; NOT_STARTED=Not Started|IN_PROGRESS=In Progress|WAITING=Waiting|COMPLETED=Completed|DEFERRED=Deferred
    hs_task_priority; Priority; enumeration/select; ; NONE=None|LOW=Low|MEDIUM=Medium|HIGH=High
    hs_task_type; Task Type; enumeration/select; ; EMAIL=Email|CALL=Call|TODO=To-do
    hs_task_reminders; Reminders; string/text
    hs_task_is_completed; Is completed; number/calculation_equation; calculated
    hs_queue_membership_ids; Queues; string/text`,
};

const TRUE_FALSE: readonly PropertyOption[] = [
  { value: 'true', label: 'True' },
  { value: 'false', label: 'False' },
];

/** What a fresh portal with these stages knows of one object type. */
export function defaultProperties(type: ObjectType, stages: readonly StageDefinition[]): Properties {
  if (type !== 'contacts') return createProperties(readRows(ROWS[type], `${type}_information`));
  const listed = Object.entries(CONTACT_PROPERTY_ROWS).flatMap(([group, rows]) => readRows(rows, group));
  return createProperties([...listed.filter(({ name }) => name !== 'lifecyclestage'), ...stageProperties(stages)]);
}

function readRows(rows: string, groupName: string): PropertyDefinition[] {
  return rows
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '')
    .map((row) => readRow(row, groupName));
}

function readRow(row: string, groupName: string): PropertyDefinition {
  const [name = '', label = '', kind = '', flag = '', options = ''] = row.split('; ').map((cell) => cell.trim());
  const [type = 'string', fieldType = 'text'] = kind.split('/');
  return {
    name,
    label,
    type,
    fieldType,
    groupName,
    readOnly: flag === 'read-only' || flag === 'calculated',
    calculated: flag === 'calculated',
    unique: flag === 'unique',
    options: type === 'bool' ? TRUE_FALSE : readOptions(options || (OUR_GUESSED_OPTIONS[name] ?? '')),
  };
}

function readOptions(text: string): PropertyOption[] {
  return text
    .split('|')
    .map((option) => option.trim().split('='))
    .flatMap(([value, label]) => (value ? [{ value, label: label ?? value }] : []));
}
