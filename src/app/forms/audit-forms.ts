import { rankOf, stageOf } from '../../core/stages.js';
import { isDecidedElsewhere, STAGE_FIELD } from './decided-fields.js';
import { REQUEST_FIELD, type Form, type FormField } from './form.js';
import { proofInForm } from './proof-in-form.js';
import type { ReadFormToken } from './form-request.js';

/**
 * stage-field: anybody may send any stage with it, as only forms from before March 2024 can · stage-setting: whoever submits
 * it becomes more than a lead · decided-field: it sets what others decide · request-shown: the signed value is in plain view ·
 * request-unproven: its signed value proves nothing · request-ends: it soon will not
 */
export type FindingKind =
  'stage-field' | 'stage-setting' | 'decided-field' | 'request-shown' | 'request-unproven' | 'request-ends';

/** Something about a form that an admin should look at. */
export interface FormFinding {
  readonly form: string;
  readonly name: string;
  readonly finding: FindingKind;
  /** The field it is about; for a setting, the stage it gives, in our words where we have one. */
  readonly what: string;
  readonly advice: string;
}

export interface AuditDeps {
  readonly portalId: number;
  readonly readToken: ReadFormToken;
  /** Epoch milliseconds. */
  readonly now: number;
}

const LEAD = rankOf('lead') ?? 0;
/** Time enough to make a new value before the old one is worth nothing. */
const SOON_MS = 30 * 86_400_000;

const renew = (form: string, signal = 'demo_requested'): string =>
  `handoff forms token --form ${form} --kind ${signal} makes a new value`;

type Found = Omit<FormFinding, 'form' | 'name'>;

function aboutField(field: FormField): readonly Found[] {
  const { name } = field;
  if (name === STAGE_FIELD)
    return [
      {
        finding: 'stage-field',
        what: name,
        advice: 'Take the field off: anybody can send any stage in it, and HubSpot takes no other change before',
      },
    ];
  if (name === REQUEST_FIELD || !field.ofContact || !isDecidedElsewhere(name)) return [];
  return [
    { finding: 'decided-field', what: name, advice: 'Take the field off: whoever fills in the form could set it' },
  ];
}

function aboutSetting(stageId: string): readonly Found[] {
  const stage = stageOf(stageId, undefined);
  const rank = rankOf(stage);
  if (rank !== undefined && rank <= LEAD) return [];
  const advice = 'Set the lifecycle stage of the form to Lead: what comes after is for the model to say';
  return [{ finding: 'stage-setting', what: stage, advice }];
}

function aboutRequest(form: Form, field: FormField, { portalId, readToken, now }: AuditDeps): readonly Found[] {
  const what = REQUEST_FIELD;
  const shown = { finding: 'request-shown', what, advice: 'Hide the field: nobody should see or change it' } as const;
  const proof = proofInForm(form, { portalId, readToken, now });
  const unproven = (because: string, signal?: string): Found => ({
    finding: 'request-unproven',
    what,
    advice: `${because}; ${renew(form.id, signal)}`,
  });
  const found: Found[] = field.hidden ? [] : [shown];
  if (proof && !proof.ok) found.push(unproven(proof.because, proof.signal));
  if (proof?.ok && proof.expiresAt - now < SOON_MS) {
    const day = new Date(proof.expiresAt).toISOString().slice(0, 10);
    found.push({ finding: 'request-ends', what, advice: `Good until ${day} only; ${renew(form.id, proof.signal)}` });
  }
  return found;
}

/** What about these forms sets a stage by itself, or lets others set it, in the order of the forms. */
export function auditForms(forms: readonly Form[], deps: AuditDeps): readonly FormFinding[] {
  return forms.flatMap((form) => {
    const request = form.fields.find(({ name }) => name === REQUEST_FIELD);
    const found = [
      ...form.fields.flatMap(aboutField),
      ...(form.stage === undefined ? [] : aboutSetting(form.stage)),
      ...(request === undefined ? [] : aboutRequest(form, request, deps)),
    ];
    return found.map((one) => ({ form: form.id, name: form.name, ...one }));
  });
}
