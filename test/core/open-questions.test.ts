import { openQuestionsOf } from '../../src/core/open-questions.js';
import { isUnmet, requirementsOf } from '../../src/core/requirements.js';
import { compileScorer } from '../../src/core/score-contact.js';
import { contactOf, modelOf, type CaseModel } from './case-model.js';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const person = (properties: Readonly<Record<string, string>>) => contactOf({ properties, now: '2026-03-02T09:00:00Z' });

const country = { id: 'country', when: { property: 'country', is: 'nl' }, because: 'Dutch only' } as const;
const adult = { id: 'adult', when: { property: 'age', atLeast: 18 }, because: 'Adults only' } as const;

describe('openQuestionsOf', () => {
  const ask = (file: CaseModel, properties: Readonly<Record<string, string>>) => {
    const model = modelOf(file);
    const contact = person(properties);
    return openQuestionsOf(model, contact, compileScorer(model)(contact, NOW), NOW);
  };
  const rule = (id: string, points: number, property: string) =>
    ({ id, when: { property, atLeast: 1 }, points, because: `${id} known` }) as const;

  it('names requirements first, then rules by what they are worth', () => {
    const file: CaseModel = {
      require: [country, { ...adult, unknown: 'allow' }],
      fit: { max: 10, rules: [rule('small', 2, 'a'), rule('against', -8, 'b'), rule('known', 5, 'c')] },
    };

    expect(ask(file, { c: '3' })).toEqual([
      { rule: 'require:country', because: 'Dutch only', asks: ['country'], required: true },
      { rule: 'require:adult', because: 'Adults only', asks: ['age'], required: false },
      { rule: 'against', because: 'against known', asks: ['b'], required: false },
      { rule: 'small', because: 'small known', asks: ['a'], required: false },
    ]);
  });

  it('asks for the date a rule fades from when that is what nobody knows', () => {
    const fading = { ...rule('reads', 5, 'views'), halfLifeDays: 30, since: 'last_seen' };

    expect(ask({ intent: { max: 10, rules: [fading] } }, { views: '9' })).toEqual([
      { rule: 'reads', because: 'reads known', asks: ['last_seen'], required: false },
    ]);
  });

  it('asks each thing once', () => {
    const when = {
      any: [
        { property: 'a', is: 'x' },
        { property: 'a', is: 'y' },
      ],
    };

    expect(ask({ fit: { max: 10, rules: [{ id: 'r', when, points: 1, because: 'R' }] } }, {})[0]?.asks).toEqual(['a']);
  });

  it('asks nothing where all is known', () => {
    expect(ask({ require: [country] }, { country: 'de' })).toEqual([]);
  });
});

describe('requirementsOf', () => {
  it.each([
    ['met', { country: 'nl', age: '18' }, ['hit', 'hit'], []],
    ['both missed', { country: 'de', age: '17' }, ['miss', 'miss'], ['country', 'adult']],
    ['one unknown', { country: 'nl' }, ['hit', 'unknown'], ['adult']],
  ])('judges each by itself: %s', (_name, properties, verdicts, unmet) => {
    const standings = requirementsOf(modelOf({ require: [country, adult] }).require, person(properties), NOW);

    expect(standings.map(({ verdict }) => verdict)).toEqual(verdicts);
    expect(standings.filter(isUnmet).map(({ requirement }) => requirement.id)).toEqual(unmet);
  });

  it.each([
    ['ask', true],
    ['refuse', true],
    ['allow', false],
  ] as const)('has one whose unknown means "%s" stand in the way: %s', (unknown, inTheWay) => {
    const [standing] = requirementsOf(modelOf({ require: [{ ...adult, unknown }] }).require, person({}), NOW);

    expect([isUnmet(standing!), standing!.asks]).toEqual([inTheWay, ['age']]);
  });
});
