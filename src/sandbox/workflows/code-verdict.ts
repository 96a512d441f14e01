import type { CodeEnd } from './code-runner.js';
import { outputsOf, type Verdict } from './reply.js';

/** What a run ended with, in words; `status`: of an HTTP answer, when the error tells. */
export interface CodeError {
  readonly reason: string;
  readonly status: number | undefined;
}

/** @source HubSpot, "Custom code actions": characters of one output */
const MAX_OUTPUT_CHARACTERS = 65_000;

/**
 * What HubSpot makes of a run: errors that say 429 or 5xx are tried again, others end the step.
 *
 * @source HubSpot, "Custom code actions": retries, limits
 */
export function judgeCode(end: CodeEnd): Verdict {
  if ('error' in end) {
    const { reason, status = 0 } = end.error;
    if (status === 429 || status >= 500) return { kind: 'again', reason };
    return { kind: 'ended', state: 'failed', outputs: {}, reason };
  }
  const outputs = outputsOf(end.outputs);
  const large = Object.keys(outputs).find((name) => (outputs[name] ?? '').length > MAX_OUTPUT_CHARACTERS);
  if (large === undefined) return { kind: 'ended', state: 'succeeded', outputs };
  return { kind: 'ended', state: 'failed', outputs: {}, reason: `OUTPUT_VALUES_TOO_LARGE: ${large}` };
}

/** Reads whatever was thrown: errors of another world are no `Error` here. */
export function readError(thrown: unknown): CodeError {
  const name = textAt(thrown, 'name') ?? 'Error';
  const message = textAt(thrown, 'message') ?? String(thrown);
  return { reason: `${name}: ${message}`, status: statusOf(thrown) };
}

/** Where the HTTP clients that HubSpot offers keep the status: its own, axios, request. */
function statusOf(thrown: unknown): number | undefined {
  const response = at(thrown, 'response');
  const places = [
    at(thrown, 'code'),
    at(thrown, 'status'),
    at(thrown, 'statusCode'),
    at(response, 'status'),
    at(response, 'statusCode'),
  ];
  return places.find((place) => typeof place === 'number');
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textAt(value: unknown, name: string): string | undefined {
  const found = at(value, name);
  return typeof found === 'string' ? found : undefined;
}
