import winston from 'winston';
import { isAppError } from './app/errors.js';
import type { Log, LogFields } from './app/ports.js';

const LEVELS = { error: 0, warn: 1, info: 2, debug: 3 } as const;
type Level = keyof typeof LEVELS;

/** The only fields that reach a log line. None of them holds a person's data, a secret, or a body. */
const ALLOWED: ReadonlySet<string> = new Set([
  ...['portalId', 'contactId', 'action', 'key', 'callbackId', 'way', 'actor', 'worker', 'portals', 'importId'],
  ...['state', 'kind', 'from', 'to', 'rule', 'model', 'models', 'mode', 'sandbox', 'embedded', 'durability', 'dataDir'],
  ...['code', 'status', 'operation', 'category', 'correlationId', 'policyName', 'requestId', 'problem', 'variables'],
  ...['ms', 'count', 'rows', 'row', 'attempt', 'attempts', 'delayMs', 'retryAfterMs', 'calls', 'version'],
  ...['file', 'line', 'seed', 'port', 'host', 'url', 'pid', 'signal', 'failpoint', 'migration'],
]);
const MAX_TEXT = 300;
const MAX_ITEMS = 20;
const MAX_CAUSES = 3;

export interface LoggerOptions {
  readonly level: Level;
  /** Where the lines go; absent: standard output. */
  readonly stream?: NodeJS.WritableStream;
}

/**
 * A log of JSON lines, one per call: `level`, `message`, `timestamp` (ISO 8601) and the allowed fields. Whatever else is
 * handed in is dropped, so that no caller has to remember what may not be logged.
 */
export function createLogger({ level, stream }: LoggerOptions): Log {
  const logger = winston.createLogger({
    levels: LEVELS,
    level,
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
    transports: [new winston.transports.Stream({ stream: stream ?? process.stdout })],
  });
  const write = (at: Level, message: string, fields: LogFields): void => {
    if (LEVELS[at] > LEVELS[level]) return;
    logger.log({ ...clean(fields, level === 'debug'), level: at, message: text(message) });
  };
  return bound(write, {});
}

type Write = (at: Level, message: string, fields: LogFields) => void;

function bound(write: Write, known: LogFields): Log {
  const at =
    (level: Level) =>
    (message: string, fields?: LogFields): void =>
      write(level, message, fields === undefined ? known : { ...known, ...fields });
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => bound(write, { ...known, ...fields }),
  };
}

function clean(fields: LogFields, withStack: boolean): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'error') kept[name] = errorFields(value, withStack);
    else if (ALLOWED.has(name)) kept[name] = name === 'url' ? place(value) : plain(value);
  }
  return kept;
}

/** Numbers, truth values, short texts and short lists of them; `undefined` (so: left out) for everything else. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value))
    return value.slice(0, MAX_ITEMS).map((item) => (Array.isArray(item) ? undefined : plain(item)));
  return undefined;
}

/** Cut to a length, with mail addresses taken out: the one kind of personal data that a pattern knows for sure. */
function text(value: string): string {
  return value.slice(0, MAX_TEXT).replace(/[^\s@<>"']+@[^\s@<>"']+\.[a-z]{2,}/gi, '[address]');
}

/** An address without what may be secret in it: credentials, query, fragment. */
function place(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const [path = ''] = value.split(/[?#]/);
  return text(path.replace(/\/\/[^/@]*@/, '//'));
}

/**
 * What may be said of an error. Ours carry a code, facts and a message made for logs; of others only name and code, since
 * their messages quote what they were handed (addresses, bodies, tokens).
 */
function errorFields(error: unknown, withStack: boolean, causes = MAX_CAUSES): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const ours = isAppError(error);
  const cause = error.cause === undefined || causes === 0 ? undefined : errorFields(error.cause, withStack, causes - 1);
  return {
    name: word(error.name),
    code: 'code' in error ? word(error.code) : undefined,
    ...(ours ? { message: text(error.message), facts: factsOf(error.facts), retryAfterMs: error.retryAfterMs } : {}),
    ...(withStack ? { stack: frames(error.stack) } : {}),
    cause,
  };
}

function factsOf(facts: LogFields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, plain(value)]));
}

/** An identifier such as `ECONNRESET` or `23505`; anything that reads like a sentence is not one. */
function word(value: unknown): string | number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^[\w.-]{1,60}$/.test(value) ? value : undefined;
}

/** The places in a stack, without the message it begins with. */
function frames(stack: string | undefined): string[] {
  return (stack ?? '')
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .map((line) => line.trim());
}
