import { batchAnswer } from './batch-run.js';
import type { Call, Handler } from './call.js';
import { iso } from '../portal/lifecycle.js';
import type { PropertyDefinition, PropertyGroup } from '../portal/property-definition.js';
import { asList, asObject, asText } from './read-input.js';
import type { RecordService } from './record-service.js';
import { invalid, NO_CONTENT, NOT_FOUND, ok, refuse, type Refusal, type Reply } from './reply.js';
import { withType } from './routes-batch.js';

/** All of them, in one page, as HubSpot does. */
export const listProperties: Handler = withType((_call, service) =>
  ok({ results: service.table.properties.all().map((definition) => wire(definition, service)) }),
);

export const getProperty: Handler = withType((call, service) => {
  const definition = service.table.properties.get(call.params['name'] ?? '');
  return definition ? ok(wire(definition, service)) : refuse(noProperty(call.params['name']));
});

function noProperty(name: string | undefined): Refusal {
  return { ...NOT_FOUND, message: `Property ${name ?? ''} does not exist`, category: 'OBJECT_NOT_FOUND' };
}

function wire(definition: PropertyDefinition, service: RecordService): unknown {
  const { readOnly, calculated, unique, options, createdAt, ...shown } = definition;
  const own = createdAt !== undefined;
  return {
    description: '',
    displayOrder: -1,
    hidden: false,
    formField: !readOnly,
    dataSensitivity: 'non_sensitive',
    archived: false,
    ...shown,
    calculated,
    externalOptions: definition.name === 'hubspot_owner_id' || definition.name === 'lifecyclestage',
    hasUniqueValue: unique && definition.name !== 'email',
    hubspotDefined: !own,
    options: options.map((option, displayOrder) => ({ ...option, displayOrder, hidden: false })),
    ...(own ? { createdAt: iso(createdAt), updatedAt: iso(createdAt) } : {}),
    modificationMetadata: { archivable: own, readOnlyDefinition: !own, readOnlyValue: readOnly },
    ...(service.type === 'contacts' ? {} : { objectType: service.type }),
  };
}

/** 201; 409 when the name is taken. */
export const createProperty: Handler = withType((call, service) => {
  const made = readDefinition(call, service, call.body);
  if ('status' in made) return refuse(made);
  service.table.properties.define(made);
  return ok(wire(made, service), 201);
});

const REQUIRED = ['groupName', 'name', 'label', 'type', 'fieldType'] as const;

function readDefinition(call: Call, service: RecordService, body: unknown): PropertyDefinition | Refusal {
  const given = asObject(body);
  const text = (key: string): string => asText(given[key]) ?? '';
  const unset = REQUIRED.filter((key) => text(key) === '');
  if (unset.length > 0) return invalid(`Some required fields were not set: [${unset.join(', ')}]`);
  if (!/^[a-z][a-z0-9_]*$/.test(text('name'))) return invalid(`${text('name')} is not a valid property name`);
  if (service.table.properties.has(text('name'))) return taken(text('name'));
  if (!service.table.properties.groups().has(text('groupName')))
    return invalid(`Property group ${text('groupName')} does not exist`);
  const options = asList(given['options']).map((option) => ({
    value: asText(asObject(option)['value']) ?? '',
    label: asText(asObject(option)['label']) ?? '',
  }));
  if (text('type') === 'bool' && options.length !== 2)
    return invalid('A bool property needs the options true and false');
  return {
    name: text('name'),
    label: text('label'),
    type: text('type'),
    fieldType: text('fieldType'),
    groupName: text('groupName'),
    description: text('description'),
    readOnly: false,
    calculated: false,
    unique: given['hasUniqueValue'] === true,
    options,
    createdAt: call.portal.now(),
  };
}

function taken(name: string): Refusal {
  return {
    status: 409,
    message: `A property named '${name}' already exists.`,
    category: 'OBJECT_ALREADY_EXISTS',
    subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
    context: { name: [name] },
  };
}

/** 201, or 207 with an error for each name that is taken. */
export const createProperties: Handler = withType((call, service) => {
  const results: unknown[] = [];
  const errors: unknown[] = [];
  for (const input of asList(asObject(call.body)['inputs'])) {
    const made = readDefinition(call, service, input);
    if ('status' in made) errors.push({ ...made, status: 'error' });
    else {
      service.table.properties.define(made);
      results.push(wire(made, service));
    }
  }
  return batchAnswer(call, { results, errors, status: call.family === 'dated' ? 200 : 201 });
});

export const readProperties: Handler = withType((call, service) => {
  const names = asList(asObject(call.body)['inputs']).map((input) => asText(asObject(input)['name']) ?? '');
  const found = names.flatMap((name) => service.table.properties.get(name) ?? []);
  const lost = names.filter((name) => !service.table.properties.has(name));
  const message = 'Could not get some properties, they may be deleted or not exist.';
  const errors =
    lost.length > 0 ? [{ status: 'error', category: 'OBJECT_NOT_FOUND', message, context: { name: lost } }] : [];
  return batchAnswer(call, { results: found.map((definition) => wire(definition, service)), errors });
});

/** Only an admin's own properties change: label, description and options. */
export const updateProperty: Handler = withType((call, service): Reply => {
  const known = service.table.properties.get(call.params['name'] ?? '');
  if (!known) return refuse(noProperty(call.params['name']));
  if (known.createdAt === undefined) return refuse(invalid(`Property ${known.name} cannot be edited`));
  const given = asObject(call.body);
  const label = asText(given['label']) ?? known.label;
  const description = asText(given['description']) ?? known.description ?? '';
  const options = given['options'] === undefined ? known.options : readOptions(given['options']);
  const changed = { ...known, label, description, options };
  service.table.properties.define(changed);
  return ok(wire(changed, service));
});

function readOptions(options: unknown): { value: string; label: string }[] {
  return asList(options).map((option) => ({
    value: asText(asObject(option)['value']) ?? '',
    label: asText(asObject(option)['label']) ?? '',
  }));
}

export const archiveProperty: Handler = withType((call, service) => {
  const known = service.table.properties.get(call.params['name'] ?? '');
  if (known?.createdAt !== undefined) service.table.properties.remove(known.name);
  return NO_CONTENT;
});

const group = ({ name, label }: PropertyGroup): unknown => ({ name, label, displayOrder: -1, archived: false });

export const listGroups: Handler = withType((_call, service) =>
  ok({ results: [...service.table.properties.groups().values()].map(group) }),
);

export const getGroup: Handler = withType((call, service) => {
  const known = service.table.properties.groups().get(call.params['name'] ?? '');
  return known ? ok(group(known)) : refuse({ ...NOT_FOUND, category: 'OBJECT_NOT_FOUND' });
});

/** 201; 409 when the name is taken. */
export const createGroup: Handler = withType((call, service) => {
  const name = asText(asObject(call.body)['name']) ?? '';
  const label = asText(asObject(call.body)['label']) ?? '';
  if (name === '' || label === '') return refuse(invalid('Some required fields were not set: [name, label]'));
  if (service.table.properties.groups().has(name)) {
    const message = `A property group named '${name}' already exists.`;
    return refuse({ status: 409, message, category: 'OBJECT_ALREADY_EXISTS' });
  }
  service.table.properties.defineGroup({ name, label });
  return ok(group({ name, label }), 201);
});
