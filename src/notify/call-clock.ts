/** Until when the parts of one call must be over. */
export interface Clock {
  /** Aborted when a connection should have been there. */
  readonly unconnected: AbortSignal;
  /** Aborted when all should have been over. */
  readonly unfinished: AbortSignal;
  stop(): void;
}

/** Starts now. Milliseconds. */
export function startClock(connectMs: number, totalMs: number): Clock {
  const [unconnected, unfinished] = [new AbortController(), new AbortController()];
  const timers = [setTimeout(() => unconnected.abort(), connectMs), setTimeout(() => unfinished.abort(), totalMs)];
  return { unconnected: unconnected.signal, unfinished: unfinished.signal, stop: () => timers.forEach(clearTimeout) };
}
