import { lintModel } from '../../../src/files/lint-model.js';
import { parseModel } from '../../../src/files/load-model.js';

const STAGES = 'sql: { owner: sales, next: Meet, within: 7d, enter: { signal: demo } }';
const HEAD = `name: m
approvedBy: { marketing: a@example.com, sales: b@example.com }
teams: { sales: {} }
stages: { ${STAGES} }
`;

function findingsOf(to: string, { at = 'sql', portal = ['country'] }: { at?: string; portal?: string[] } = {}) {
  const model = parseModel(`${HEAD}assign: { at: [${at}], to: [${to}] }\n`, 'm.yaml');
  return lintModel(model, { properties: new Set(portal) }).map(
    ({ level, path, message }) => `${level} ${path}: ${message}`,
  );
}
const dutch = '{ property: country, is: Netherlands }';
const SAM = '{ owner: sam@example.com }';
const NOBODY =
  'warning assign.to: leads from outside these territories get nobody: end the list with somebody without when';

describe('lintAssign', () => {
  it('has nothing to say about a list that is right', () => {
    expect(findingsOf(`{ owner: a@example.com, when: ${dutch}, cap: 40, team: sales }, ${SAM}`)).toEqual([]);
  });

  it.each([
    [
      'somebody twice',
      `${SAM}, { owner: Sam@Example.com }`,
      'error assign.to[1].owner: Sam@Example.com is on the list already',
    ],
    ['a weight of 0', `{ owner: a, weight: 0 }, ${SAM}`, 'warning assign.to[0].weight: gets no lead: the weight is 0'],
    ['a cap of 0', `{ owner: a, cap: 0 }, ${SAM}`, 'warning assign.to[0].cap: gets no lead: the cap is 0'],
    [
      'an absence that ends before it begins',
      '{ owner: a, away: [2026-12-24, 2027-01-02..2026-12-24] }',
      'error assign.to[0].away[1]: 2027-01-02..2026-12-24 ends before it begins',
    ],
    ['a team nobody wrote down', '{ owner: a, team: seles }', 'error assign.to[0].team: no team is called seles'],
    [
      'a territory nobody is from',
      `{ owner: a, when: { property: country, in: [] } }, ${SAM}`,
      'error assign.to[0].when: can never hit: the list is empty',
    ],
    [
      'a territory the portal knows nothing of',
      `{ owner: a, when: { property: region, is: North } }, ${SAM}`,
      'error assign.to[0].when: the portal has no contact property region',
    ],
    ['leads from elsewhere', `{ owner: a, when: ${dutch} }`, NOBODY],
    [
      'leads from elsewhere, where the last one gets none',
      `{ owner: a, when: ${dutch} }, { owner: b, cap: 0 }`,
      NOBODY,
    ],
  ])('finds %s', (_what, to, expected) => {
    expect(findingsOf(to)).toContain(expected);
  });

  it('leaves a list alone whose territories are everywhere together', () => {
    const rest = `{ any: [{ property: country, known: false }, { not: ${dutch} }] }`;

    expect(findingsOf(`{ owner: a, when: ${dutch} }, { owner: b, when: ${rest} }`)).toEqual([]);
  });

  it('warns of stages at which nobody is ever assigned', () => {
    expect(findingsOf(SAM, { at: '' })).toEqual(['warning assign.at: no stage: nobody is ever assigned']);
    expect(findingsOf(SAM, { at: 'mql, sql' })).toEqual([
      'warning assign.at: names stage mql, which this model does not have',
    ]);
  });
});
