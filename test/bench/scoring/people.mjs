/** The moment everybody is scored at. */
export const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const DAY_MS = 86_400_000;

/** A seeded source of numbers from 0 to 1 (mulberry32): the same people in every run and in every process. */
function createChance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How one person's values are drawn; `null` is what HubSpot sends for what it does not hold. */
function createDraw(chance) {
  const whole = (from, to) => from + Math.floor(chance() * (to - from + 1));
  const pick = (values) => values[whole(0, values.length - 1)];
  /** Known in a share of the people. */
  const known = (share, value) => (chance() < share ? String(value()) : null);
  /** Small numbers are common, large ones are rare. */
  const skewed = (most) => Math.floor(most ** chance());
  const daysAgo = (most) => new Date(NOW - Math.floor(chance() ** 2 * most * DAY_MS)).toISOString();
  return { whole, pick, known, skewed, daysAgo };
}

const FIRST = ['Anna', 'Bram', 'Chloé', 'David', 'Eva', 'Farid', 'Grace', 'Hugo', 'Ines', 'Jan'];
const LAST = ['de Vries', 'Müller', 'Dupont', 'Smith', 'Jansen', 'Peeters', 'Rossi', 'Novak', 'García', 'Larsen'];
const COMPANIES = ['Acme', 'Globex', 'Initech', 'Umbrella', 'Hooli', 'Stark', 'Wayne', 'Wonka', 'Tyrell', 'Soylent'];
const TITLES = [
  'Chief Revenue Officer',
  'Founder',
  'Head of Growth',
  'Sales Director',
  'Marketing Manager',
  'Account Executive',
  'Software Engineer',
  'Operations Lead',
  'Student',
  'Marketing Intern',
];
const SENIORITIES = ['owner', 'executive', 'vp', 'director', 'manager', 'senior', 'employee', 'entry'];
const ROLES = ['sales', 'marketing', 'operations', 'engineering', 'finance', 'human_resources'];
const DOMAINS = ['acme.com', 'globex.nl', 'initech.de', 'gmail.com', 'hooli.com', 'uni.edu', 'rival.com', 'stark.be'];
const COUNTRIES = ['Netherlands', 'Belgium', 'Germany', 'France', 'United Kingdom', 'United States', 'Spain', 'India'];
const INDUSTRIES = ['COMPUTER_SOFTWARE', 'INTERNET', 'FINANCIAL_SERVICES', 'RETAIL', 'CONSTRUCTION', 'EDUCATION'];
const SOURCES = ['PAID_SEARCH', 'REFERRALS', 'DIRECT_TRAFFIC', 'ORGANIC_SEARCH', 'SOCIAL_MEDIA', 'OFFLINE'];
const FORMS = ['Site: Request a demo', 'Site: Get a quote', 'Blog: Newsletter', 'Guide: Download', 'Webinar: Sign up'];
const TIMINGS = ['ASAP', 'This quarter', 'this month if possible', 'Next year', 'Just looking', 'Not sure'];
const STAGES = ['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead'];
const FREE_TEXT = ['We grow fast and need a better process', 'See our website', 'Colleague of an existing customer'];

/** 40 properties as a batch read answers them. */
function drawProperties({ whole, pick, known, skewed, daysAgo }, id) {
  return {
    hs_object_id: String(100_000 + id),
    firstname: known(0.95, () => pick(FIRST)),
    lastname: known(0.93, () => pick(LAST)),
    email: `person${id}@example.com`,
    hs_email_domain: known(0.97, () => pick(DOMAINS)),
    phone: known(0.4, () => `+3120${whole(1_000_000, 9_999_999)}`),
    jobtitle: known(0.7, () => pick(TITLES)),
    hs_seniority: known(0.55, () => pick(SENIORITIES)),
    hs_role: known(0.5, () => pick(ROLES)),
    company: known(0.8, () => `${pick(COMPANIES)} ${whole(1, 900)}`),
    industry: known(0.6, () => pick(INDUSTRIES)),
    numberofemployees: known(0.6, () => skewed(20_000)),
    annualrevenue: known(0.45, () => skewed(1_000_000_000)),
    customer_type: known(0.5, () => pick(['b2b', 'b2c', 'both'])),
    country: known(0.8, () => pick(COUNTRIES)),
    city: known(0.6, () => pick(['Amsterdam', 'Gent', 'Berlin', 'Lyon', 'Leeds'])),
    lifecyclestage: pick(STAGES),
    hs_lead_status: known(0.5, () => pick(['NEW', 'OPEN', 'IN_PROGRESS', 'CONNECTED'])),
    hubspot_owner_id: known(0.4, () => whole(9000, 9040)),
    createdate: daysAgo(900),
    lastmodifieddate: daysAgo(30),
    days_since_created: String(skewed(900)),
    hs_analytics_source: known(0.9, () => pick(SOURCES)),
    hs_analytics_num_page_views: String(skewed(80)),
    hs_analytics_num_visits: String(skewed(20)),
    hs_analytics_last_timestamp: known(0.7, () => daysAgo(200)),
    recent_conversion_event_name: known(0.5, () => pick(FORMS)),
    recent_conversion_date: known(0.5, () => daysAgo(120)),
    num_conversion_events: String(whole(0, 4)),
    hs_email_last_click_date: known(0.35, () => daysAgo(120)),
    hs_email_last_reply_date: known(0.2, () => daysAgo(120)),
    hs_email_bounce: known(0.3, () => whole(0, 2)),
    hs_email_optout: known(0.9, () => pick(['true', 'false', 'false', 'false'])),
    handoff_timing_answer: known(0.3, () => pick(TIMINGS)),
    handoff_budget: known(0.25, () => skewed(200_000)),
    trial_status: known(0.3, () => pick(['active', 'ended', 'none'])),
    trial_days_left: known(0.3, () => whole(0, 30)),
    hs_last_sales_activity_timestamp: known(0.4, () => daysAgo(90)),
    num_notes: known(0.6, () => whole(0, 5)),
    message: known(0.2, () => pick(FREE_TEXT)),
  };
}

/**
 * The first `count` of always the same people. They pass through JSON, as HubSpot's answers do, a batch of 100 at a time.
 *
 * @returns contacts as the core takes them
 */
export function people(count, seed = 7) {
  const draw = createDraw(createChance(seed));
  const everybody = [];
  for (let first = 0; first < count; first += 100) {
    const size = Math.min(100, count - first);
    const batch = Array.from({ length: size }, (_, offset) => drawProperties(draw, first + offset));
    everybody.push(...JSON.parse(JSON.stringify(batch)));
  }
  return everybody.map((properties) => ({ properties, signals: {}, unlistedSignals: 'never', company: {} }));
}
