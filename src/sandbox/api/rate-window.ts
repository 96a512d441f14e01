/** Counts what happens in a rolling stretch of time, exactly. Times are epoch ms and do not run backwards. */
export interface RateWindow {
  /** One more now? Counts it when it fits. @returns how many more would fit, or -1 when this one did not */
  take(now: number): number;
}

/**
 * @param limit    how many fit; 0 for no limit
 * @param windowMs length of the stretch
 */
export function createRateWindow(limit: number, windowMs: number): RateWindow {
  const times: number[] = [];
  let first = 0;
  return {
    take: (now) => {
      if (limit === 0) return Number.MAX_SAFE_INTEGER;
      while (first < times.length && (times[first] ?? 0) <= now - windowMs) first += 1;
      if (first > 10_000) {
        times.splice(0, first);
        first = 0;
      }
      const used = times.length - first;
      if (used >= limit) return -1;
      times.push(now);
      return limit - used - 1;
    },
  };
}

/** The most times that lie within any `windowMs`, its start counted and its end not. @param times not decreasing */
export function mostWithin(times: readonly number[], windowMs: number): number {
  let first = 0;
  let most = 0;
  times.forEach((time, last) => {
    while ((times[first] ?? time) <= time - windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  });
  return most;
}

/** Said when calls come too fast. @source HubSpot's bodies, to the letter: clients compare them */
export function tooManyBody(policyName: 'TEN_SECONDLY_ROLLING' | 'SECONDLY', appId: number): Record<string, unknown> {
  const kind = policyName === 'SECONDLY' ? 'secondly' : 'ten_secondly_rolling';
  const groupName = `publicapi:private_app-api-calls-ten-secondly:${appId}`;
  return {
    status: 'error',
    message: `You have reached your ${kind} limit.`,
    errorType: 'RATE_LIMIT',
    policyName,
    ...(policyName === 'SECONDLY' ? {} : { groupName }),
  };
}
