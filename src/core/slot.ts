import { dateOf } from './date.js';
import { numberOf, trimmed } from './value.js';

/** Counts the contacts read, to tell current readings from those of the contact before. */
export interface Turn {
  count: number;
}

/**
 * One property of the contact at hand. Each way of reading it (`textIn`, `numberIn` …) is tried at most once per contact,
 * when first asked; a field is current when its turn is. Plain fields instead of closures: this is the hot path.
 */
export interface Slot {
  readonly turn: Turn;
  value: string | undefined;
  valueTurn: number;
  text: string;
  textTurn: number;
  number: number;
  numberTurn: number;
  date: number;
  dateTurn: number;
}

/** Makes an empty slot; its property is known to whoever fills it. */
export function createSlot(turn: Turn): Slot {
  return {
    turn,
    value: undefined,
    valueTurn: -1,
    text: '',
    textTurn: -1,
    number: NaN,
    numberTurn: -1,
    date: NaN,
    dateTurn: -1,
  };
}

/**
 * Puts the value of this turn's contact in. HubSpot sends `null` and `''` for what it does not hold; blanks count as
 * nothing, `'0'` and `'false'` are values.
 */
export function fillSlot(slot: Slot, value: unknown): void {
  slot.value = typeof value === 'string' ? trimmed(value) || undefined : undefined;
  slot.valueTurn = slot.turn.count;
}

/** The value, trimmed; `undefined` when it is unknown. */
export function valueIn(slot: Slot): string | undefined {
  return slot.valueTurn === slot.turn.count ? slot.value : undefined;
}

/** The value trimmed and in lower case; `''` when it is unknown. */
export function textIn(slot: Slot): string {
  if (slot.textTurn === slot.turn.count) return slot.text;
  const value = valueIn(slot);
  slot.textTurn = slot.turn.count;
  slot.text = value === undefined ? '' : value.toLowerCase();
  return slot.text;
}

/** NaN when unknown or not a number. */
export function numberIn(slot: Slot): number {
  if (slot.numberTurn === slot.turn.count) return slot.number;
  const value = valueIn(slot);
  slot.numberTurn = slot.turn.count;
  slot.number = value === undefined ? NaN : numberOf(value);
  return slot.number;
}

/** Epoch milliseconds; NaN when unknown or not a date. */
export function dateIn(slot: Slot): number {
  if (slot.dateTurn === slot.turn.count) return slot.date;
  const value = valueIn(slot);
  slot.dateTurn = slot.turn.count;
  slot.date = value === undefined ? NaN : dateOf(value);
  return slot.date;
}
