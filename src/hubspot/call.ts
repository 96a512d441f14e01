import type { z } from 'zod';

import { AppError, isAppError } from '../app/errors.js';
import type { Budget } from '../app/ports.js';
import { ENDPOINTS, type Endpoint, type Family, type Operation } from './endpoints.js';
import { failureOf, type Answer } from './errors.js';
import { repeatDelayMs } from './retry.js';
import type { Silence } from './silence.js';
import type { Transport } from './transport.js';

/** Waits until one more call of the portal may leave. */
export type Admit = () => Promise<void>;

export interface CallSeen {
  readonly portalId: number;
  readonly operation: Operation;
  /** HubSpot's status; 0 when there was no answer. */
  readonly status: number;
  readonly ms: number;
}

export interface CallDeps {
  readonly send: Transport;
  readonly family: Family;
  readonly budget: Budget;
  readonly silence: Silence;
  readonly tokenOf: (portalId: number) => Promise<string>;
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Told of every call that left, for counters. */
  readonly onCall?: ((seen: CallSeen) => void) | undefined;
}

export interface Asked<S extends z.ZodType> {
  readonly portalId: number;
  readonly operation: Operation;
  /** For the names in the path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What the answer must look like. */
  readonly answer: S;
  readonly admit: Admit;
}

const ATTEMPTS = 4;
/** All attempts together; a longer wait is the caller's to plan. @source RELIABILITY rule 13 and the actions' deadlines */
const PATIENCE_MS = 20_000;
/** The budget is paused for every process, and whoever is at it waits: not for the rest of the day. */
const LONGEST_PAUSE_MS = 60_000;
const RATE_LIMITED = 429;

/**
 * Calls HubSpot, each attempt admitted by the portal's budget. Repeats what certainly did not happen, and reads; a write
 * whose fate is unknown is left to the caller. A portal that must wait longer than our patience is left alone until then.
 *
 * @returns the call; it throws AppError `HUBSPOT_BUSY`, `HUBSPOT_UNCERTAIN`, `HUBSPOT_REJECTED`, `HUBSPOT_UNAUTHORIZED`
 *   or `HUBSPOT_UNREADABLE`, and what `tokenOf` and the budget throw
 */
export function createCall(deps: CallDeps) {
  const { budget, silence, now, random, sleep } = deps;

  async function attempt<S extends z.ZodType>(asked: Asked<S>): Promise<z.infer<S>> {
    const { portalId, operation } = asked;
    const { method, path, host }: Endpoint = ENDPOINTS[operation];
    const token = await deps.tokenOf(portalId);
    const began = now();
    const seen = (status: number) => deps.onCall?.({ portalId, operation, status, ms: now() - began });
    const query = asked.query ? `?${new URLSearchParams(asked.query).toString()}` : '';
    const letter = { method, host, path: filled(path[deps.family], asked.params) + query, token, body: asked.body };
    const answer = await deps.send(letter).catch((error: unknown) => {
      seen(0);
      throw error;
    });
    seen(answer.status);
    if (answer.status >= 300) throw failureOf(answer);
    return readAnswer(answer, asked.answer);
  }

  /** @returns false when it is not worth waiting for */
  async function waitAfter(error: AppError, tries: number, asked: Asked<z.ZodType>, until: number): Promise<boolean> {
    const told = error.retryAfterMs;
    const limited = error.facts['status'] === RATE_LIMITED;
    if (limited && told !== undefined && told <= LONGEST_PAUSE_MS) await budget.pause(asked.portalId, told);
    if (told !== undefined && told > PATIENCE_MS) silence.keep(asked.portalId, told);
    const waitMs = told ?? repeatDelayMs(tries, random);
    if (tries === ATTEMPTS || now() + waitMs > until) return false;
    if (!limited) await sleep(waitMs); // a paused budget makes us wait by itself
    return true;
  }

  return async function call<S extends z.ZodType>(asked: Asked<S>): Promise<z.infer<S>> {
    const until = now() + PATIENCE_MS;
    for (let tries = 1; ; tries += 1) {
      silence.check(asked.portalId);
      await asked.admit();
      try {
        return await attempt(asked);
      } catch (caught) {
        const error = forgiven(caught, asked.operation);
        if (!isAppError(error, 'HUBSPOT_BUSY') || !(await waitAfter(error, tries, asked, until))) throw error;
      }
    }
  };
}

export type Call = ReturnType<typeof createCall>;

function filled(path: string, params: Readonly<Record<string, string>> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

/** For a call that may be made twice, "unknown" is as good as "not done". */
function forgiven(error: unknown, operation: Operation): unknown {
  if (!isAppError(error, 'HUBSPOT_UNCERTAIN') || !ENDPOINTS[operation].repeatable) return error;
  const { message, facts, retryAfterMs } = error;
  return new AppError('HUBSPOT_BUSY', message, { facts, cause: error, ...(retryAfterMs ? { retryAfterMs } : {}) });
}

function readAnswer<S extends z.ZodType>(answer: Answer, schema: S): z.infer<S> {
  const read = schema.safeParse(jsonOf(answer.body));
  if (read.success) return read.data;
  const at = read.error.issues[0]?.path.join('.') ?? '';
  throw new AppError('HUBSPOT_UNREADABLE', 'HubSpot answered in a way we do not know', {
    facts: { status: answer.status, at },
  });
}

/** Text that is not JSON reads as absent, which no schema but "nothing" takes. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
