import { asksCompany, needsOf, propertiesOf, scoreNeedsOf, signalsOf } from '../../src/core/model-properties.js';
import { type CaseModel, modelOf } from './case-model.js';

const MODEL: CaseModel = {
  require: [{ id: 'r', when: { property: 'country', is: 'NL' }, because: 'R' }],
  fit: {
    max: 10,
    rules: [
      { id: 'a', when: { property: 'size', atLeast: 5 }, points: 5, halfLifeDays: 3, since: 'seen', because: 'A' },
      { id: 'b', when: { all: [{ property: 'size', atLeast: 9 }, { signal: 'demo' }] }, points: 5, because: 'B' },
    ],
  },
  evidence: { answers: { need: ['need'], budget: ['budget', 'capacity'] } },
  stages: {
    mql: { enter: { any: [{ fit: 5 }, { not: { property: 'blocked', known: true } }] } },
    sql: {
      enter: { sequence: ['price', 'demo'] },
      direct: ['quote', { all: [{ signal: 'trial' }, { property: 'role', is: 'cto' }] }],
    },
  },
};

describe('propertiesOf', () => {
  it('lists every property the model reads, each once, sorted', () => {
    expect(propertiesOf(modelOf(MODEL))).toEqual([
      'blocked',
      'budget',
      'capacity',
      'country',
      'hs_lead_status',
      'lifecyclestage',
      'need',
      'role',
      'seen',
      'size',
    ]);
  });

  it('reads the stage even for an empty model', () => {
    expect(propertiesOf(modelOf({}))).toEqual(['hs_lead_status', 'lifecyclestage']);
  });
});

describe('signalsOf', () => {
  it('lists every signal the model asks about, each once, sorted', () => {
    expect(signalsOf(modelOf(MODEL))).toEqual(['demo', 'price', 'quote', 'trial']);
  });
});

describe('asksCompany', () => {
  it('is false when no condition does', () => {
    expect(asksCompany(modelOf(MODEL))).toBe(false);
  });

  it('is true when one does, however deep', () => {
    const enter = { all: [{ not: { company: 'engaged_contacts', atLeast: 2 } }] };

    expect(asksCompany(modelOf({ stages: { sql: { enter } } }))).toBe(true);
  });
});

describe('needsOf', () => {
  it('names what a decision asks', () => {
    const needs = needsOf(modelOf(MODEL));

    expect(needs.properties).toEqual(propertiesOf(modelOf(MODEL)));
    expect(needs.signals).toEqual(['demo', 'price', 'quote', 'trial']);
    expect(needs.company).toEqual([]);
  });

  it('names the facts of the company', () => {
    const stages = { sql: { enter: { company: 'engaged_contacts', atLeast: 2 } } };

    expect(needsOf(modelOf({ stages })).company).toEqual(['engaged_contacts']);
    expect(scoreNeedsOf(modelOf({ stages })).company).toEqual([]);
  });
});

describe('scoreNeedsOf', () => {
  it('names what the rules ask, and neither the stage nor what only gates ask', () => {
    expect(scoreNeedsOf(modelOf(MODEL))).toEqual({ properties: ['seen', 'size'], signals: ['demo'], company: [] });
  });

  it('names the stage where a rule asks it', () => {
    const rules = [{ id: 'a', when: { property: 'lifecyclestage', is: 'lead' }, points: 5, because: 'A' }];

    expect(scoreNeedsOf(modelOf({ fit: { max: 10, rules } })).properties).toEqual(['lifecyclestage']);
  });
});
