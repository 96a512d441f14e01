import type { Decision } from '../core/decide-stage.js';

interface PropertyOption {
  readonly value: string;
  readonly label: string;
}

/** One property we create in a portal. Types and pairs are HubSpot's. */
export interface HandoffProperty {
  readonly objectType: 'contacts' | 'tasks';
  readonly name: `handoff_${string}`;
  readonly label: string;
  readonly type: 'string' | 'number' | 'bool' | 'date' | 'datetime' | 'enumeration';
  readonly fieldType: 'text' | 'textarea' | 'number' | 'booleancheckbox' | 'date' | 'select';
  readonly description: string;
  /** Only for `enumeration`, and the two of a `bool`. */
  readonly options?: readonly PropertyOption[];
  /** May stand on a form, where a lead answers it. */
  readonly onForms?: true;
  /** No two records hold the same value. HubSpot takes this only when the property is created. */
  readonly unique?: true;
}

/** The group our properties stand under, on contacts and on tasks. */
export const HANDOFF_GROUP = { name: 'handoff', label: 'Handoff' } as const;

/** Every kind of decision a contact can show. */
const DECISIONS: Readonly<Record<Decision['kind'], string>> = {
  advance: 'Advance',
  hold: 'Hold',
  recycle: 'Recycle',
  disqualify: 'Disqualify',
  review: 'Review by a rep',
};

type Described = readonly [name: HandoffProperty['name'], label: string, description: string];

const contact = (
  [name, label, description]: Described,
  kind: Pick<HandoffProperty, 'type' | 'fieldType'>,
): HandoffProperty => ({ objectType: 'contacts', name, label, description, ...kind });

const number = (...of: Described) => contact(of, { type: 'number', fieldType: 'number' });
const text = (...of: Described) => contact(of, { type: 'string', fieldType: 'text' });
const longText = (...of: Described) => contact(of, { type: 'string', fieldType: 'textarea' });
const date = (...of: Described) => contact(of, { type: 'date', fieldType: 'date' });
const moment = (...of: Described) => contact(of, { type: 'datetime', fieldType: 'date' });
const yesNo = (...of: Described): HandoffProperty => ({
  ...contact(of, { type: 'bool', fieldType: 'booleancheckbox' }),
  options: [
    { value: 'true', label: 'Yes' },
    { value: 'false', label: 'No' },
  ],
});
const onForms = (property: HandoffProperty): HandoffProperty => ({ ...property, onForms: true });

/**
 * Every property we create, in the order people see them.
 *
 * @source DESIGN section 5
 */
export const HANDOFF_PROPERTIES: readonly HandoffProperty[] = [
  number('handoff_score', 'Lead score', 'Weighted mean of fit, intent and timing, 0 to 100. Empty until scored.'),
  number('handoff_fit', 'Fit score', 'Who they are, 0 to 100. Empty when the model does not ask.'),
  number('handoff_intent', 'Intent score', 'What they do, 0 to 100. Empty when the model does not ask.'),
  number('handoff_timing', 'Timing score', 'Whether now is the time, 0 to 100. Empty when the model does not ask.'),
  number('handoff_coverage', 'Score coverage', 'Share of the points we had data for, 0 to 1.'),
  {
    ...contact(['handoff_decision', 'Lead decision', 'What followed from the last score.'], {
      type: 'enumeration',
      fieldType: 'select',
    }),
    options: Object.entries(DECISIONS).map(([value, label]) => ({ value, label })),
  },
  longText('handoff_reasons', 'Score reasons', 'The rules that hit, the strongest first.'),
  longText('handoff_missing', 'Missing for the next stage', 'What the next stage still needs, the cheapest way first.'),
  text('handoff_next_action', 'Next action', 'What the owner of this stage does next.'),
  text('handoff_model', 'Qualification model', 'Name and version of the model that scored this contact.'),
  moment('handoff_scored_at', 'Scored at', 'When the score was last written.'),
  number(
    'handoff_conversation_depth',
    'Conversation depth',
    'Messages this lead wrote, on every channel that tells us. Empty: none yet.',
  ),
  onForms(longText('handoff_need', 'Need', 'Evidence: what they need.')),
  onForms(text('handoff_timing_answer', 'Timing', 'Evidence: when they want to start, in their words.')),
  onForms(date('handoff_timing_date', 'Start date', 'Evidence: the day they want to start.')),
  onForms(text('handoff_budget', 'Budget', 'Evidence: the budget they have.')),
  onForms(text('handoff_capacity', 'Capacity', 'Evidence: the time or people they can put in.')),
  onForms(text('handoff_authority', 'Authority', 'Evidence: whether they can say yes.')),
  onForms(text('handoff_decision_maker_contact', 'Decision maker', 'Evidence: who can say yes, when it is not them.')),
  onForms(
    text('handoff_request', 'Handoff request', 'Hidden form field: a request signed by Handoff. Not for people.'),
  ),
  text('handoff_accepted_by', 'Accepted by', 'The rep who accepted this lead.'),
  moment('handoff_accepted_at', 'Accepted at', 'When a rep accepted this lead.'),
  number('handoff_recycle_count', 'Times recycled', 'How often this lead went back to marketing.'),
  text('handoff_recycle_reason', 'Recycled because', 'Why this lead last went back to marketing.'),
  yesNo('handoff_nurture', 'In nurturing', 'Went back to marketing and has not moved since.'),
  date('handoff_wake_up_date', 'Wake up on', 'When somebody looks at this lead again.'),
  text('handoff_disqualify_reason', 'Disqualified because', 'Why this lead is out.'),
  moment('handoff_respond_by', 'Respond by', 'When the owner of this stage is due.'),
  {
    objectType: 'tasks',
    name: 'handoff_key',
    label: 'Handoff key',
    type: 'string',
    fieldType: 'text',
    description: 'Keeps a repeated task from being created twice. Not for people.',
    unique: true,
  },
];
