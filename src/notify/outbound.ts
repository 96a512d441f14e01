import * as dns from 'node:dns/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';

import type { Secret } from '../app/secret.js';
import { startClock, type Clock } from './call-clock.js';
import { createTargetOf, type Barred, type Resolve, type Target } from './outbound-target.js';
import { createReach } from './reach.js';
import { readRetryAfterMs } from './retry-after.js';

/** Bounds on one call. Milliseconds and bytes. */
export interface OutboundLimits {
  /** Name look-up, connection and TLS together. */
  readonly connectMs: number;
  /** From the beginning to the last byte of the answer. */
  readonly totalMs: number;
  readonly answerBytes: number;
}

/** @source RELIABILITY rule 25 */
export const OUTBOUND_LIMITS: OutboundLimits = { connectMs: 3_000, totalMs: 10_000, answerBytes: 64 * 1024 };

export interface OutboundDeps {
  /** Networks in CIDR form that may be reached besides public ones. */
  readonly allowNets: readonly string[];
  readonly now: () => number;
  readonly resolve?: Resolve;
  readonly limits?: OutboundLimits;
}

export interface Letter {
  readonly to: Secret;
  /** JSON text. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What became of a call. It holds nothing of the address, the body or the answer's words. */
export type Posted =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfterMs?: number }
  /** No answer. `sent`: the body may have arrived. */
  | { readonly kind: 'broken'; readonly sent: boolean }
  /** No call was made, because of the address. */
  | { readonly kind: 'barred'; readonly because: string };

export type Post = (letter: Letter) => Promise<Posted>;

const NOT_SENT: Posted = { kind: 'broken', sent: false };

async function resolveAll(host: string): Promise<readonly string[]> {
  const found = await dns.lookup(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}

/**
 * Posts JSON to an address somebody gave us, who may mean ill: to public machines only, connected to the very addresses that
 * were judged, redirects never followed, bounded in time and size.
 *
 * @returns the call; it never throws
 */
export function createPost(deps: OutboundDeps): Post {
  const { connectMs, totalMs, answerBytes } = deps.limits ?? OUTBOUND_LIMITS;
  const targetOf = createTargetOf(createReach(deps.allowNets), deps.resolve ?? resolveAll);

  function send({ url, addresses }: Target, { body, headers }: Letter, clock: Clock): Promise<Posted> {
    const secure = url.protocol === 'https:';
    const request = (secure ? https : http).request(url, {
      method: 'POST',
      agent: false,
      lookup: lookupOf(addresses),
      headers: { ...headers, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
    });
    let connected = false;
    let answer: http.IncomingMessage | undefined;
    clock.unconnected.addEventListener('abort', () => connected || request.destroy());
    clock.unfinished.addEventListener('abort', () => request.destroy());
    request.once('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true)));
    request.once('response', (response) => {
      answer = response;
      drain(response, answerBytes);
    });
    request.on('error', () => undefined); // it names the address; that it closed is all we need
    request.end(body);
    return new Promise((resolve) =>
      request.once('close', () => resolve(answer ? answered(answer, deps.now()) : { kind: 'broken', sent: connected })),
    );
  }

  return async function post(letter) {
    const clock = startClock(connectMs, totalMs);
    try {
      const target = await inTime(targetOf(letter.to.reveal()), clock.unconnected);
      if (target === undefined) return NOT_SENT;
      if ('because' in target) return target.later ? NOT_SENT : { kind: 'barred', because: target.because };
      return await send(target, letter, clock);
    } finally {
      clock.stop();
    }
  };
}

/** Reads an answer to its end, so that it is not cut off for no reason, and no further than `most` bytes. */
function drain(response: http.IncomingMessage, most: number): void {
  let bytes = 0;
  response.on('error', () => undefined); // its status stands
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > most) response.destroy();
  });
}

/** A look-up cannot be called off: after its time its answer is not waited for. */
function inTime(judged: Promise<Target | Barred>, signal: AbortSignal): Promise<Target | Barred | undefined> {
  const late = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
  return Promise.race([judged, late]);
}

/** Gives the addresses that were judged, whatever the name stands for by now. */
function lookupOf(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, { all }, callback) => {
    if (all) callback(null, found);
    else callback(null, found[0]?.address ?? '', found[0]?.family);
  };
}

function answered({ statusCode = 0, headers }: http.IncomingMessage, now: number): Posted {
  const retryAfterMs = readRetryAfterMs(headers['retry-after'], now);
  return { kind: 'answered', status: statusCode, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
