import { HttpClient } from '@hubspot/api-client/lib/src/services/http/HttpClient.js';
import { Request } from '@hubspot/api-client/lib/src/services/http/Request.js';

import { AppError } from '../app/errors.js';
import { createAgent } from './agent.js';
import type { Answer } from './errors.js';

/** Bounds on one call. Milliseconds and bytes. */
export interface CallLimits {
  readonly connectMs: number;
  /** From sending to the last byte of the answer. */
  readonly totalMs: number;
  readonly answerBytes: number;
}

/** @source RELIABILITY rule 13: 3 s to connect, 10 s in all */
export const CALL_LIMITS: CallLimits = { connectMs: 3_000, totalMs: 10_000, answerBytes: 16 * 1024 * 1024 };

export interface Letter {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** forms: where HubSpot takes submissions. Default its API. */
  readonly host?: 'api' | 'forms' | undefined;
  readonly path: string;
  readonly token: string;
  /** Sent as JSON; absent for GET. */
  readonly body?: unknown;
}

/** @source HubSpot, "Submit data to a form": an address of their own. A stand-in for HubSpot has one address for all. */
const HUBSPOT = 'https://api.hubapi.com';
const HUBSPOT_FORMS = 'https://api.hsforms.com';

/** Where submissions of forms go. @param apiUrl without a slash at the end */
export const formsUrlOf = (apiUrl: string): string => (apiUrl === HUBSPOT ? HUBSPOT_FORMS : apiUrl);

/** Failures before the first byte can have left. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'HUBSPOT_BUSY']);

/**
 * One call over HubSpot's own client, bounded in time and size.
 *
 * `Client.apiRequest` passes no agent, no deadline and no redirect mode to its fetch, follows redirects with the token, and
 * runs through decorators that are shared by every client of the process. So the two classes it is made of are used
 * directly: its `Request` (address, headers, token, JSON) and its `HttpClient` (node-fetch), with the bounds in between.
 *
 * @returns sends one letter: resolves with any status, redirects included and never followed
 * @throws {AppError} `HUBSPOT_BUSY` no connection was made · `HUBSPOT_UNCERTAIN` it broke or took too long after that ·
 *   `HUBSPOT_UNREADABLE` the answer is larger than the cap
 */
export function createTransport(apiUrl: string, limits: CallLimits = CALL_LIMITS) {
  const base = apiUrl.replace(/\/+$/, '');
  const hosts = { api: base, forms: formsUrlOf(base) };
  const agents = { api: createAgent(hosts.api, limits.connectMs), forms: createAgent(hosts.forms, limits.connectMs) };

  return async function send({ token, host = 'api', ...letter }: Letter): Promise<Answer> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), limits.totalMs);
    const bounds = { agent: agents[host], signal: deadline.signal, redirect: 'manual', size: limits.answerBytes };
    const request = new Request({ basePath: hosts[host], accessToken: token }, letter);
    const sendData = { ...request.getSendData(), ...bounds };
    try {
      const response = await HttpClient.send(Object.assign(request, { getSendData: () => sendData }));
      const body = await response.text();
      return { status: response.status, header: (name) => response.headers.get(name), body };
    } catch (error) {
      deadline.abort(); // an oversize answer would otherwise be read to its end
      throw brokenCall(error);
    } finally {
      clearTimeout(timer);
    }
  };
}

export type Transport = ReturnType<typeof createTransport>;

const textOf = (error: unknown, key: 'code' | 'type'): string =>
  error instanceof Error && key in error ? String(Reflect.get(error, key)) : '';

/** The fetch error itself names the address and may quote bytes: only its code is kept. */
function brokenCall(error: unknown): AppError {
  const code = textOf(error, 'code') || textOf(error, 'type') || 'unknown';
  const facts = { code };
  if (NEVER_SENT.has(code)) return new AppError('HUBSPOT_BUSY', 'HubSpot cannot be reached', { facts });
  if (code === 'max-size') return new AppError('HUBSPOT_UNREADABLE', 'HubSpot answered more than we take', { facts });
  return new AppError('HUBSPOT_UNCERTAIN', 'The call to HubSpot broke off; it may have happened', { facts });
}
