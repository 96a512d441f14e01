import type { Answer } from '../../src/core/answers.js';
import type { Decision } from '../../src/core/decide-stage.js';
import { type Advice, type OutcomeFacts, recommend } from '../../src/core/recommend.js';
import type { Score } from '../../src/core/score-contact.js';
import type { Stage } from '../../src/core/model.js';
import { modelOf } from './case-model.js';

const DIRECTOR = {
  id: 'director',
  when: { property: 'jobtitle', contains: 'director' },
  points: 9,
  because: 'Director',
};
const SIZE = { id: 'size', when: { property: 'size', atLeast: 50 }, points: 9, because: 'Big enough' };
const MODEL = modelOf({ fit: { max: 9, rules: [DIRECTOR, SIZE] } });

const reason = (rule: string, axis: 'fit' | 'intent', points: number) => ({ rule, axis, points, because: rule });
const scored = (reasons: Score['reasons'], unknown: readonly string[] = []): Score => ({
  score: 50,
  fit: 50,
  intent: 50,
  timing: null,
  coverage: 1,
  reasons,
  unknown,
});
const GOOD = scored([
  reason('demo', 'intent', 50),
  reason('quiet', 'intent', -30),
  reason('director', 'fit', 20),
  reason('size', 'fit', 10),
]);

const advance = (to: Stage, rule = `enter:${to}`): Decision => ({
  kind: 'advance',
  from: 'lead',
  to,
  rule,
  missing: [],
  passed: [],
});
const hold = (at: string, rule: string, missing: readonly string[] = []): Decision => ({
  kind: 'hold',
  from: at,
  to: at,
  rule,
  missing,
  flags: [],
});
const REVIEW: Decision = {
  kind: 'review',
  from: 'mql',
  to: 'mql',
  rule: 'enter:sql',
  missing: ['a rep sets it'],
  passed: [],
};
const LOW: Decision = { kind: 'hold', from: 'sql', to: 'sql', rule: 'at:sql', missing: [], flags: ['low-score'] };
const OUT: Decision = {
  kind: 'disqualify',
  from: 'sql',
  to: 'disqualified',
  rule: 'require:nl',
  missing: [],
  because: 'No',
};
const BACK: Decision = { kind: 'recycle', from: 'sql', to: 'recycled', rule: 'asked', missing: [] };

const OPEN: readonly Answer[] = [{ question: 'budget', state: 'missing', properties: ['money'] }];
const HELD: readonly Answer[] = [{ question: 'budget', state: 'held', properties: ['money'] }];

describe('recommend', () => {
  it.each<[string, OutcomeFacts, readonly Answer[], Advice, readonly string[]]>([
    [
      'an advance to SQL',
      { stage: 'sql', decision: advance('sql'), score: GOOD },
      OPEN,
      'ready',
      ['decision:enter:sql', 'rule:demo', 'rule:director'],
    ],
    [
      'an advance only suggested',
      { stage: 'mql', decision: advance('sql'), score: GOOD },
      HELD,
      'ready',
      ['decision:enter:sql', 'rule:demo', 'rule:director'],
    ],
    ['a review', { stage: 'mql', decision: REVIEW }, OPEN, 'ready', ['decision:enter:sql']],
    ['an SQL nobody decided about', { stage: 'sql' }, OPEN, 'ready', ['stage:sql']],
    [
      'an opportunity of which nothing is known',
      { stage: 'opportunity', score: scored([], ['director']) },
      OPEN,
      'ready',
      ['stage:opportunity'],
    ],
    [
      'an SQL of whom the fit is not known (G27)',
      { stage: 'sql', decision: advance('sql'), score: scored([reason('demo', 'intent', 50)], ['director', 'size']) },
      HELD,
      'ask-first',
      ['decision:enter:sql', 'rule:director', 'rule:size'],
    ],
    [
      'an SQL whose fit is known in part',
      { stage: 'sql', decision: advance('sql'), score: scored([reason('size', 'fit', 9)], ['director']) },
      HELD,
      'ready',
      ['decision:enter:sql', 'rule:size'],
    ],
    [
      'an SQL that scores low (D15)',
      { stage: 'sql', decision: LOW, score: GOOD },
      HELD,
      'ask-first',
      ['decision:at:sql'],
    ],
    [
      'an MQL with questions open',
      { stage: 'mql', decision: advance('mql'), score: GOOD },
      OPEN,
      'ask-first',
      ['decision:enter:mql'],
    ],
    [
      'an MQL with every answer',
      { stage: 'mql', decision: advance('mql'), score: GOOD },
      HELD,
      'not-yet',
      ['decision:enter:mql', 'rule:quiet'],
    ],
    [
      'one held by a question',
      { stage: 'lead', decision: hold('lead', 'require:nl', ['answer to nl (country)']) },
      HELD,
      'ask-first',
      ['decision:require:nl'],
    ],
    [
      'one held for an answer',
      { stage: 'mql', decision: hold('mql', 'enter:sql', ['answer to budget']) },
      OPEN,
      'ask-first',
      ['decision:enter:sql'],
    ],
    [
      'one held for points',
      { stage: 'mql', decision: hold('mql', 'enter:sql', ['9 points of fit']), score: GOOD },
      OPEN,
      'not-yet',
      ['decision:enter:sql', 'rule:quiet'],
    ],
    [
      'a lead with questions open',
      { stage: 'lead', decision: hold('lead', 'at:lead') },
      OPEN,
      'not-yet',
      ['decision:at:lead'],
    ],
    ['one that is out', { stage: 'sql', decision: OUT }, OPEN, 'not-yet', ['decision:require:nl']],
    ['one that goes back', { stage: 'recycled', decision: BACK }, OPEN, 'not-yet', ['decision:asked']],
    [
      'one at a stage of the portal',
      { stage: '51439524', decision: hold('51439524', 'unknown-stage') },
      OPEN,
      'not-yet',
      ['decision:unknown-stage'],
    ],
  ])('says of %s what it rests on (R23)', (_what, outcome, answers, kind, sources) => {
    expect(recommend(outcome, MODEL, answers)).toEqual({ kind, sources });
  });
});
