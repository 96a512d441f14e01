import { qualifyLead } from '../../actions/qualify-lead.js';
import { scoreLead } from '../../actions/score-lead.js';
import { setStage } from '../../actions/set-stage.js';
import type { Decision } from '../../src/core/decide-stage.js';
import type { MoveResult, Outcome } from '../../src/app/outcome.js';
import { advance, hold, SCORE } from '../fakes/compiled-model.js';

const REASONS = '+50 Asked for a demo · -15 Not seen for 60 days';
const REFUSED: Outcome = { decision: { kind: 'refused', code: 'model-unknown', because: 'There is no model "x"' } };
const APPLIED: MoveResult = { state: 'applied', stage: 'mql', because: '' };
const IGNORED: MoveResult = { state: 'ignored', stage: 'customer', because: 'The contact was moved meanwhile' };

describe('score-lead tells', () => {
  it('the score, an axis the model lacks as empty, and the reasons', () => {
    expect(scoreLead.render({ decision: hold('lead', 'scored'), score: SCORE, model: 'saas@0011aabb' })).toEqual({
      score: '72',
      fit: '80',
      intent: '65',
      timing: '',
      coverage: '0.9',
      reasons: REASONS,
      model: 'saas@0011aabb',
    });
  });

  it('why there is no score', () => {
    expect(scoreLead.render(REFUSED)).toMatchObject({ score: '', reasons: 'There is no model "x"', model: '' });
  });

  it('zero as 0', () => {
    const score = { ...SCORE, score: 0, fit: 0, intent: 0, timing: 0, coverage: 0, reasons: [] };

    expect(scoreLead.render({ decision: hold('lead', 'scored'), score })).toMatchObject({
      score: '0',
      timing: '0',
      coverage: '0',
      reasons: '',
    });
  });
});

describe('qualify-lead tells', () => {
  const disqualify: Decision = {
    kind: 'disqualify',
    from: 'lead',
    to: 'disqualified',
    rule: 'require:country',
    missing: [],
    because: 'Not our market',
  };
  const review: Decision = {
    kind: 'review',
    from: 'mql',
    to: 'mql',
    rule: 'enter:sql',
    missing: ['a rep sets it'],
    passed: [],
  };

  it.each<[string, Outcome, Record<string, string>]>([
    [
      'an applied advance',
      { decision: advance('lead', 'mql'), score: SCORE, nextAction: 'Nurture', move: APPLIED },
      { decision: 'advance', stage: 'mql', moved: 'true', because: REASONS, missing: '', nextAction: 'Nurture' },
    ],
    [
      'an ignored advance',
      { decision: advance('lead', 'mql'), score: SCORE, nextAction: 'Nurture', move: IGNORED },
      { decision: 'advance', stage: 'customer', moved: 'false', because: 'The contact was moved meanwhile' },
    ],
    [
      'an advance that was only suggested',
      { decision: advance('lead', 'mql'), score: SCORE, nextAction: 'Nurture' },
      { decision: 'advance', stage: 'lead', moved: 'false' },
    ],
    [
      'a hold',
      { decision: hold('lead', 'enter:mql', ['answer to need', '5 points of fit']), score: SCORE },
      { decision: 'hold', stage: 'lead', moved: 'false', missing: 'answer to need · 5 points of fit' },
    ],
    [
      'a disqualification',
      { decision: disqualify, score: SCORE, move: { state: 'applied', stage: 'disqualified', because: '' } },
      { decision: 'disqualify', stage: 'disqualified', moved: 'true', because: 'Not our market' },
    ],
    ['a review', { decision: review, score: SCORE }, { decision: 'review', stage: 'mql', missing: 'a rep sets it' }],
    [
      'a refusal',
      REFUSED,
      { decision: 'refused', stage: '', moved: 'false', score: '', because: 'There is no model "x"', nextAction: '' },
    ],
  ])('%s', (_name, outcome, outputs) => {
    expect(qualifyLead.render(outcome)).toMatchObject(outputs);
  });
});

describe('set-stage tells', () => {
  it.each<[string, Outcome, Record<string, string>]>([
    ['applied', { decision: advance('lead', 'mql'), move: APPLIED }, { result: 'applied', stage: 'mql', because: '' }],
    [
      'ignored by HubSpot',
      { decision: advance('lead', 'mql'), move: IGNORED },
      { result: 'ignored', stage: 'customer', because: 'The contact was moved meanwhile' },
    ],
    [
      'refused by HubSpot',
      { decision: advance('lead', 'mql'), move: { state: 'refused', stage: 'lead', because: 'INVALID_OPTION' } },
      { result: 'refused', stage: 'lead', because: 'INVALID_OPTION' },
    ],
    [
      'there already',
      { decision: hold('sql', 'already-there') },
      { result: 'ignored', stage: 'sql', because: 'The contact is already at this stage' },
    ],
    [
      'a step back',
      { decision: hold('sql', 'would-go-back') },
      { result: 'refused', stage: 'sql', because: 'That is a step back; tick "allow backward" to take it' },
    ],
    [
      'a protected stage',
      { decision: hold('customer', 'protect:customer') },
      { result: 'refused', stage: 'customer', because: 'The stage customer is protected' },
    ],
    [
      'a stage we do not know',
      { decision: hold('51439524', 'unknown-stage') },
      { result: 'refused', because: 'The contact is at a stage this app does not know, so it is left alone' },
    ],
    [
      'a stage the portal lacks',
      { decision: hold('lead', 'stage-not-in-portal') },
      { result: 'refused', because: 'This portal has no such stage' },
    ],
    ['a refusal', REFUSED, { result: 'refused', stage: '', because: 'There is no model "x"' }],
  ])('%s', (_name, outcome, outputs) => {
    expect(setStage.render(outcome)).toMatchObject(outputs);
  });
});
