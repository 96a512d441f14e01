import { dateOf } from './date.js';
import { says, wholeWords, wordsOf } from './whole-words.js';

/** HubSpot dates some acts by itself, on the contact. */
interface DatedAct {
  readonly signal: string;
  /** Properties that each hold the time of the newest such act. */
  readonly dates: readonly string[];
  /** Only when the newest conversion is named with any of these (English or Dutch), as `namesFor` gives them. */
  readonly words?: readonly string[];
}

const CONVERSION = ['recent_conversion_date'];
const CONVERSION_NAME = 'recent_conversion_event_name';

/** Forms that name what they are not: to call a demo off is not to ask for one, nor is a job. */
const NOT_ASKED = namesFor([
  ...['cancel', 'cancellation', 'unsubscribe', 'newsletter', 'job', 'career', 'vacancy', 'internship'],
  ...['annuleren', 'afmelden', 'uitschrijven', 'nieuwsbrief', 'vacature', 'sollicitatie', 'stage'],
]);

function converted(signal: string, words: readonly string[]): DatedAct {
  return { signal, dates: CONVERSION, words: namesFor(words) };
}

/** Alone, or in the plural. */
function namesFor(words: readonly string[]): readonly string[] {
  return wholeWords(words.flatMap((word) => [word, `${word}s`]));
}

/** @source HubSpot's default contact properties; the conversion event is named after the page and the form. */
const DATED_ACTS: readonly DatedAct[] = [
  { signal: 'form_submitted', dates: CONVERSION },
  { signal: 'meeting_booked', dates: ['engagements_last_meeting_booked'] },
  { signal: 'email_clicked', dates: ['hs_email_last_click_date'] },
  { signal: 'email_replied', dates: ['hs_email_last_reply_date', 'hs_sales_email_last_replied'] },
  converted('demo_requested', ['demo', 'demonstration', 'demonstratie']),
  converted('quote_requested', ['quote', 'quotation', 'offerte', 'offerteaanvraag']),
  converted('trial_started', ['trial', 'proefperiode', 'proefaccount']),
  converted('pricing_requested', ['pricing', 'price list', 'prijzen', 'prijslijst']),
  converted('contact_requested', ['contact sales', 'talk to sales', 'contact met sales']),
  // Whole phrases where one word stands on every other form: "apply", "application", "call".
  converted('meeting_requested', [
    ...['request a meeting', 'meeting request', 'book a meeting', 'book a call', 'request a call', 'callback'],
    ...['afspraak maken', 'maak een afspraak', 'plan een gesprek', 'bel mij terug'],
  ]),
  converted('consultation_requested', ['consultation', 'adviesgesprek', 'kennismakingsgesprek']),
  converted('viewing_requested', [
    ...['a viewing', 'viewing request', 'property viewing', 'a showing', 'bezichtiging'],
  ]),
  converted('application_submitted', [
    ...['apply now', 'apply online', 'apply for', 'application form', 'your application'],
    ...['mortgage application', 'loan application', 'hypotheekaanvraag', 'aanvraagformulier'],
  ]),
  converted('admissions_call_booked', ['admissions call', 'talk to admissions', 'speak to admissions']),
  converted('fees_requested', ['tuition', 'course fee', 'start date', 'collegegeld', 'startdatum', 'startdata']),
  converted('treatment_options_requested', ['treatment option', 'behandelopties']),
];

/** Contact properties that `actsFrom` reads, sorted. */
export const ACT_PROPERTIES: readonly string[] = propertiesOf(DATED_ACTS);

/** The signals HubSpot dates by itself, in no order that matters. */
export const DATED_SIGNALS: ReadonlySet<string> = new Set(DATED_ACTS.map(({ signal }) => signal));

/** Those of `ACT_PROPERTIES` that show these signals, sorted; a signal HubSpot does not date needs none. */
export function actPropertiesOf(signals: readonly string[]): readonly string[] {
  return propertiesOf(DATED_ACTS.filter(({ signal }) => signals.includes(signal)));
}

function propertiesOf(acts: readonly DatedAct[]): readonly string[] {
  const names = acts.flatMap(({ dates, words }) => (words ? [CONVERSION_NAME, ...dates] : dates));
  return [...new Set(names)].sort();
}

/**
 * The acts HubSpot's own properties show: of each kind the newest, since HubSpot keeps no more.
 *
 * @returns signal → times in epoch milliseconds, oldest first; a signal without a readable date is left out
 */
export function actsFrom(properties: Readonly<Record<string, string | null | undefined>>): Record<string, number[]> {
  const conversion = namedIn(properties[CONVERSION_NAME]);
  const acts: Record<string, number[]> = {};
  for (const { signal, dates, words } of DATED_ACTS) {
    if (words && !says(conversion, words)) continue;
    const times = dates.map((property) => dateOf(properties[property] ?? '')).filter((at) => !Number.isNaN(at));
    if (times.length > 0) acts[signal] = [...new Set(times)].sort((a, b) => a - b);
  }
  return acts;
}

/**
 * HubSpot writes "Page title: Form name". Where the form says what was asked for, the page does not count: a pricing page
 * has demo forms too. Where the form has no telling name, the page is all there is.
 */
function namedIn(event: string | null | undefined): string {
  const form = wordsOf((event ?? '').split(': ').at(-1) ?? '');
  if (says(form, NOT_ASKED)) return '';
  return DATED_ACTS.some(({ words }) => words && says(form, words)) ? form : wordsOf(event ?? '');
}
