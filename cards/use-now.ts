import { useEffect, useState } from 'react';

const EVERY_MS = 30_000;

/** The time, again every half minute: a clock that runs out on the screen is seen to run out. */
export function useNow(now: () => number): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), EVERY_MS);
    return () => clearInterval(timer);
  }, [now]);
  return at;
}
