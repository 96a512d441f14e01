import { briefOf, type BriefFacts } from '../../../src/core/brief.js';
import type { Contact } from '../../../src/core/contact.js';
import { modelOf } from '../../core/case-model.js';
import type { MessageFacts } from '../../../src/notify/render/message-facts.js';

export const NOW = Date.parse('2026-11-22T09:30:00Z');
const HOUR = 3_600_000;
export const KEY = '0123abcd'.repeat(8);

export const MODEL = modelOf({
  evidence: {
    answers: {
      need: ['handoff_need'],
      timing: ['handoff_timing_date'],
      budget: ['handoff_budget'],
      authority: ['handoff_authority'],
    },
  },
  stages: { sql: { owner: 'sales', next: 'Hold the discovery call', within: '5m' } },
});

const CONTACT: BriefFacts['contact'] = {
  properties: {
    firstname: 'Ada',
    lastname: 'Lovelace',
    jobtitle: 'VP Engineering',
    company: 'Analytical Engines',
    handoff_need: 'Replace spreadsheets before the audit',
    handoff_timing_date: '2027-01-15',
  },
  signals: {
    demo_requested: [NOW - 2 * HOUR],
    pricing_viewed: [NOW - 26 * HOUR, NOW - 27 * HOUR, NOW - 30 * HOUR],
    email_replied: [NOW - 96 * HOUR],
  },
};

export const OUTCOME: BriefFacts['outcome'] = {
  stage: 'sql',
  decision: { kind: 'advance', from: 'lead', to: 'sql', rule: 'direct:demo_requested', missing: [], passed: ['mql'] },
  score: {
    score: 72,
    fit: 80,
    intent: 65,
    timing: null,
    coverage: 0.9,
    reasons: [
      { rule: 'demo', axis: 'intent', points: 50, because: 'Asked for a demo' },
      { rule: 'decision-maker', axis: 'fit', points: 25, because: 'Decision maker' },
      { rule: 'gone-quiet', axis: 'intent', points: -15, because: 'Opened no mail for 60 days' },
    ],
    unknown: [],
  },
  nextAction: 'Hold the discovery call',
};

/** What is told of Ada, who asked for a demo two hours ago; `properties` replace hers. */
export function factsOfAda(changed: Partial<MessageFacts> = {}, properties: Contact['properties'] = {}): MessageFacts {
  const contact = { ...CONTACT, properties: { ...CONTACT.properties, ...properties } };
  return {
    brief: briefOf({ contact, outcome: OUTCOME, model: MODEL, now: NOW }),
    portalId: 4242,
    contactId: '101',
    stage: 'sql',
    transitions: [
      { from: 'lead', to: 'mql' },
      { from: 'mql', to: 'sql' },
    ],
    at: NOW - 20_000,
    now: NOW,
    respondBy: NOW + 300_000,
    urgent: false,
    note: undefined,
    owner: { id: '77', name: 'Sam Seller' },
    recordUrl: 'https://app.hubspot.com/contacts/4242/record/0-1/101',
    timeZone: 'Europe/Amsterdam',
    ...changed,
  };
}
