import type { Properties } from '../portal/property-definition.js';
import { fieldsOf, groupsOf } from '../portal/form-fields.js';
import { asList, asObject, asText } from './read-input.js';
import { invalid, type Refusal } from './reply.js';

type Json = Readonly<Record<string, unknown>>;

const DEFINITION = [
  ...['formType', 'name', 'createdAt', 'updatedAt', 'archived'],
  ...['fieldGroups', 'configuration', 'displayOptions', 'legalConsentOptions'],
] as const;
/** `lifecycleStages`: HubSpot's guide says that it must be there, its client that it may be absent; the guide is the stricter. */
const CONFIGURATION = [
  ...['language', 'cloneable', 'archivable', 'editable', 'createNewContactForNewEmail', 'prePopulateKnownValues'],
  ...['allowLinkToResetKnownValues', 'notifyContactOwner', 'notifyRecipients', 'recaptchaEnabled', 'lifecycleStages'],
  'postSubmitAction',
] as const;
const DISPLAY = ['renderRawHtml', 'theme', 'submitButtonText', 'style'] as const;
const STYLE = [
  ...['fontFamily', 'backgroundWidth', 'labelTextColor', 'labelTextSize', 'helpTextColor', 'helpTextSize'],
  ...['legalConsentTextColor', 'legalConsentTextSize', 'submitColor', 'submitFontColor', 'submitAlignment'],
  'submitSize',
] as const;
const MOST_IN_A_GROUP = 3;

const unset = (object: Json, keys: readonly string[]): readonly string[] =>
  keys.filter((key) => object[key] === undefined);

/** What the blocks that were sent lack; a block that was not sent lacks nothing. */
function lackingIn({ configuration, displayOptions }: Json): readonly string[] {
  const part = (name: string, object: unknown, keys: readonly string[]) =>
    object === undefined ? [] : unset(asObject(object), keys).map((key) => `${name}.${key}`);
  return [
    ...part('configuration', configuration, CONFIGURATION),
    ...part('displayOptions', displayOptions, DISPLAY),
    ...part('displayOptions.style', asObject(displayOptions)['style'], STYLE),
  ];
}

const notSet = (names: readonly string[]): Refusal | undefined =>
  names.length === 0 ? undefined : invalid(`Some required fields were not set: [${names.join(', ')}]`);

/**
 * Why HubSpot would not take this as a form; `undefined`: it would.
 *
 * @source HubSpot's forms guide, its changelog of 19 March 2024 and the models of its client 13.5.0; the words of the refusals
 *   are not known
 */
export function formRefused(definition: Json, contacts: Properties): Refusal | undefined {
  return notSet([...unset(definition, DEFINITION), ...lackingIn(definition)]) ?? rulesBroken(definition, contacts);
}

/** The same of a change: what was sent must be whole, and the form it makes must keep the rules. */
export function changeRefused(form: Json, blocks: Json, contacts: Properties): Refusal | undefined {
  return notSet(lackingIn(blocks)) ?? rulesBroken({ ...form, ...blocks }, contacts);
}

function rulesBroken(form: Json, contacts: Properties): Refusal | undefined {
  return stagesRefused(asObject(form['configuration'])['lifecycleStages']) ?? fieldsRefused(form, contacts);
}

/** None for the account's default, else one for contacts and one for companies. */
function stagesRefused(stages: unknown): Refusal | undefined {
  const types = asList(stages).map((stage) => asText(asObject(stage)['objectTypeId']));
  if (types.length === 0 || (types.includes('0-1') && types.includes('0-2'))) return undefined;
  return invalid('lifecycleStages: both 0-1 and 0-2 must be set');
}

function fieldsRefused(form: Json, contacts: Properties): Refusal | undefined {
  if (groupsOf(form).some((fields) => fields.length > MOST_IN_A_GROUP))
    return invalid(`fieldGroups: at most ${MOST_IN_A_GROUP} fields are allowed in one group`);
  const fields = fieldsOf(form);
  if (fields.some(({ name }) => name === 'lifecyclestage'))
    return invalid('Field lifecyclestage is not allowed on forms; set configuration.lifecycleStages instead');
  const twice = fields.find(({ name }, at) => fields.findIndex((other) => other.name === name) !== at);
  if (twice) return invalid(`Field ${twice.name} is on the form twice`);
  const unknown = fields.find(({ name, objectTypeId }) => objectTypeId === '0-1' && !contacts.has(name));
  return unknown && invalid(`Property ${unknown.name} does not exist`);
}
