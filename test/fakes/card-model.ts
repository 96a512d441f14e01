import { compileModel } from '../../src/files/compile-model.js';
import type { Model } from '../../src/core/model.js';
import type { CompiledModel } from '../../src/app/ports.js';
import { PROFILE } from './memory-crm.js';

/** A model that means it, small enough to be worked out by hand. */
const MODEL: Model = {
  name: 'small',
  version: 'small@0a1b2c3d',
  approvedBy: {},
  require: [
    {
      id: 'served-country',
      when: { property: 'country', in: ['Netherlands', 'Belgium'] },
      because: 'We sell in the Benelux.',
      unknown: 'ask',
    },
  ],
  axes: [
    {
      axis: 'fit',
      model: {
        max: 60,
        rules: [
          { id: 'boss', when: { property: 'hs_seniority', in: ['owner', 'vp'] }, points: 30, because: 'Decides' },
          { id: 'size', when: { property: 'employees', atLeast: 50 }, points: 30, because: '50 people or more' },
          { id: 'rival', when: { property: 'hs_email_domain', is: 'rival.com' }, points: -60, because: 'A competitor' },
        ],
        groups: [],
      },
    },
    {
      axis: 'intent',
      model: {
        max: 40,
        rules: [
          { id: 'demo', when: { signal: 'demo_requested', withinDays: 30 }, points: 40, because: 'Asked for a demo' },
        ],
        groups: [],
      },
    },
  ],
  weights: { fit: 0.5, intent: 0.5, timing: 0 },
  evidence: {
    framework: 'custom',
    answers: { need: ['handoff_need'], start: ['handoff_timing_answer', 'handoff_timing_date'] },
    timingWithinDays: 90,
  },
  stages: {
    mql: { owner: 'marketing', next: 'Nurture', within: '24h', enter: { fit: 50 } },
    sal: { owner: 'sales', next: 'Open the conversation', within: '5m' },
    sql: { owner: 'sales', next: 'Hold the discovery call', within: '7d', enter: { evidence: 2 }, policy: 'auto' },
  },
  stall: '14d',
  followUps: [],
  teams: {},
  protect: ['opportunity', 'customer', 'evangelist'],
  notify: { sql: ['owner-task'] },
  disqualifyReasons: ['No budget', 'Wrong fit'],
};

export function cardModel(says: Partial<Model> = {}): CompiledModel {
  return compileModel({ ...MODEL, ...says });
}

/** The portal of these tests: HubSpot's own stages, and every property the model and the card speak of. */
export const CARD_PROFILE = {
  ...PROFILE,
  properties: new Set([
    ...PROFILE.properties,
    ...['firstname', 'lastname', 'email', 'company', 'jobtitle', 'hs_seniority', 'employees', 'hs_email_domain'],
    ...['recent_conversion_date', 'recent_conversion_event_name'],
    ...['handoff_need', 'handoff_timing_answer', 'handoff_timing_date', 'handoff_accepted_at'],
  ]),
};

/** An MQL with one answer short of SQL: fit 50, no intent. */
export const NEARLY = {
  firstname: 'Anna',
  lastname: 'Visser',
  lifecyclestage: 'marketingqualifiedlead',
  hs_lead_status: 'OPEN',
  country: 'Netherlands',
  hs_seniority: 'vp',
  handoff_need: 'Faster follow-up',
};
