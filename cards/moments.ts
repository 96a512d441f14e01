import type { Say } from './texts';

/** Times as this user reads them. */
export interface Moments {
  /** `12 Nov, 14:05`; what cannot be read is shown as it came. */
  readonly moment: (iso: string) => string;
  /** `2 h 10 min`; the sign does not matter. */
  readonly span: (ms: number) => string;
}

export interface MomentsOptions {
  readonly say: Say;
  /** HubSpot's locale of the user. */
  readonly locale: string | undefined;
  /** IANA name; HubSpot gives the portal's. */
  readonly timeZone: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export function createMoments({ say, locale, timeZone }: MomentsOptions): Moments {
  const format = formatFor(locale?.replace('_', '-') ?? 'en', timeZone);
  return {
    moment: (iso) => {
      const at = Date.parse(iso);
      return Number.isNaN(at) ? iso : format.format(at);
    },
    span: (ms) => spanText(Math.abs(ms), say),
  };
}

const SHOWN = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;

/** A locale or zone this browser does not know is no reason to show nothing. */
function formatFor(locale: string, timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...SHOWN, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en', { ...SHOWN, timeZone: 'UTC' });
  }
}

function spanText(ms: number, say: Say): string {
  if (ms < MINUTE_MS) return say('time.moment');
  if (ms < HOUR_MS) return say('time.minutes', { n: Math.floor(ms / MINUTE_MS) });
  if (ms < DAY_MS) {
    const m = Math.floor((ms % HOUR_MS) / MINUTE_MS);
    const n = Math.floor(ms / HOUR_MS);
    return m === 0 ? say('time.hours', { n }) : say('time.hoursMinutes', { n, m });
  }
  const days = Math.floor(ms / DAY_MS);
  return days === 1 ? say('time.day') : say('time.days', { n: days });
}
