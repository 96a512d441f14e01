import type { Log, LogFields } from '../../src/app/ports.js';

export interface Entry {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

/** A log that keeps what it is told. */
export function createMemoryLog(): Log & {
  readonly entries: readonly Entry[];
  said(message: string): readonly Entry[];
} {
  const entries: Entry[] = [];
  const at =
    (level: Entry['level'], bound: LogFields) =>
    (message: string, fields: LogFields = {}): void =>
      void entries.push({ level, message, fields: { ...bound, ...fields } });
  const make = (bound: LogFields): Log => ({
    debug: at('debug', bound),
    info: at('info', bound),
    warn: at('warn', bound),
    error: at('error', bound),
    child: (fields) => make({ ...bound, ...fields }),
  });
  return { ...make({}), entries, said: (message) => entries.filter((entry) => entry.message === message) };
}
