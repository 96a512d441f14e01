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

/**
 * Opens a short window in which asks gather.
 *
 * A busy process fires the quiet timer late, before it has read what has long been waiting on its sockets. So when the time
 * is up, the sockets are read once more: whoever is found there keeps the window open.
 */
export function openWindow({ longestMs, quietMs }: WindowLengths): Window {
  let resolve: () => void = () => undefined;
  let ended = false;
  let joins = 0;
  const over = new Promise<void>((done) => (resolve = done));
  const end = () => {
    ended = true;
    clearTimeout(quiet);
    clearTimeout(longest);
    resolve();
  };
  const lookOnceMore = () => {
    const before = joins;
    setImmediate(() => (ended || joins === before ? end() : quiet.refresh()));
  };
  const quiet = setTimeout(lookOnceMore, quietMs);
  const longest = setTimeout(end, longestMs);
  const joined = () => {
    joins += 1;
    if (!ended) quiet.refresh(); // refreshing a timer that is over would start it again
  };
  return { over, joined, end };
}
