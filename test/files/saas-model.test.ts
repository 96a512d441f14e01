import path from 'node:path';
import type { Contact } from '../../src/core/contact.js';
import { compileModel } from '../../src/files/compile-model.js';
import { loadModel } from '../../src/files/load-model.js';

const NOW = Date.UTC(2026, 10, 21, 12);
const daysAgo = (days: number): number => NOW - days * 86_400_000;
const { score, decide } = compileModel(loadModel(path.resolve(__dirname, '../../workflows/models/saas.yaml')));

const DIRECTOR = {
  email: 'a@corp.example',
  jobtitle: 'Director of Marketing',
  industry: 'Computer Software',
  country: 'Netherlands',
  numemployees: '100-500',
};

function decided(properties: Contact['properties'], signals: Contact['signals'] = {}) {
  const contact: Contact = { properties, signals, unlistedSignals: 'never', company: {} };
  const { kind, to, rule } = decide(contact, score(contact, NOW), NOW);
  return [kind, to, rule];
}

describe('the saas model', () => {
  it.each([
    ['leaves a fresh contact a lead', { email: 'a@corp.example' }, {}, ['hold', 'lead', 'enter:mql']],
    ['asks for a way to reach somebody', { jobtitle: 'CEO' }, {}, ['hold', 'lead', 'require:reachable']],
    ['takes a telephone for a way', { phone: '+31 20 1234567' }, {}, ['hold', 'lead', 'enter:mql']],
    [
      'drops a country we may not sell to',
      { ...DIRECTOR, country: 'Cuba' },
      {},
      ['disqualify', 'disqualified', 'require:can-be-sold-to'],
    ],
    [
      'drops an address that bounces',
      { ...DIRECTOR, hs_email_bad_address: 'true' },
      {},
      ['disqualify', 'disqualified', 'require:address-works'],
    ],
    [
      'drops a competitor, even one who asks for a demo (G11)',
      { ...DIRECTOR, hs_email_domain: 'rival.example' },
      { demo_requested: [daysAgo(1)] },
      ['disqualify', 'disqualified', 'require:not-a-competitor'],
    ],
    ['wants more than fit for MQL (G06)', DIRECTOR, {}, ['hold', 'lead', 'enter:mql']],
    [
      'wants more than intent for MQL (G06)',
      { email: 'a@b.edu', jobtitle: 'Student' },
      { trial_started: [daysAgo(1)] },
      ['hold', 'lead', 'enter:mql'],
    ],
    ['makes fit and intent an MQL (G03)', DIRECTOR, { trial_started: [daysAgo(1)] }, ['advance', 'mql', 'enter:mql']],
    [
      'keeps one look at prices from counting (G05)',
      DIRECTOR,
      { pricing_viewed: [daysAgo(1)] },
      ['hold', 'lead', 'enter:mql'],
    ],
    [
      'lets a demo request go straight to SQL (D03)',
      DIRECTOR,
      { demo_requested: [daysAgo(1)] },
      ['advance', 'sql', 'direct:demo_requested'],
    ],
    [
      'makes an MQL who asks for a demo an SQL (G23)',
      { email: 'a@corp.example', lifecyclestage: 'marketingqualifiedlead' },
      { demo_requested: [daysAgo(29)] },
      ['advance', 'sql', 'enter:sql'],
    ],
    [
      'makes three answers an SQL (G10)',
      {
        ...DIRECTOR,
        lifecyclestage: 'marketingqualifiedlead',
        handoff_need: 'reporting',
        handoff_budget: 'yes',
        handoff_timing_date: '2026-12-24',
      },
      {},
      ['advance', 'sql', 'enter:sql'],
    ],
    [
      'does not make two answers one (G10)',
      { ...DIRECTOR, lifecyclestage: 'marketingqualifiedlead', handoff_need: 'reporting', handoff_budget: 'yes' },
      {},
      ['hold', 'mql', 'enter:sql'],
    ],
    [
      'leaves customers alone',
      { ...DIRECTOR, lifecyclestage: 'customer' },
      { demo_requested: [daysAgo(1)] },
      ['hold', 'customer', 'protect:customer'],
    ],
  ])('%s', (_what, properties, signals, expected) => {
    expect(decided(properties, signals)).toEqual(expected);
  });

  it.each([
    ['a director of a company we look for', DIRECTOR, 95],
    ['a director and team lead, who is one person', { jobtitle: 'Director, team lead' }, 33],
    ['a student with a private address', { jobtitle: 'Student', hs_email_domain: 'gmail.com' }, 0],
    ['a coordinator, who is no COO', { jobtitle: 'Coordinator' }, 0],
  ])('gives fit to %s', (_what, properties, expected) => {
    expect(score({ properties, signals: {}, unlistedSignals: 'never', company: {} }, NOW).fit).toBe(expected);
  });
});
