import type { Archetype } from './kind.js';
import type { Weighted } from './chance.js';

const NEW_LEAD: Weighted<readonly [string, string]> = [
  [['lead', 'NEW'], 6],
  [['lead', ''], 3],
  [['lead', 'OPEN'], 1],
];
const DOWNLOADS: Weighted<string> = [
  ['Guide: Lead scoring in ten steps: Download', 4],
  ['Checklist: Marketing and sales alignment: Download', 3],
  ['Webinar: From MQL to SQL: Register', 2],
];

/** Kinds of people who look around, and most of whom never buy. */
export const ONLOOKERS = {
  researcher: {
    job: [
      ['worker', 5],
      ['manager', 4],
      ['decider', 1],
    ],
    company: 'any',
    stages: NEW_LEAD,
    activity: {
      web: { pages: [4, 30], lastSeenDays: [1, 70] },
      forms: { names: DOWNLOADS, count: [1, 5], lastDays: [2, 80] },
      mail: { delivered: [2, 16], clicks: [0, 3], clickDays: [3, 90] },
    },
    answers: [0, 1],
    owned: 0.15,
    createdDays: [5, 300],
  },
  visitor: {
    job: [
      ['worker', 5],
      ['manager', 4],
      ['decider', 2],
    ],
    company: 'any',
    stages: [
      [['lead', ''], 6],
      [['lead', 'NEW'], 2],
      [['marketingqualifiedlead', 'OPEN'], 1],
    ],
    activity: {
      web: { pages: [1, 14], lastSeenDays: [0, 150] },
      mail: { delivered: [0, 8], clicks: [0, 1], clickDays: [5, 120] },
    },
    owned: 0.1,
    createdDays: [1, 360],
    known: 0.5,
  },
  'newsletter reader': {
    job: [
      ['worker', 1],
      ['manager', 1],
    ],
    company: 'any',
    stages: [[['subscriber', ''], 1]],
    activity: {
      forms: { names: [['Blog: Subscribe', 1]], count: [1, 1], lastDays: [10, 400] },
      mail: { delivered: [6, 50], clicks: [0, 6], clickDays: [1, 100] },
    },
    owned: 0,
    createdDays: [20, 600],
    known: 0.25,
  },
  'tiny agency': {
    job: [['owner', 1]],
    company: 'tiny',
    stages: NEW_LEAD,
    activity: {
      web: { pages: [5, 45], lastSeenDays: [0, 40] },
      forms: {
        names: [
          ['Pricing page: Compare plans', 2],
          ['Partners: Become a partner', 2],
          ['Pricing page: Request a demo', 1],
        ],
        count: [1, 3],
        lastDays: [0, 45],
      },
    },
    answers: [0, 2],
    messages: ['Is there a cheaper plan for a team of two?', 'Doen jullie ook reseller-kortingen?'],
    owned: 0.1,
    createdDays: [1, 200],
  },
  student: {
    job: [['student', 1]],
    company: 'university',
    stages: NEW_LEAD,
    activity: {
      web: { pages: [3, 35], lastSeenDays: [0, 60] },
      forms: { names: DOWNLOADS, count: [1, 6], lastDays: [1, 60] },
    },
    messages: [
      'I am writing my thesis on lead scoring, may I interview you?',
      'Voor mijn stage zoek ik cijfers over MQL’s.',
    ],
    owned: 0,
    createdDays: [1, 200],
  },
  competitor: {
    job: [['rival', 1]],
    company: 'rival',
    stages: NEW_LEAD,
    activity: {
      web: { pages: [15, 90], lastSeenDays: [0, 10] },
      forms: {
        names: [
          ['Pricing page: Request a demo', 2],
          ['Start page: Start free trial', 1],
        ],
        count: [1, 2],
        lastDays: [0, 20],
      },
    },
    owned: 0,
    createdDays: [1, 90],
  },
  'friend of the house': {
    job: [
      ['manager', 1],
      ['decider', 1],
    ],
    company: 'any',
    stages: [
      [['evangelist', ''], 1],
      [['other', ''], 1],
    ],
    activity: {
      web: { pages: [3, 25], lastSeenDays: [1, 60] },
      mail: { delivered: [5, 40], clicks: [0, 8], clickDays: [1, 60] },
    },
    owned: 0.3,
    createdDays: [300, 1200],
  },
} as const satisfies Record<string, Archetype>;
