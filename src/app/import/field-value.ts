/** A contact property as the portal defines it. */
export interface Field {
  readonly name: string;
  /** HubSpot's: string, number, date, datetime, bool, enumeration … */
  readonly type: string;
  /** Holds several choices, joined with `;`. */
  readonly several: boolean;
  readonly readOnly: boolean;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** The value as HubSpot keeps it, so that what is there already is known as the same; or why it cannot be set. */
export type FieldValue = { readonly value: string } | { readonly problem: string };

const YES = new Set(['true', 'yes', '1']);
const NO = new Set(['false', 'no', '0']);
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;
const ZONE = /(Z|[+-]\d{2}:?\d{2})$/i;
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * Reads a cell for a property. What a cell holds is in nobody's reason but the file's own reader: reasons name the property.
 *
 * @param text not blank, trimmed
 */
export function fieldValue(field: Field, text: string): FieldValue {
  const read = READERS[field.type];
  return read ? read(field, text) : { value: text };
}

type Reader = (field: Field, text: string) => FieldValue;

const READERS: Readonly<Record<string, Reader>> = {
  number: ({ name }, text) =>
    NUMBER.test(text) ? { value: text } : { problem: `${name}: not a number such as 1250.50` },
  date: ({ name }, text) => {
    return Number.isNaN(momentOf(text))
      ? { problem: `${name}: not a date such as 2026-11-21` }
      : { value: text.slice(0, 10) };
  },
  datetime: ({ name }, text) => {
    const at = momentOf(text);
    return Number.isNaN(at)
      ? { problem: `${name}: not a time such as 2026-11-21T09:30:00Z` }
      : { value: new Date(at).toISOString() };
  },
  bool: ({ name }, text) => {
    const word = text.toLowerCase();
    if (YES.has(word)) return { value: 'true' };
    return NO.has(word) ? { value: 'false' } : { problem: `${name}: not yes or no` };
  },
  enumeration: (field, text) => choicesIn(field, text),
};

/** A time without a zone is UTC, wherever the service runs. @returns NaN for what is none, 30 February among it */
function momentOf(text: string): number {
  const day = text.slice(0, 10);
  const known = ISO_DATE.test(text) || ISO_TIME.test(text);
  if (!known || Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day) return NaN;
  if (ISO_DATE.test(text)) return Date.parse(day);
  return Date.parse(`${text.replace(' ', 'T')}${ZONE.test(text) ? '' : 'Z'}`);
}

/** By value first, then by what people see. */
function choicesIn({ name, several, options }: Field, text: string): FieldValue {
  if (options.length === 0) return { value: text };
  const given = several ? text.split(';').map((one) => one.trim()) : [text];
  const chosen = given
    .filter((one) => one !== '')
    .map((one) => {
      const exact = options.find(({ value }) => value === one);
      const lower = one.toLowerCase();
      return (
        exact ?? options.find(({ value, label }) => value.toLowerCase() === lower || label.toLowerCase() === lower)
      );
    });
  if (chosen.includes(undefined)) return { problem: `${name}: not one of its choices` };
  return { value: chosen.map((option) => option?.value ?? '').join(';') };
}

/** Does the property hold that already? Choices have no order, and a time can be written in several ways. */
export function holds(field: Field, held: string | null | undefined, value: string): boolean {
  if ((held ?? '') === value) return true;
  if (!held) return false;
  if (field.type === 'number') return Number(held) === Number(value);
  if (field.type === 'datetime' || field.type === 'date') return instantOf(held) === instantOf(value);
  if (!field.several) return false;
  return inOrder(held) === inOrder(value);
}

const inOrder = (choices: string): string => choices.split(';').sort().join(';');
const instantOf = (text: string): number => (/^-?\d{9,}$/.test(text) ? Number(text) : Date.parse(text));
