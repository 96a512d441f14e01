import { DEFAULT_BLOCK_MS, isoDurationMs } from './duration.js';
import type { Answer } from './post.js';

export type Outputs = Readonly<Record<string, string>>;

/** What HubSpot makes of an answer to an app action. */
export type Verdict =
  | { readonly kind: 'ended'; readonly state: EndState; readonly outputs: Outputs; readonly reason?: string }
  | { readonly kind: 'blocked'; readonly forMs: number; readonly outputs: Outputs }
  /** The same call again, after the asked time or a growing gap. */
  | { readonly kind: 'again'; readonly afterMs?: number; readonly reason: string };

/** failed-continue: the app said so · failed: HubSpot says so. */
export type EndState = 'succeeded' | 'failed-continue' | 'failed' | 'expired';

/**
 * Any 2xx is a success, even one nobody can read; 429 and 5xx and silence are tried again, all else has failed.
 *
 * @source HubSpot, "Custom workflow actions": `hs_execution_state`, statuses; `Retry-After` to workflows is milliseconds
 */
export function judgeAnswer(answer: Answer): Verdict {
  if (answer.status === undefined) return { kind: 'again', reason: answer.problem };
  const { status } = answer;
  if (status >= 200 && status < 300) return judgeOutputs(outputsIn(answer.body));
  const reason = `answered ${status}`;
  if (status === 429) return { kind: 'again', reason, ...waitAsked(answer.retryAfter) };
  return status >= 500 ? { kind: 'again', reason } : { kind: 'ended', state: 'failed', outputs: {}, reason };
}

/** The state of a completion: blocking again is not offered, so everything but a failure is a success. */
export function judgeCompletion(outputs: Outputs): EndState {
  return outputs['hs_execution_state'] === 'FAIL_CONTINUE' ? 'failed-continue' : 'succeeded';
}

/** Outputs as HubSpot keeps them: strings. What is neither text, number nor boolean is dropped. */
export function outputsOf(fields: unknown): Outputs {
  if (typeof fields !== 'object' || fields === null) return {};
  const kept = Object.entries(fields).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

function judgeOutputs(outputs: Outputs): Verdict {
  if (outputs['hs_execution_state'] !== 'BLOCK') return { kind: 'ended', state: judgeCompletion(outputs), outputs };
  const forMs = isoDurationMs(outputs['hs_expiration_duration'] ?? '') ?? DEFAULT_BLOCK_MS;
  return { kind: 'blocked', forMs, outputs };
}

function outputsIn(body: string): Outputs {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null && 'outputFields' in parsed
      ? outputsOf(parsed.outputFields)
      : {};
  } catch {
    return {};
  }
}

function waitAsked(retryAfter: string | undefined): { readonly afterMs?: number } {
  return retryAfter !== undefined && /^\d+$/.test(retryAfter.trim()) ? { afterMs: Number(retryAfter) } : {};
}
