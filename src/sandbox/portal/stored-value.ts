import type { PropertyDefinition } from './property-definition.js';

/**
 * The notation HubSpot keeps a value in: e-mails in lower case, moments as ISO texts, dates as `YYYY-MM-DD`, choices
 * with a leading `;` added to those there are. What cannot be read stays as it came: refusing is for validation.
 *
 * @param current what the property holds now, `''` for nothing
 */
export function storedValue(definition: PropertyDefinition | undefined, value: string, current: string): string {
  if (value === '' || definition === undefined) return value;
  if (definition.name === 'email') return value.trim().toLowerCase();
  if (definition.type === 'datetime') return moment(value)?.toISOString() ?? value;
  if (definition.type === 'date') return moment(value)?.toISOString().slice(0, 10) ?? value;
  if (definition.fieldType === 'checkbox' && value.startsWith(';')) {
    return [...new Set(`${current}${value}`.split(';').filter((choice) => choice !== ''))].join(';');
  }
  return value;
}

/** @param value epoch milliseconds or an ISO text @returns `undefined` when it is neither */
export function moment(value: string): Date | undefined {
  const text = value.trim();
  const date = new Date(/^-?\d+$/.test(text) ? Number(text) : /^\d{4}-\d{2}-\d{2}/.test(text) ? text : Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
