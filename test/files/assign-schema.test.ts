import { AppError } from '../../src/app/errors.js';
import { compileModel } from '../../src/files/compile-model.js';
import { parseModel } from '../../src/files/load-model.js';
import { modelJsonSchema } from '../../src/files/model-json-schema.js';

const assigning = (to: string, more = ''): string => `name: m\nassign: { ${more}to: [${to}] }\n`;
const SAM = '{ owner: sam@example.com }';

function problemsOf(text: string): readonly string[] {
  try {
    parseModel(text, 'm.yaml');
  } catch (error) {
    if (error instanceof AppError && error.code === 'MODEL_INVALID') return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('assign in a model file', () => {
  it('fills in what a file leaves out', () => {
    expect(parseModel(assigning(SAM), 'm.yaml').assign).toEqual({
      keep: true,
      at: ['sql'],
      to: [{ owner: 'sam@example.com', weight: 1, away: [] }],
    });
  });

  it('takes every key as it is written; an owner id needs no quotes', () => {
    const when = '{ property: country, in: [Netherlands] }';
    const more = `owner: 64492917, weight: 1.5, cap: 40, when: ${when}, away: [2026-12-24..2027-01-02, 2027-02-01], team: sales`;

    expect(parseModel(assigning(`{ ${more} }`, 'keep: false, at: [mql, sql], '), 'm.yaml').assign).toEqual({
      keep: false,
      at: ['mql', 'sql'],
      to: [
        {
          owner: '64492917',
          weight: 1.5,
          cap: 40,
          when: { property: 'country', in: ['Netherlands'] },
          away: ['2026-12-24..2027-01-02', '2027-02-01'],
          team: 'sales',
        },
      ],
    });
  });

  it.each([
    ['a key nobody knows', assigning(SAM, 'mode: random, '), ['m.yaml:2:11 assign.mode: unknown key']],
    [
      'a key nobody knows on the list',
      assigning('{ owner: a@example.com, wait: 3 }'),
      ['m.yaml:2:40 assign.to[0].wait: unknown key'],
    ],
    ['no list', 'name: m\nassign: { keep: true }\n', ['m.yaml:2:9 assign.to: missing, expected a list']],
    ['an empty list', assigning(''), ['m.yaml:2:15 assign.to: expected at least one']],
    ['nobody', assigning('{ weight: 2 }'), ['m.yaml:2:16 assign.to[0].owner: expected text or a number']],
    [
      'a weight below 0',
      assigning('{ owner: a, weight: -1 }'),
      ['m.yaml:2:36 assign.to[0].weight: must be at least 0'],
    ],
    [
      'a stage nobody knows',
      assigning(SAM, 'at: [sqll], '),
      [
        'm.yaml:2:16 assign.at[0]: expected one of subscriber, lead, mal, mql, sal, sql, opportunity, customer, evangelist, other, recycled, disqualified',
      ],
    ],
    [
      'a day that does not exist',
      assigning('{ owner: a, away: [2026-02-30] }'),
      ['m.yaml:2:35 assign.to[0].away[0]: expected a day, or two, such as 2026-12-24..2027-01-02'],
    ],
    [
      'a condition with two operators',
      assigning('{ owner: a, when: { property: p, is: 1, in: [2] } }'),
      ['m.yaml:2:34 assign.to[0].when: is and in do not go together: exactly one operator'],
    ],
  ])('refuses %s, with the place', (_what, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });

  it('is in the JSON Schema', () => {
    expect(modelJsonSchema()).toMatchObject({
      properties: {
        assign: { additionalProperties: false, properties: { keep: { default: true }, at: { default: ['sql'] } } },
      },
    });
  });

  it('reads the owner and what the territories ask with the contact, and only then', () => {
    const territory = '{ owner: a, when: { all: [{ property: region, is: x }, { company: c, atLeast: 1 }] } }';

    const assigned = compileModel(parseModel(assigning(territory), 'm.yaml'));
    const without = compileModel(parseModel('name: m\n', 'm.yaml'));

    expect(assigned.properties).toEqual(['hs_lead_status', 'hubspot_owner_id', 'lifecyclestage', 'region']);
    expect([assigned.asksCompany, without.asksCompany]).toEqual([true, false]);
    expect(without.properties).toEqual(['hs_lead_status', 'lifecyclestage']);
    expect(without.assignees).toBeUndefined();
  });
});
