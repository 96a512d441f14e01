import { explainModel } from '../../src/files/explain-model.js';
import { parseModel } from '../../src/files/load-model.js';

const explain = (assign: string): string[] =>
  explainModel(parseModel(`name: m\nassign: ${assign}\n`, 'm.yaml')).split('\n');

describe('explainAssign', () => {
  it('says who gets a lead, in turn', () => {
    const sam = 'owner: sam@example.com, weight: 2, cap: 40, when: { property: country, in: [Netherlands] }';
    const ria = 'owner: ria@example.com, team: sales, away: [2026-12-24..2027-01-02, 2027-02-01]';

    const lines = explain(`{ to: [{ ${sam} }, { ${ria} }, { owner: 7 }] }`);

    expect(lines).toEqual(
      expect.arrayContaining([
        'On SQL, a lead without an owner goes to one of these in turn:',
        '- sam@example.com, with weight 2, when country is Netherlands, up to 40 open leads.',
        '- ria@example.com, in the hours of sales, away from 2026-12-24 to 2027-01-02 and on 2027-02-01.',
        '- 7.',
      ]),
    );
  });

  it('says when an owner does not stay', () => {
    expect(explain('{ keep: false, at: [mql, sql], to: [{ owner: a }] }')).toContain(
      'On MQL or SQL, a lead, whoever owns it, goes to one of these in turn:',
    );
  });

  it('says nothing where nobody is assigned', () => {
    expect(explain('{ at: [], to: [{ owner: a }] }').join(' ')).not.toContain('in turn');
  });
});
