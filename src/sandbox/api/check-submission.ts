import { isIP } from 'node:net';
import { fieldsOf, type FormField } from '../portal/form-fields.js';
import type { StoredForm, SubmittedValue } from '../portal/forms.js';
import { objectTypeOf } from '../portal/object-type.js';
import type { Portal } from '../portal/portal.js';
import { asObject, asText } from './read-input.js';

type Json = Readonly<Record<string, unknown>>;

/** One line of the refusal of a submission. */
export interface SubmissionError {
  readonly message: string;
  readonly errorType: string;
}

export interface Sent {
  readonly form: StoredForm;
  readonly values: readonly SubmittedValue[];
  readonly body: Json;
  /** Sent with a token: any property of the object will do. */
  readonly secure: boolean;
  readonly portal: Pick<Portal, 'tables' | 'forms'>;
}

const MOST_VALUES = 1_000;
/** @source ours: HubSpot does not say when an input is too large */
const LONGEST = 65_536;
const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}$/u;
const COOKIE = /^[0-9a-f]{32}$/;

/** @source HubSpot: fields of other objects are named with their type */
const shownName = ({ objectTypeId, name }: Pick<SubmittedValue, 'objectTypeId' | 'name'>): string =>
  objectTypeId === '0-1' ? name : `${objectTypeId}/${name}`;

function aboutField(of: Pick<SubmittedValue, 'objectTypeId' | 'name'>, errorType: string, says: string) {
  return { message: `Error in 'fields.${shownName(of)}'. ${says}`, errorType };
}

/**
 * A property that is not on the form, as a field; `undefined`: it cannot be sent. The stage is taken though no form can have it.
 *
 * @source HubSpot's changelog of 19 March 2024. That the values of such a property are judged as on a form is ours: HubSpot does
 *   not say
 */
function fieldOffForm({ name, objectTypeId }: SubmittedValue, { portal, secure }: Sent): FormField | undefined {
  const type = objectTypeOf(objectTypeId);
  const property = type && portal.tables[type].properties.get(name);
  if (!property || property.readOnly || !(secure || name === 'lifecyclestage')) return undefined;
  const options = property.options.map(({ value }) => value);
  return { objectTypeId, name, required: false, fieldType: property.fieldType, options };
}

function valueError(sent: SubmittedValue, to: Sent): readonly SubmissionError[] {
  const { name, value, objectTypeId } = sent;
  const onForm = fieldsOf(to.form).find((one) => one.name === name && one.objectTypeId === objectTypeId);
  const field = onForm ?? fieldOffForm(sent, to);
  const no = (errorType: string, says: string) => [aboutField(sent, errorType, says)];
  if (!field) return no('FIELD_NOT_IN_FORM_DEFINITION', `Field '${name}' is not in the form`);
  if (value.length > LONGEST) return no('INPUT_TOO_LARGE', 'The input is too large');
  if (value === '') return [];
  if (name === 'email' && !ADDRESS.test(value.trim())) return no('INVALID_EMAIL', `Invalid email address '${value}'`);
  const { options, fieldType } = field;
  if (fieldType === 'number' && Number.isNaN(Number(value))) return no('INVALID_NUMBER', `Invalid number '${value}'`);
  const strange = options.length > 0 && value.split(';').some((choice) => choice !== '' && !options.includes(choice));
  return strange ? no('VALUE_NOT_IN_FIELD_DEFINITION', `Value '${value}' is not one of the options`) : [];
}

function missingErrors({ form, values }: Sent): readonly SubmissionError[] {
  const given = new Set(values.filter(({ value }) => value.trim() !== '').map(shownName));
  const missing = fieldsOf(form).filter((field) => field.required && !given.has(shownName(field)));
  return missing.map((field) => aboutField(field, 'REQUIRED_FIELD', `Required field '${shownName(field)}' is missing`));
}

/** @source HubSpot, "Submit data to a form": the cookie of a browser it does not know, or knows no longer, is refused */
function contextErrors({ body, portal }: Sent): readonly SubmissionError[] {
  const context = asObject(body['context']);
  const [hutk, ipAddress, pageUri] = ['hutk', 'ipAddress', 'pageUri'].map((key) => asText(context[key]));
  const no = (errorType: string, key: string) => ({ message: `Error in 'context.${key}'`, errorType });
  return [
    ...(hutk === undefined || (portal.forms.knowsHutk && COOKIE.test(hutk)) ? [] : [no('INVALID_HUTK', 'hutk')]),
    ...(ipAddress === undefined || isIP(ipAddress) > 0 ? [] : [no('INVALID_IP_ADDRESS', 'ipAddress')]),
    ...(pageUri === undefined || URL.canParse(pageUri) ? [] : [no('INVALID_PAGE_URI', 'pageUri')]),
  ];
}

function consentErrors({ form, body }: Sent): readonly SubmissionError[] {
  const type = asText(asObject(form['legalConsentOptions'])['type']) ?? 'none';
  const given = asObject(body['legalConsentOptions']);
  if (!type.startsWith('explicit') || asObject(given['consent'])['consentToProcess'] === true) return [];
  return [{ message: "Error in 'legalConsentOptions'", errorType: 'MISSING_PROCESSING_CONSENT' }];
}

/** What HubSpot finds fault with; empty when it takes the submission. @source HubSpot, "Submit data to a form" */
export function submissionErrors(sent: Sent): readonly SubmissionError[] {
  const { form, values } = sent;
  if (asObject(form['configuration'])['recaptchaEnabled'] === true)
    return [{ message: 'The form has recaptcha enabled', errorType: 'FORM_HAS_RECAPTCHA_ENABLED' }];
  if (values.length > MOST_VALUES)
    return [{ message: "Error in 'fields'", errorType: 'MAX_NUMBER_OF_SUBMITTED_VALUES_EXCEEDED' }];
  return [
    ...values.flatMap((value) => valueError(value, sent)),
    ...missingErrors(sent),
    ...contextErrors(sent),
    ...consentErrors(sent),
  ];
}
