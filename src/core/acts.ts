import { dateOf } from './date.js';

/** HubSpot dates some acts by itself, on the contact. */
interface DatedAct {
  readonly signal: string;
  /** Properties that each hold the time of the newest such act. */
  readonly dates: readonly string[];
  /** Only when the newest conversion is named with any of these words. */
  readonly words?: readonly string[];
}

const CONVERSION = ['recent_conversion_date'];

function converted(signal: string, words: readonly string[]): DatedAct {
  return { signal, dates: CONVERSION, words };
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
  ...new Set(['recent_conversion_event_name', ...DATED_ACTS.flatMap(({ dates }) => dates)]),
].sort();

/**
 * The acts HubSpot's own properties show: of each kind the newest, since HubSpot keeps no more.
 *
 * @returns signal → times in epoch milliseconds, oldest first; a signal without a readable date is left out
 */
export function actsFrom(properties: Readonly<Record<string, string | null | undefined>>): Record<string, number[]> {
  const conversion = namedIn(properties['recent_conversion_event_name']);
  const acts: Record<string, number[]> = {};
  for (const { signal, dates, words } of DATED_ACTS) {
    if (words && !says(conversion, words)) continue;
    const times = dates.map((property) => dateOf(properties[property] ?? '')).filter((at) => !Number.isNaN(at));
    if (times.length > 0) acts[signal] = [...new Set(times)].sort((a, b) => a - b);
  }
  return acts;
}

const says = (text: string, words: readonly string[]): boolean => words.some((word) => text.includes(word));

/**
 * HubSpot writes "Page title: Form name". Where the form says what was asked for, the page does not count: a pricing page
 * has demo forms too. Where the form has no telling name, the page is all there is.
 */
function namedIn(event: string | null | undefined): string {
  const text = (event ?? '').toLowerCase();
  const form = text.split(': ').at(-1) ?? '';
  return DATED_ACTS.some(({ words }) => words && says(form, words)) ? form : text;
}
