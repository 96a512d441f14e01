export interface WindowLengths {
  /** Ends at the latest this long after the first ask. */
  readonly longestMs: number;
  /** Ends when nobody joined for this long: a lone ask is not kept for the whole window. */
  readonly quietMs: number;
}

/** @source DESIGN section 2: "a window of ~25 ms gathers them" */
export const WINDOW: WindowLengths = { longestMs: 25, quietMs: 2 };

export interface Window {
  /** Resolves when the window ends. */
  readonly over: Promise<void>;
  /** Somebody joined: it stays quiet no longer. */
  readonly joined: () => void;
  readonly end: () => void;
}

/** Opens a short window in which asks gather. */
export function openWindow({ longestMs, quietMs }: WindowLengths): Window {
  let resolve: () => void = () => undefined;
  let ended = false;
  const over = new Promise<void>((done) => (resolve = done));
  const end = () => {
    ended = true;
    clearTimeout(quiet);
    clearTimeout(longest);
    resolve();
  };
  const quiet = setTimeout(end, quietMs);
  const longest = setTimeout(end, longestMs);
  const joined = () => {
    if (!ended) quiet.refresh(); // refreshing a timer that is over would start it again
  };
  return { over, joined, end };
}
