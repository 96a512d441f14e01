import type { Contact } from './contact.js';
import { dateOf } from './date.js';
import { comparable, isKnown, numberOf } from './value.js';

/** The contact being read, and a count that tells current readings from those of the contact before. */
export interface Turn {
  contact: Contact;
  now: number;
  count: number;
}

/**
 * One property of the contact at hand. Each way of reading it (`valueIn`, `textIn` …) is tried at most once per contact,
 * when first asked; a field is current when its turn is. Plain fields instead of closures: this is the hot path.
 */
export interface Slot {
  readonly property: string;
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

/** Makes the slot of one property; what it reads is the contact `turn` holds at the time. */
export function createSlot(property: string, turn: Turn): Slot {
  return {
    property,
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

/** The value as HubSpot holds it; `undefined` when it is unknown. */
export function valueIn(slot: Slot): string | undefined {
  if (slot.valueTurn === slot.turn.count) return slot.value;
  slot.valueTurn = slot.turn.count;
  const value = slot.turn.contact.properties[slot.property];
  // What a plain object inherits (`constructor`) is no string, so this needs no own-property check.
  slot.value = isKnown(value) ? value : undefined;
  return slot.value;
}

/** The value trimmed and in lower case; `''` when it is unknown. */
export function textIn(slot: Slot): string {
  if (slot.textTurn === slot.turn.count) return slot.text;
  slot.textTurn = slot.turn.count;
  const value = valueIn(slot);
  slot.text = value === undefined ? '' : comparable(value);
  return slot.text;
}

/** NaN when unknown or not a number. */
export function numberIn(slot: Slot): number {
  if (slot.numberTurn === slot.turn.count) return slot.number;
  slot.numberTurn = slot.turn.count;
  const value = valueIn(slot);
  slot.number = value === undefined ? NaN : numberOf(value);
  return slot.number;
}

/** Epoch milliseconds; NaN when unknown or not a date. */
export function dateIn(slot: Slot): number {
  if (slot.dateTurn === slot.turn.count) return slot.date;
  slot.dateTurn = slot.turn.count;
  const value = valueIn(slot);
  slot.date = value === undefined ? NaN : dateOf(value);
  return slot.date;
}
