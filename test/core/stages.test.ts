import { STAGES } from '../../src/core/model.js';
import { fieldsOf, isStage, JOURNEY, knowsLifecycle, rankOf, stageOf } from '../../src/core/stages.js';

describe('stageOf', () => {
  it.each([
    ['lead', null, 'lead'],
    ['', '', 'lead'],
    [undefined, undefined, 'lead'],
    ['lead', 'ATTEMPTED_TO_CONTACT', 'mal'],
    ['marketingqualifiedlead', 'OPEN', 'mql'],
    ['marketingqualifiedlead', 'IN_PROGRESS', 'sal'],
    ['marketingqualifiedlead', 'BAD_TIMING', 'recycled'],
    ['marketingqualifiedlead', 'constructor', 'mql'],
    ['salesqualifiedlead', 'IN_PROGRESS', 'sql'],
    ['salesqualifiedlead', 'UNQUALIFIED', 'disqualified'],
    ['customer', 'UNQUALIFIED', 'customer'],
    ['987', 'UNQUALIFIED', '987'],
    ['constructor', '', 'constructor'],
  ])('finds %s with Lead Status %s at %s', (lifecyclestage, status, expected) => {
    expect(stageOf(lifecyclestage, status)).toBe(expected);
  });

  it('reads back every stage it writes', () => {
    const readBack = STAGES.map((stage) => stageOf(fieldsOf(stage).lifecyclestage, fieldsOf(stage).hs_lead_status));

    expect(readBack).toEqual(STAGES);
  });
});

describe('knowsLifecycle', () => {
  it.each([
    ['lead', true],
    ['', true],
    [null, true],
    [' customer ', true],
    ['mql', false],
    ['Lead', false],
    ['987', false],
    ['constructor', false],
  ])('%s: %s', (id, known) => {
    expect(knowsLifecycle(id)).toBe(known);
  });
});

describe('rankOf', () => {
  it('rises along the journey', () => {
    expect(JOURNEY.map(rankOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('places recycled where MQL is', () => {
    expect(rankOf('recycled')).toBe(rankOf('mql'));
  });

  it.each(['evangelist', 'other', 'disqualified', 'constructor', '987'])('has no place for %s', (stage) => {
    expect(rankOf(stage)).toBeUndefined();
  });
});

describe('isStage', () => {
  it('knows our words only', () => {
    expect(['sal', 'salesqualifiedlead', 'toString'].map(isStage)).toEqual([true, false, false]);
  });
});
