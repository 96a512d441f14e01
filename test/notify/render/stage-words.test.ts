import { chainOf, stageName } from '../../../src/notify/render/stage-words.js';

describe('stageName', () => {
  it.each([
    ['sql', 'SQL'],
    ['recycled', 'recycled lead'],
    ['Bcc: everybody', 'contact'],
    ['constructor', 'contact'],
  ])('calls a contact at %s %s', (stage, expected) => {
    expect(stageName(stage)).toBe(expected);
  });
});

describe('chainOf', () => {
  const way = (...stages: readonly string[]) => stages.slice(1).map((to, index) => ({ from: stages[index] ?? '', to }));

  it.each([
    ['nothing', [], ''],
    ['one transition', way('lead', 'mql'), 'lead → MQL'],
    ['several as one way (P19)', way('lead', 'mql', 'sql'), 'lead → MQL → SQL'],
    ['a gap', [...way('lead', 'mql'), ...way('sal', 'sql')], 'lead → MQL → SAL → SQL'],
    ['a stage of the portal', way('lead', '51439524'), 'lead → 51439524'],
    ['there and back', way('lead', 'mql', 'lead', 'mql', 'sal', 'sql'), 'lead → … → MQL → SAL → SQL'],
  ])('tells %s', (_what, transitions, expected) => {
    expect(chainOf(transitions)).toBe(expected);
  });
});
