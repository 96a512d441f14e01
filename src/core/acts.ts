import { dateOf } from './date.js';

/** HubSpot dates some acts by itself, on the contact. */
interface DatedAct {
  readonly signal: string;
  /** Properties that each hold the time of the newest such act. */
  readonly dates: readonly string[];
  /** Only when this property says so, in any of these words. */
  readonly named?: { readonly property: string; readonly words: readonly string[] };
}

const CONVERSION = ['recent_conversion_date'];

function converted(signal: string, words: readonly string[]): DatedAct {
  return { signal, dates: CONVERSION, named: { property: 'recent_conversion_event_name', words } };
}

/** @source HubSpot's default contact properties; the conversion event is named after the page and the form. */
const DATED_ACTS: readonly DatedAct[] = [
  { signal: 'form_submitted', dates: CONVERSION },
  { signal: 'meeting_booked', dates: ['engagements_last_meeting_booked'] },
  { signal: 'email_clicked', dates: ['hs_email_last_click_date'] },
  { signal: 'email_replied', dates: ['hs_email_last_reply_date', 'hs_sales_email_last_replied'] },
  converted('demo_requested', ['demo']),
  converted('quote_requested', ['quote']),
  converted('trial_started', ['trial']),
  converted('pricing_requested', ['pricing']),
  converted('contact_requested', ['contact sales', 'talk to sales']),
];

/** Contact properties that `actsFrom` reads, sorted. */
export const ACT_PROPERTIES: readonly string[] = [
  ...new Set(DATED_ACTS.flatMap(({ dates, named }) => (named ? [...dates, named.property] : dates))),
].sort();

/**
 * The acts HubSpot's own properties show: of each kind the newest, since HubSpot keeps no more.
 *
 * @returns signal → times in epoch milliseconds, oldest first; a signal without a readable date is left out
 */
export function actsFrom(properties: Readonly<Record<string, string | null | undefined>>): Record<string, number[]> {
  const acts: Record<string, number[]> = {};
  for (const { signal, dates, named } of DATED_ACTS) {
    if (named && !says(properties[named.property], named.words)) continue;
    const times = dates.map((property) => dateOf(properties[property] ?? '')).filter((at) => !Number.isNaN(at));
    if (times.length > 0) acts[signal] = [...new Set(times)].sort((a, b) => a - b);
  }
  return acts;
}

function says(value: string | null | undefined, words: readonly string[]): boolean {
  const text = value?.toLowerCase() ?? '';
  return words.some((word) => text.includes(word));
}
