import type { CallLog } from '../call-log.js';
import type { Injected } from '../faults.js';
import type { Ending, Incoming } from './door.js';
import { refuse, type Reply } from './reply.js';

/** One call that may be carried out, and what befalls it. */
export interface Admitted {
  readonly incoming: Pick<Incoming, 'method' | 'path'>;
  readonly portalId: number;
  /** As the log and the counters call it. */
  readonly endpoint: string;
  /** Epoch ms of the real clock. */
  readonly at: number;
  readonly injected: Injected;
  /** Called too often? */
  readonly isFull: boolean;
  readonly tooMany: (retryAfterSeconds?: number) => Reply;
  /** Does the work. */
  readonly answer: () => Reply;
}

export interface CarryOutDeps {
  readonly log: Pick<CallLog, 'add'>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Does the work of one call, unless it is one too many or something was to go wrong, and logs it. */
export async function carryOut({ log, sleep }: CarryOutDeps, call: Admitted): Promise<Ending> {
  const { incoming, portalId, endpoint, at, injected } = call;
  if (injected.latencyMs > 0) await sleep(injected.latencyMs);
  const ending = call.isFull ? replyWith(call.tooMany()) : underFaults(call);
  const status = ending.kind === 'reply' ? ending.reply.status : 0;
  const { method, path } = incoming;
  log.add({ portalId, at, method, path, endpoint, status, faults: [...injected.kinds] });
  return ending;
}

export function replyWith(reply: Reply): Ending {
  return { kind: 'reply', reply };
}

function underFaults({ injected, tooMany, answer }: Admitted): Ending {
  const { kinds, status, retryAfterSeconds } = injected;
  if (kinds.has('rate429')) return replyWith(tooMany(retryAfterSeconds));
  if (kinds.has('status5xx')) return replyWith(broken(status));
  if (kinds.has('hang')) return { kind: 'hang' };
  const reply = answer();
  if (kinds.has('appliedThenReset')) return { kind: 'reset' };
  return replyWith(kinds.has('applyThen5xx') ? broken(status) : reply);
}

function broken(status: number): Reply {
  return refuse({ status, message: 'internal error' });
}
