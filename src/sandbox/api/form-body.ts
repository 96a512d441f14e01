import type { Properties } from '../portal/property-definition.js';
import { fieldsOf, groupsOf } from '../portal/form-fields.js';
import { asList, asObject, asText } from './read-input.js';
import { invalid, type Refusal } from './reply.js';

const BLOCKS = ['formType', 'name', 'fieldGroups', 'configuration', 'displayOptions', 'legalConsentOptions'] as const;
const CONFIGURATION = [
  'language',
  'cloneable',
  'archivable',
  'editable',
  'createNewContactForNewEmail',
  'prePopulateKnownValues',
  'allowLinkToResetKnownValues',
  'notifyContactOwner',
  'notifyRecipients',
  'recaptchaEnabled',
  'postSubmitAction',
] as const;
const MOST_IN_A_GROUP = 3;

/**
 * Why HubSpot would not take this form as a whole; `undefined`: it would.
 *
 * @param form what it would be, blocks that were not sent included
 * @source HubSpot's forms guide and its changelog of 19 March 2024; the words of the refusals are not known
 */
export function formRefused(form: Readonly<Record<string, unknown>>, contacts: Properties): Refusal | undefined {
  const missing = BLOCKS.filter((block) => form[block] === undefined);
  if (missing.length > 0) return invalid(`Some required fields were not set: [${missing.join(', ')}]`);
  const configuration = asObject(form['configuration']);
  const unset = CONFIGURATION.filter((key) => configuration[key] === undefined);
  if (unset.length > 0) return invalid(`Some required fields were not set: [configuration.${unset.join(', ')}]`);
  return stagesRefused(configuration['lifecycleStages']) ?? fieldsRefused(form, contacts);
}

/** None for the account's default, else one for contacts and one for companies. */
function stagesRefused(stages: unknown): Refusal | undefined {
  const types = asList(stages).map((stage) => asText(asObject(stage)['objectTypeId']));
  if (types.length === 0 || (types.includes('0-1') && types.includes('0-2'))) return undefined;
  return invalid('lifecycleStages: both 0-1 and 0-2 must be set');
}

function fieldsRefused(form: Readonly<Record<string, unknown>>, contacts: Properties): Refusal | undefined {
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
