import type { Properties, PropertyDefinition } from '../portal/property-definition.js';
import { invalid, type Refusal } from './reply.js';
import { moment } from '../portal/stored-value.js';

/** One value HubSpot does not take. */
export interface Problem {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly value: string;
}

const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}$/u;

/** @source recorded: HubSpot refuses `1.42e-14`, and calls it no integer even where decimals are fine */
const PLAIN_NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/** What is wrong with the values of one write, in the order given; empty when HubSpot would take them all. */
export function problemsOf(properties: Properties, values: Readonly<Record<string, string>>): Problem[] {
  return Object.keys(values).flatMap((name) => {
    const value = values[name] ?? '';
    const definition = properties.get(name);
    const found = definition ? problemOf(definition, value, properties) : missing(name);
    return found ? [{ name, value, ...found }] : [];
  });
}

type Found = { readonly code: string; readonly message: string } | undefined;

function missing(name: string): Found {
  return { code: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` };
}

function problemOf(definition: PropertyDefinition, value: string, properties: Properties): Found {
  if (definition.readOnly) return readOnly(definition);
  if (value === '') return undefined;
  if (definition.name === 'email' && !ADDRESS.test(value.trim())) {
    return { code: 'INVALID_EMAIL', message: `Email address ${value} is invalid` };
  }
  const check = BY_TYPE[definition.type];
  return check?.(value, definition, properties);
}

function readOnly({ name, calculated }: PropertyDefinition): Found {
  const kind = calculated ? 'calculated' : 'read only';
  return { code: 'READ_ONLY_VALUE', message: `"${name}" is a ${kind} property; its value cannot be set.` };
}

const BY_TYPE: Readonly<Record<string, (value: string, definition: PropertyDefinition, all: Properties) => Found>> = {
  enumeration: notAChoice,
  bool: notAChoice,
  number: (value) =>
    PLAIN_NUMBER.test(value.trim())
      ? undefined
      : { code: 'INVALID_INTEGER', message: `${value} was not a valid number.` },
  datetime: (value) =>
    moment(value) ? undefined : { code: 'INVALID_LONG', message: `${value} was not a valid long.` },
  date: notMidnight,
};

function notAChoice(value: string, definition: PropertyDefinition, all: Properties): Found {
  if (definition.options.length === 0) return undefined;
  const choices = definition.fieldType === 'checkbox' ? value.split(';').filter((choice) => choice !== '') : [value];
  const wrong = choices.find((choice) => !all.allows(definition.name, choice));
  if (wrong === undefined) return undefined;
  const allowed = definition.options.map((option) => option.value).join(', ');
  return { code: 'INVALID_OPTION', message: `${wrong} was not one of the allowed options: [${allowed}]` };
}

function notMidnight(value: string): Found {
  const date = moment(value);
  if (!date) return { code: 'INVALID_DATE', message: `${value} was not a valid date.` };
  if (date.getTime() % 86_400_000 === 0) return undefined;
  const [hours, minutes] = [date.getUTCHours(), date.getUTCMinutes()];
  const seconds = `${date.getUTCSeconds()}.${date.getUTCMilliseconds()}`;
  return { code: 'INVALID_DATE', message: `${value} is at ${hours}:${minutes}:${seconds} UTC, not midnight!` };
}

/** All problems of one write as HubSpot words them. */
export function valuesRefused(problems: readonly Problem[], portalId: number): Refusal {
  const items = problems.map(({ name, code, message, value }) => ({
    isValid: false,
    message,
    error: code,
    name,
    propertyValue: value,
    localizedErrorMessage: message,
    portalId,
  }));
  return invalid(`Property values were not valid: ${JSON.stringify(items)}`, {
    errors: problems.map(({ name, code, message }) => ({ message, code, context: { propertyName: [name] } })),
  });
}
