import fc from 'fast-check';
import { createChooser, type Rule } from '../../../src/app/import/choose-rows.js';
import type { Stage } from '../../../src/core/model.js';

type Row = readonly [person: string | undefined, stage?: Stage];

function choose(rule: Rule, rows: readonly Row[]) {
  const chooser = createChooser(rule, 7);
  for (const [person, stage] of rows) chooser.add(person, stage);
  const chosen = chooser.end();
  return {
    chosen,
    counting: rows.flatMap((_, index) => (chosen.fateOf(index + 1).kind === 'counts' ? [index + 1] : [])),
  };
}

describe('createChooser', () => {
  const cases: readonly (readonly [string, Rule, readonly Row[], readonly number[]])[] = [
    [
      'the furthest stage, wherever it stands',
      'furthest',
      [
        ['ann', 'sql'],
        ['ann', 'mql'],
        ['ann', 'lead'],
      ],
      [1],
    ],
    [
      'of equal stages the last',
      'furthest',
      [
        ['ann', 'mql'],
        ['ann', 'mql'],
      ],
      [2],
    ],
    ['a stage rather than none', 'furthest', [['ann', 'lead'], ['ann']], [1]],
    [
      'a stage of the journey rather than one off it',
      'furthest',
      [
        ['ann', 'lead'],
        ['ann', 'disqualified'],
      ],
      [1],
    ],
    [
      'the last, where stages may go back',
      'last',
      [
        ['ann', 'sql'],
        ['ann', 'lead'],
      ],
      [2],
    ],
    ['one row each', 'furthest', [['ann', 'sql'], ['bob', 'lead'], [undefined], ['cor']], [1, 2, 4]],
  ];
  it.each(cases)('chooses %s (P7)', (_, rule, rows, expected) => {
    expect(choose(rule, rows).counting).toEqual(expected);
  });

  it('counts rows, people, duplicates and what cannot be used, and says which row counts instead', () => {
    const { chosen } = choose('furthest', [['ann', 'mql'], [undefined], ['ann', 'sql'], ['bob']]);

    expect(chosen).toMatchObject({ rows: 4, people: 2, duplicates: 1, unusable: 1 });
    expect(chosen.fateOf(1)).toEqual({ kind: 'gives-way', to: 3 });
    expect(chosen.fateOf(2)).toEqual({ kind: 'unusable' });
  });

  it('tells people apart as their addresses do, however many', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 6 }), { maxLength: 300 }), (people) => {
        const { chosen } = choose(
          'furthest',
          people.map((person) => [person]),
        );

        expect(chosen.people).toBe(new Set(people).size);
      }),
    );
    const many = choose(
      'furthest',
      Array.from({ length: 20_000 }, (_, index) => [`p${index % 15_000}@example.com`]),
    );
    expect(many.chosen.people).toBe(15_000);
    expect(many.chosen.duplicates).toBe(5_000);
  });
});
