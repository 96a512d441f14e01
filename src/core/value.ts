const ZERO = 48;

/**
 * Is there a value at all? HubSpot sends `null` and `''` for what it does not hold; blanks count as nothing, `'0'` and
 * `'false'` are values.
 */
export function isKnown(value: string | null | undefined): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** The form in which text is compared: trimmed and in lower case, on both sides. */
export function comparable(text: string): string {
  return text.trim().toLowerCase();
}

/**
 * Reads a decimal number as people and CRMs write it: `12`, `-1.5`, `1e3`, blanks around it allowed.
 *
 * @returns a finite number; NaN for anything else: blank, text, `Infinity`, and the hexadecimal, octal and binary forms
 *          that JavaScript would take
 */
export function numberOf(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number)) return NaN;
  const trimmed = text.trim();
  return trimmed === '' || hasRadix(trimmed) ? NaN : number;
}

function hasRadix(text: string): boolean {
  return text.charCodeAt(0) === ZERO && /^0[xob]/i.test(text);
}

/** The values of a multi-value (`a;b`), blank ones left out. */
export function partsOf(text: string): readonly string[] {
  return text.split(';').flatMap((part) => part.trim() || []);
}
