/** A value that must not be printed by accident: every way of printing it gives `[secret]`. */
export interface Secret {
  /** The value itself, for the one call that needs it. */
  reveal(): string;
  toString(): string;
  toJSON(): string;
}

const HIDDEN = '[secret]';
/** Node's name for "how to show this in console.log and in errors". */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** Wraps a secret. The value lives in a closure, so spreading, cloning or listing its keys does not find it either. */
export function createSecret(value: string): Secret {
  const hidden = (): string => HIDDEN;
  return Object.freeze({ reveal: () => value, toString: hidden, toJSON: hidden, [INSPECT]: hidden });
}
