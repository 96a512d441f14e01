import type { FormSubmission, StoredForm } from './forms.js';
import { iso } from './lifecycle.js';

type Values = Readonly<Record<string, string>>;

interface Given {
  readonly form: StoredForm;
  readonly submission: FormSubmission;
  /** What the contact holds; nothing where there is none yet. */
  readonly held: Values;
  readonly defaultStage: string;
}

/**
 * What a submission writes to its contact. The stage that was sent goes before the one the form gives; without either a contact
 * without a stage gets the account's own. That a stage never goes back is for the writer to see to.
 *
 * @source HubSpot's changelog of 19 March 2024; the conversion properties as recorded
 */
export function contactOfSubmission({ form, submission, held, defaultStage }: Given): Record<string, string> {
  const sent = submission.values.filter(({ objectTypeId }) => objectTypeId === '0-1');
  const values = Object.fromEntries(sent.map(({ name, value }) => [name, value]));
  const stage = values['lifecyclestage'] || stageSetBy(form) || held['lifecyclestage'] || defaultStage;
  return { ...values, lifecyclestage: stage, ...conversionOf(form, submission, held) };
}

function stageSetBy({ configuration }: StoredForm): string | undefined {
  const { lifecycleStages } = (configuration ?? {}) as { readonly lifecycleStages?: readonly Values[] };
  return lifecycleStages?.find(({ objectTypeId }) => objectTypeId === '0-1')?.['value'];
}

/** @source HubSpot's label of the property: "The 800 most recent form submissions for a contact" */
const KEPT_SUBMISSIONS = 800;

/** @source recorded values, undocumented: `<guid>:<page>:<time>`. What stands for a page HubSpot does not keep is not known: nothing */
const entryOf = ({ id }: StoredForm, { pageId = '', submittedAt }: FormSubmission): string =>
  `${id}:${pageId}:${submittedAt}`;

function conversionOf(form: StoredForm, submission: FormSubmission, held: Values): Values {
  const { submittedAt, pageName, pageUri } = submission;
  const name = `${pageName ?? pageUri ?? 'Page'}: ${form.name}`;
  const at = iso(submittedAt);
  const before = held['hs_calculated_form_submissions']?.split(';').filter(Boolean) ?? [];
  const forms = new Set([...before.map((entry) => entry.split(':')[0]), form.id]);
  const first = held['first_conversion_date'] ? {} : { first_conversion_date: at, first_conversion_event_name: name };
  return {
    ...first,
    recent_conversion_date: at,
    recent_conversion_event_name: name,
    num_conversion_events: String(Number(held['num_conversion_events'] ?? 0) + 1),
    num_unique_conversion_events: String(forms.size),
    hs_calculated_form_submissions: [...before, entryOf(form, submission)].slice(-KEPT_SUBMISSIONS).join(';'),
  };
}
