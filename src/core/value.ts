const ZERO = 48;
/** Whole numbers of so many digits are exact. */
const EXACT_DIGITS = 15;

/** The form in which text is compared: trimmed and in lower case, on both sides. */
export function comparable(text: string): string {
  return text.trim().toLowerCase();
}

/**
 * Reads a decimal number as people and CRMs write it: `12`, `-1.5`, `1e3`. Plain digits, the usual case, are added up
 * here: a quarter of the time `Number` takes.
 *
 * @param text trimmed
 * @returns a finite number; NaN for anything else: nothing, text, `Infinity`, and the hexadecimal, octal and binary forms
 *          that JavaScript would take
 */
export function numberOf(text: string): number {
  if (text.length === 0) return NaN;
  if (text.length > EXACT_DIGITS) return otherNumberOf(text);
  let whole = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return otherNumberOf(text);
    whole = whole * 10 + digit;
  }
  return whole;
}

function otherNumberOf(text: string): number {
  const number = /^0[xob]/i.test(text) ? NaN : Number(text);
  return Number.isFinite(number) ? number : NaN;
}

/** The values of a multi-value (`a;b`), blank ones left out. */
export function partsOf(text: string): readonly string[] {
  return text.split(';').flatMap((part) => part.trim() || []);
}
