import { dateOf } from './date.js';
import { numberOf } from './value.js';

/** Counts the contacts read, to tell current readings from those of the contact before. */
export interface Turn {
  count: number;
}

// Taken once: as built, an imported name is looked up anew at every call, and these are called for every property.
const readNumber = numberOf;
const readDate = dateOf;

/**
 * One property of the contact at hand: filled when a contact begins, over when the next one does. Each way of reading it
 * is tried at most once per contact, when first asked; a reading is current when its turn is. A class, because this is the
 * hot path: plain fields and methods cost a third less than closures.
 */
export class Slot {
  private value = '';
  private valueTurn = -1;
  private lower = '';
  private lowerTurn = -1;
  private parsed = NaN;
  private parsedTurn = -1;
  private moment = NaN;
  private momentTurn = -1;

  constructor(private readonly turn: Turn) {}

  /**
   * Puts the value of this turn's contact in. HubSpot sends `null` and `''` for what it does not hold; blanks count as
   * nothing, `'0'` and `'false'` are values.
   */
  fill(value: unknown): void {
    if (typeof value !== 'string') return;
    this.value = trimmed(value);
    this.valueTurn = this.turn.count;
  }

  isKnown(): boolean {
    return this.raw() !== '';
  }

  /** The value trimmed and in lower case; `''` when it is unknown. */
  text(): string {
    if (this.lowerTurn === this.turn.count) return this.lower;
    this.lower = this.raw().toLowerCase();
    this.lowerTurn = this.turn.count;
    return this.lower;
  }

  /** NaN when unknown or not a number. */
  number(): number {
    if (this.parsedTurn === this.turn.count) return this.parsed;
    this.parsed = readNumber(this.raw());
    this.parsedTurn = this.turn.count;
    return this.parsed;
  }

  /** Epoch milliseconds; NaN when unknown or not a date. */
  date(): number {
    if (this.momentTurn === this.turn.count) return this.moment;
    this.moment = readDate(this.raw());
    this.momentTurn = this.turn.count;
    return this.moment;
  }

  private raw(): string {
    return this.valueTurn === this.turn.count ? this.value : '';
  }
}

/** Without the blanks around it. Most values have none, which two characters tell: cheaper than `trim`. */
function trimmed(text: string): string {
  const plain = text.length > 0 && isPlain(text.charCodeAt(0)) && isPlain(text.charCodeAt(text.length - 1));
  return plain ? text : text.trim();
}

function isPlain(code: number): boolean {
  return code > 32 && code < 127;
}
