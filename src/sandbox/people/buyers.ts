import type { Archetype } from './kind.js';

/** Kinds of people who buy, might buy, or have bought. */
export const BUYERS = {
  'demo requester': {
    job: [
      ['decider', 6],
      ['manager', 4],
    ],
    company: 'fit',
    stages: [
      [['lead', 'NEW'], 5],
      [['lead', ''], 2],
      [['marketingqualifiedlead', 'OPEN'], 4],
    ],
    activity: {
      web: { pages: [8, 40], lastSeenDays: [0, 4] },
      forms: {
        names: [
          ['Pricing page: Request a demo', 5],
          ['Contact sales: Book a call', 2],
          ['Pricing page: Request a quote', 2],
        ],
        count: [1, 3],
        lastDays: [0, 6],
      },
      mail: { delivered: [1, 9], clicks: [1, 4], clickDays: [0, 20] },
    },
    answers: [1, 4],
    messages: [
      'Could you show us how this works with our HubSpot set-up?',
      'Wij willen graag een demo, liefst volgende week.',
      'Was kostet das für 40 Vertriebler?',
      'We compare three tools and decide this month.',
    ],
    owned: 0.5,
    createdDays: [0, 60],
  },
  'hot trial user': {
    job: [
      ['manager', 5],
      ['decider', 3],
      ['worker', 2],
    ],
    company: 'fit',
    stages: [
      [['lead', 'OPEN'], 3],
      [['lead', ''], 2],
      [['marketingqualifiedlead', 'OPEN'], 5],
    ],
    activity: {
      web: { pages: [35, 140], lastSeenDays: [0, 2] },
      forms: { names: [['Start page: Start free trial', 1]], count: [1, 2], lastDays: [1, 13] },
      mail: { delivered: [3, 8], clicks: [2, 5], clickDays: [0, 10] },
    },
    answers: [0, 3],
    messages: ['Can I invite my whole team to the trial?', 'Hoe koppel ik dit aan ons tweede portal?'],
    owned: 0.4,
    createdDays: [1, 30],
  },
  'silent executive': {
    job: [['decider', 1]],
    company: 'fit',
    stages: [
      [['lead', ''], 8],
      [['subscriber', ''], 2],
    ],
    activity: { mail: { delivered: [2, 14], clicks: [0, 0], clickDays: [0, 0] } },
    owned: 0.3,
    createdDays: [20, 400],
  },
  'in a deal': {
    job: [
      ['decider', 5],
      ['manager', 3],
    ],
    company: 'fit',
    stages: [
      [['salesqualifiedlead', 'CONNECTED'], 4],
      [['opportunity', 'OPEN_DEAL'], 4],
      [['custom', 'CONNECTED'], 2],
      [['marketingqualifiedlead', 'IN_PROGRESS'], 2],
    ],
    activity: {
      web: { pages: [12, 80], lastSeenDays: [0, 15] },
      forms: { names: [['Pricing page: Request a demo', 1]], count: [1, 3], lastDays: [10, 50] },
      mail: { delivered: [3, 15], clicks: [1, 5], clickDays: [1, 30], replyDays: [0, 14] },
      meetingDays: [-5, 20],
    },
    answers: [2, 4],
    owned: 1,
    createdDays: [15, 150],
  },
  'recycled lead': {
    job: [
      ['decider', 3],
      ['manager', 5],
      ['worker', 2],
    ],
    company: 'any',
    stages: [
      [['marketingqualifiedlead', 'BAD_TIMING'], 4],
      [['lead', 'UNQUALIFIED'], 1],
      [['lead', 'BAD_TIMING'], 1],
    ],
    activity: {
      web: { pages: [6, 50], lastSeenDays: [3, 120] },
      forms: { names: [['Pricing page: Request a demo', 1]], count: [1, 2], lastDays: [60, 250] },
      mail: { delivered: [5, 25], clicks: [0, 3], clickDays: [5, 120], replyDays: [40, 200] },
      meetingDays: [50, 240],
    },
    answers: [1, 2],
    owned: 0.8,
    createdDays: [120, 700],
  },
  'customer asking again': {
    job: [
      ['decider', 3],
      ['manager', 4],
    ],
    company: 'any',
    stages: [[['customer', ''], 1]],
    activity: {
      web: { pages: [10, 120], lastSeenDays: [0, 20] },
      forms: {
        names: [
          ['Pricing page: Request a demo', 2],
          ['Support: Contact us', 3],
        ],
        count: [2, 7],
        lastDays: [0, 25],
      },
      mail: { delivered: [10, 60], clicks: [1, 12], clickDays: [0, 40], replyDays: [2, 200] },
    },
    messages: ['We also want the add-on for our German office.', 'Kunnen we upgraden naar Enterprise?'],
    owned: 1,
    createdDays: [200, 1500],
  },
} as const satisfies Record<string, Archetype>;
