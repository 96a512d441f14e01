import { HANDOFF_PROPERTIES } from '../../src/app/handoff-properties.js';
import { actPropertiesOf } from '../../src/core/acts.js';
import type { Condition, EntryCondition, Model, PropertyCondition } from '../../src/core/model.js';
import { propertiesOf, signalsOf } from '../../src/core/model-properties.js';
import { lintModel } from '../../src/files/lint-model.js';
import { defaultProperties } from '../../src/sandbox/portal/object-properties.js';
import { CHANNELS, loadShipped, SHIPPED } from './shipped-models.js';

const inSandbox = defaultProperties('contacts', []);

/** Contact properties of HubSpot's own, with its type. @source HubSpot's default contact properties */
const HUBSPOT: Readonly<Record<string, string>> = {
  annualrevenue: 'string',
  city: 'string',
  country: 'string',
  date_of_birth: 'string',
  degree: 'string',
  email: 'string',
  engagements_last_meeting_booked: 'datetime',
  hs_analytics_last_timestamp: 'datetime',
  hs_analytics_num_page_views: 'number',
  hs_analytics_num_visits: 'number',
  hs_buying_role: 'enumeration',
  hs_email_bad_address: 'bool',
  hs_email_domain: 'string',
  hs_email_last_click_date: 'datetime',
  hs_email_last_reply_date: 'datetime',
  hs_email_optout: 'bool',
  hs_email_replied: 'number',
  hs_language: 'enumeration',
  hs_last_sales_activity_timestamp: 'datetime',
  hs_latest_source: 'enumeration',
  hs_latest_source_data_1: 'string',
  hs_latest_source_timestamp: 'datetime',
  hs_lead_status: 'enumeration',
  hs_role: 'enumeration',
  hs_sales_email_last_replied: 'datetime',
  hs_seniority: 'enumeration',
  industry: 'string',
  jobtitle: 'string',
  lifecyclestage: 'enumeration',
  mobilephone: 'string',
  num_conversion_events: 'number',
  numemployees: 'enumeration',
  phone: 'string',
  recent_conversion_date: 'datetime',
  recent_conversion_event_name: 'string',
  school: 'string',
  zip: 'string',
};
const OURS = HANDOFF_PROPERTIES.filter(({ objectType }) => objectType === 'contacts');
const TYPES = new Map([...Object.entries(HUBSPOT), ...OURS.map(({ name, type }) => [name, type] as const)]);

/** Options of HubSpot's own; those of hs_seniority, hs_role and hs_language it does not publish in full. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  numemployees: ['1-5', '5-25', '25-50', '50-100', '100-500', '500-1000', '1000+'],
  hs_buying_role: [
    'BLOCKER',
    'BUDGET_HOLDER',
    'CHAMPION',
    'DECISION_MAKER',
    'END_USER',
    'EXECUTIVE_SPONSOR',
    'INFLUENCER',
    'LEGAL_AND_COMPLIANCE',
    'OTHER',
  ],
  hs_latest_source: [
    'ORGANIC_SEARCH',
    'PAID_SEARCH',
    'EMAIL_MARKETING',
    'SOCIAL_MEDIA',
    'REFERRALS',
    'OTHER_CAMPAIGNS',
    'DIRECT_TRAFFIC',
    'OFFLINE',
    'PAID_SOCIAL',
  ],
};

/** What HubSpot's custom code takes is 50; a few are left for whoever builds the workflow. */
const MOST_PROPERTIES = 45;

/** Types an operator reads; text is read as a number or a date where it is one. */
const READABLE: Readonly<Record<string, readonly string[]>> = {
  contains: ['string'],
  atLeast: ['number', 'string'],
  atMost: ['number', 'string'],
  between: ['number', 'string'],
  withinDays: ['date', 'datetime'],
  notWithinDays: ['date', 'datetime', 'string'],
  inNextDays: ['date', 'datetime'],
};

const WAYS = SHIPPED.flatMap((name) =>
  [[], ...CHANNELS.map((channel) => [channel]), CHANNELS].map((channels) => [name, channels] as const),
);

const rulesOf = (model: Model) => model.axes.flatMap((axis) => axis.model.rules);

function tests(condition: Condition | EntryCondition): PropertyCondition[] {
  if ('all' in condition) return condition.all.flatMap(tests);
  if ('any' in condition) return condition.any.flatMap(tests);
  if ('not' in condition) return tests(condition.not);
  return 'property' in condition ? [condition] : [];
}

function testsOf(model: Model): PropertyCondition[] {
  const { enter, direct = [] } = model.stages.sql ?? {};
  const asked = [...model.require, ...rulesOf(model)].map(({ when }) => when);
  return [...asked, ...(enter ? [enter] : []), ...direct.filter((way) => typeof way !== 'string')].flatMap(tests);
}

describe('the shipped models', () => {
  it('are one per industry, and a simple one (D20, D21)', () => {
    expect(SHIPPED).toEqual([
      'education',
      'financial-services',
      'healthcare',
      'professional-services',
      'real-estate',
      'saas',
      'simple',
    ]);
    expect(CHANNELS).toEqual(['chat', 'email', 'instagram', 'phone', 'whatsapp']);
  });

  it('have three stages in the simple one: lead, SQL, customer (D20)', () => {
    const { stages } = loadShipped('simple');

    expect(Object.keys(stages)).toEqual(['lead', 'sql', 'customer']);
    expect(Object.entries(stages).flatMap(([stage, { enter }]) => (enter ? [stage] : []))).toEqual(['sql']);
  });

  it.each(SHIPPED)('say in %s who owns each stage and what comes next (D07)', (name) => {
    const { stages } = loadShipped(name);

    const silent = Object.entries(stages).filter(([, { owner, next }]) => owner === undefined || next === undefined);

    expect(silent).toEqual([]);
  });

  it.each(SHIPPED)('give in %s reasons to disqualify by, and somebody to tell of an SQL', (name) => {
    const { disqualifyReasons, notify } = loadShipped(name);

    expect(disqualifyReasons.length).toBeGreaterThan(2);
    expect(notify['sql']).toContain('owner-task');
  });
});

describe.each(WAYS)('the %s model with channels %j', (name, channels) => {
  const model = loadShipped(name, channels);

  it('gives the lint nothing to say', () => {
    expect(lintModel(model, { properties: new Set(TYPES.keys()) })).toEqual([]);
  });

  it('needs few enough properties for custom code, those of its signals included', () => {
    const needed = new Set([...propertiesOf(model), ...actPropertiesOf(signalsOf(model))]);

    expect(needed.size).toBeLessThanOrEqual(MOST_PROPERTIES);
  });

  it('names only contact properties that exist', () => {
    const needed = [...propertiesOf(model), ...actPropertiesOf(signalsOf(model))];

    expect(needed.filter((property) => !TYPES.has(property))).toEqual([]);
  });

  it('reads nothing the sandbox portal does not hold', () => {
    const theirs = propertiesOf(model).filter((property) => !property.startsWith('handoff_'));

    expect(theirs.filter((property) => !inSandbox.has(property))).toEqual([]);
  });

  it('compares each property in a way its type allows, with values it can have', () => {
    const wrong = testsOf(model).filter((test) => {
      const type = TYPES.get(test.property) ?? '';
      const unreadable = Object.keys(test).some((key) => READABLE[key] && !READABLE[key].includes(type));
      const named = 'in' in test ? test.in : 'notIn' in test ? test.notIn : 'is' in test ? [test.is] : [];
      const options = OPTIONS[test.property];
      return unreadable || (options && named.some((value) => !options.includes(String(value))));
    });

    expect(wrong).toEqual([]);
  });

  it('says each reason once, short, as a rep would begin a sentence', () => {
    const reasons = [...model.require, ...rulesOf(model)].map(({ because }) => because);

    expect(reasons.filter((reason) => reason.length > 60)).toEqual([]);
    expect(reasons.filter((reason) => !/^[A-Z0-9]/.test(reason) || reason.endsWith('.'))).toEqual([]);
    expect(reasons.filter((reason, index) => reasons.indexOf(reason) !== index)).toEqual([]);
  });
});

describe.each(CHANNELS)('the %s channel', (channel) => {
  it('puts its own name before the ids of its rules, so that it goes with any model', () => {
    const own = new Set(rulesOf(loadShipped('saas')).map(({ id }) => id));

    const added = rulesOf(loadShipped('saas', [channel])).filter(({ id }) => !own.has(id));

    expect(added.length).toBeGreaterThan(2);
    expect(added.filter(({ id }) => !id.startsWith(`${channel}-`))).toEqual([]);
  });

  it.each(SHIPPED)('leaves what %s says itself as it is', (name) => {
    const alone = loadShipped(name);
    const both = loadShipped(name, [channel]);

    const { axes: _axes, version: _version, disqualifyReasons: _reasons, ...rest } = both;

    expect(alone).toMatchObject(rest);
    expect(both.axes.map(({ axis, model }) => [axis, model.max])).toEqual(
      alone.axes.map(({ axis, model }) => [axis, model.max]),
    );
  });
});
