import { ACT_PROPERTIES, actPropertiesOf, actsFrom, DATED_SIGNALS } from '../../src/core/acts.js';

const AT = '2026-11-20T09:30:00Z';
const AT_MS = 1_795_167_000_000;

describe('actsFrom', () => {
  it.each([
    ['a submitted form', { recent_conversion_date: AT }, { form_submitted: [AT_MS] }],
    ['a date in epoch milliseconds', { recent_conversion_date: '1795167000000' }, { form_submitted: [AT_MS] }],
    ['a booked meeting', { engagements_last_meeting_booked: AT }, { meeting_booked: [AT_MS] }],
    ['a clicked e-mail', { hs_email_last_click_date: AT }, { email_clicked: [AT_MS] }],
    ['a reply to marketing', { hs_email_last_reply_date: AT }, { email_replied: [AT_MS] }],
    ['a reply to sales', { hs_sales_email_last_replied: AT }, { email_replied: [AT_MS] }],
    [
      'two replies, oldest first',
      { hs_email_last_reply_date: '2026-11-20T09:30:00.001Z', hs_sales_email_last_replied: AT },
      { email_replied: [AT_MS, AT_MS + 1] },
    ],
    [
      'one reply that HubSpot dates twice',
      { hs_email_last_reply_date: AT, hs_sales_email_last_replied: AT },
      { email_replied: [AT_MS] },
    ],
    ['an unreadable date', { recent_conversion_date: 'soon', recent_conversion_event_name: 'Demo' }, {}],
    ['a name without a date', { recent_conversion_event_name: 'Demo request' }, {}],
    ['no value', { recent_conversion_date: null, hs_email_last_click_date: '' }, {}],
    ['nothing', {}, {}],
  ])('finds in %s what it shows', (_what, properties, expected) => {
    expect(actsFrom(properties)).toEqual(expected);
  });

  it.each([
    ['Book a DEMO: main form', 'demo_requested'],
    ['Pricing page: Get a Quote', 'quote_requested'],
    ['Start your free trial', 'trial_started'],
    ['Pricing: download list', 'pricing_requested'],
    ['Contact Sales', 'contact_requested'],
    ['Talk to sales: footer', 'contact_requested'],
    ['Book a call with a partner', 'meeting_requested'],
    ['Pricing: Request a meeting', 'meeting_requested'],
    ['Book a meeting', 'meeting_requested'],
    ['Request a call', 'meeting_requested'],
    ['Pricing: Callback', 'meeting_requested'],
    ['Free first consultation', 'consultation_requested'],
    ['Main Street 5: Book a viewing', 'viewing_requested'],
    ['Viewing request', 'viewing_requested'],
    ['Property viewing', 'viewing_requested'],
    ['Schedule a showing', 'viewing_requested'],
    ['Personal loan: Apply now', 'application_submitted'],
    ['Application form autumn intake', 'application_submitted'],
    ['Apply online', 'application_submitted'],
    ['Apply for a mortgage', 'application_submitted'],
    ['Send your application', 'application_submitted'],
    ['MBA: Book an admissions call', 'admissions_call_booked'],
    ['Talk to admissions', 'admissions_call_booked'],
    ['Speak to admissions', 'admissions_call_booked'],
    ['MBA: Tuition', 'fees_requested'],
    ['MBA: Course fees', 'fees_requested'],
    ['MBA: Start dates', 'fees_requested'],
    ['Clinic: Treatment options', 'treatment_options_requested'],
    ['Live demos', 'demo_requested'],
    ['Mortgage application', 'application_submitted'],
    ['Meeting request', 'meeting_requested'],
    ['Home: Offerte aanvragen', 'quote_requested'],
    ['Plan een bezichtiging', 'viewing_requested'],
    ['Hypotheekaanvraag', 'application_submitted'],
    ['Prijzen: Demo aanvragen', 'demo_requested'],
    ['Gratis adviesgesprek', 'consultation_requested'],
    ['Maak een afspraak', 'meeting_requested'],
    ['Opleiding: Collegegeld en startdata', 'fees_requested'],
  ])('knows from the conversion "%s" that it is %s', (name, signal) => {
    const acts = actsFrom({ recent_conversion_date: AT, recent_conversion_event_name: name });

    expect(acts).toMatchObject({ form_submitted: [AT_MS], [signal]: [AT_MS] });
  });

  it.each([
    'Interviewing guide',
    'Mobile applications in retail: White paper',
    'Previewing the spring release',
    'Consulting report',
    'Call for papers',
    'Treatment of personal data',
    'Demographics report download',
    'Democratise data webinar',
    'Blog: Industrial automation whitepaper',
    'Repricing guide',
    'Cancel demo',
    'Cancel my consultation',
    'Apply for a job',
    'Quote of the day newsletter',
    'Demo annuleren',
    'Careers: Apply now for this vacancy',
  ])('does not find words of other forms in "%s" (D22)', (name) => {
    expect(actsFrom({ recent_conversion_date: AT, recent_conversion_event_name: name })).toEqual({
      form_submitted: [AT_MS],
    });
  });

  it('takes a newsletter for a submitted form and no more', () => {
    expect(
      Object.keys(
        actsFrom({ recent_conversion_date: AT, recent_conversion_event_name: 'Pricing page: Request a demo' }),
      ),
    ).toEqual(['form_submitted', 'demo_requested']);
    expect(actsFrom({ recent_conversion_date: AT, recent_conversion_event_name: 'Newsletter' })).toEqual({
      form_submitted: [AT_MS],
    });
  });

  it('reads the properties it says it reads', () => {
    expect(ACT_PROPERTIES).toEqual([
      'engagements_last_meeting_booked',
      'hs_email_last_click_date',
      'hs_email_last_reply_date',
      'hs_sales_email_last_replied',
      'recent_conversion_date',
      'recent_conversion_event_name',
    ]);
  });
});

describe('actPropertiesOf', () => {
  it.each([
    ['nothing for no signal', [], []],
    ['nothing for a signal HubSpot does not date', ['pricing_viewed'], []],
    ['every date of a signal', ['email_replied'], ['hs_email_last_reply_date', 'hs_sales_email_last_replied']],
    [
      'the name of a form where the name tells',
      ['demo_requested'],
      ['recent_conversion_date', 'recent_conversion_event_name'],
    ],
    ['no name where any form will do', ['form_submitted'], ['recent_conversion_date']],
    [
      'each property once, sorted',
      ['quote_requested', 'meeting_booked', 'demo_requested'],
      ['engagements_last_meeting_booked', 'recent_conversion_date', 'recent_conversion_event_name'],
    ],
  ])('names %s', (_what, signals, properties) => {
    expect(actPropertiesOf(signals)).toEqual(properties);
  });

  it('names for all signals together what is read of every contact', () => {
    expect(actPropertiesOf([...DATED_SIGNALS])).toEqual(ACT_PROPERTIES);
  });
});
