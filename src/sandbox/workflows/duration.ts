const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long HubSpot waits for a blocked execution when the reply names no time. @source "Custom workflow actions" */
export const DEFAULT_BLOCK_MS = 7 * DAY;

const UNITS: Readonly<Record<string, number>> = {
  SECONDS: 1000,
  MINUTES: MINUTE,
  HOURS: HOUR,
  DAYS: DAY,
  WEEKS: 7 * DAY,
};

/** A year counts as 365 days and a month as 30: nobody waits that long, and a number must come out. */
const DURATION =
  /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const FACTORS = [365 * DAY, 30 * DAY, 7 * DAY, DAY, HOUR, MINUTE, 1000];

/**
 * Reads an ISO-8601 duration, weeks beside other parts included: HubSpot's own sample is `P1WT1H`.
 *
 * @returns milliseconds, or `undefined` when it is not one
 */
export function isoDurationMs(text: string): number | undefined {
  const parts = DURATION.exec(text.trim());
  if (parts === null) return undefined;
  return FACTORS.reduce((sum, factor, index) => sum + Number(parts[index + 1] ?? 0) * factor, 0);
}

/**
 * Length of a workflow delay.
 *
 * @param delta whole or decimal number, not negative
 * @param unit  SECONDS, MINUTES, HOURS, DAYS or WEEKS
 * @returns milliseconds, or `undefined` when either cannot be read
 */
export function delayMs(delta: string, unit: string): number | undefined {
  const factor = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
  const count = delta.trim() === '' ? Number.NaN : Number(delta);
  return factor === undefined || !Number.isFinite(count) || count < 0 ? undefined : count * factor;
}
