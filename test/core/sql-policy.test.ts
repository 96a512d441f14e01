import type { Contact } from '../../src/core/contact.js';
import type { Model, Requirement, SqlPolicy } from '../../src/core/model.js';
import { confirmation, inOverrideWords, objectionsToSql } from '../../src/core/sql-policy.js';
import { compiledModel } from '../fakes/compiled-model.js';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const COUNTRY: Requirement = {
  id: 'served-country',
  when: { property: 'country', in: ['Netherlands', 'Belgium'] },
  because: 'We sell in the Benelux',
  unknown: 'ask',
};
const ASKED: Requirement = {
  id: 'asked-for-it',
  when: { signal: 'demo_requested', withinDays: 30 },
  because: 'Has to have asked',
  unknown: 'refuse',
};

function modelOf(require: readonly Requirement[], policy?: SqlPolicy): Model {
  const sql = { owner: 'sales', next: 'Hold the discovery call', within: '5d', ...(policy ? { policy } : {}) };
  return compiledModel({ says: { require, stages: { sql } } }).model;
}
const contact = (country: string | null, acts: readonly number[] = []): Contact => ({
  properties: { country },
  signals: { demo_requested: acts },
  unlistedSignals: 'never',
  company: {},
});

describe('objectionsToSql', () => {
  it.each<[string, Model, Contact, readonly object[]]>([
    ['nothing where all is met', modelOf([COUNTRY]), contact('Belgium'), []],
    [
      'a requirement that is missed, in the words of the model (G01)',
      modelOf([COUNTRY]),
      contact('Cuba'),
      [{ id: 'served-country', rule: 'require:served-country', because: 'We sell in the Benelux', missing: [] }],
    ],
    [
      'one that is not known, with the question',
      modelOf([COUNTRY]),
      contact(null),
      [
        {
          ...{ id: 'served-country', rule: 'require:served-country', because: 'We sell in the Benelux' },
          missing: ['answer to served-country (country)'],
        },
      ],
    ],
    ['none that may be unknown', modelOf([{ ...COUNTRY, unknown: 'allow' }]), contact(null), []],
    [
      'each of several, in file order',
      modelOf([ASKED, COUNTRY]),
      contact('Cuba'),
      [{ id: 'asked-for-it' }, { id: 'served-country' }],
    ],
    ['none that an act meets', modelOf([ASKED]), contact(null, [NOW - 86_400_000]), []],
    [
      'after them the policy that only a rep sets SQL (C1)',
      modelOf([COUNTRY], 'vetted'),
      contact('Cuba'),
      [
        { id: 'served-country' },
        { id: 'vetted', rule: 'policy:vetted', because: 'A rep sets SQL', missing: ['a rep sets it'] },
      ],
    ],
  ])('names %s', (_what, model, who, objections) => {
    const found = objectionsToSql(model, who, NOW);

    expect(found).toHaveLength(objections.length);
    expect(found).toMatchObject(objections);
  });
});

describe('confirmation', () => {
  it.each<[SqlPolicy | undefined, object]>([
    [undefined, { confirmWithin: '5d' }],
    ['confirm', { confirmWithin: '5d' }],
    ['auto', {}],
    ['vetted', {}],
  ])('of a new SQL under the policy %p: %j (C1)', (policy, confirmed) => {
    expect(confirmation(modelOf([], policy))).toEqual(confirmed);
  });

  it('is due in seven days where the model has no stage SQL', () => {
    expect(confirmation(compiledModel({ says: { stages: {} } }).model)).toEqual({ confirmWithin: '7d' });
  });
});

describe('inOverrideWords', () => {
  it('says what was gone against, and why', () => {
    expect(inOverrideWords([{ because: 'We sell in the Benelux.' }], 'A pilot abroad')).toEqual([
      'Override: We sell in the Benelux: A pilot abroad',
    ]);
  });
});
