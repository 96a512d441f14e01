import path from 'node:path';
import { lintModel } from '../../src/files/lint-model.js';
import { loadModel, parseModel } from '../../src/files/load-model.js';

const APPROVED = 'name: m\napprovedBy: { marketing: a@example.com, sales: b@example.com }\n';
const STAGES = `stages:
  mql: { owner: marketing, next: Nurture, within: 24h, enter: { fit: 10 } }
  sal: { owner: sales, next: Call, within: 5m }
  sql: { owner: sales, next: Meet, within: 7d, enter: { all: [{ fit: 40 }, { stage: mql }] } }
`;
const REACHABLE = '{ id: base, when: { property: base, is: x }, points: 100, because: B }';

/** A model that is right, with more in it. */
function findingsOf(
  more: { readonly fit?: string; readonly stages?: string; readonly rest?: string },
  properties?: string[],
) {
  const rules = [REACHABLE, ...(more.fit === undefined ? [] : [more.fit])];
  const fit = `fit: { max: 100, rules: [${rules.join(', ')}] }\n`;
  const model = parseModel(`${APPROVED}${fit}${more.stages ?? STAGES}${more.rest ?? ''}`, 'm.yaml');
  return lintModel(model, properties ? { properties: new Set(properties) } : {}).map(
    ({ level, path: where, message }) => `${level} ${where}: ${message}`,
  );
}

const when = (condition: string): string => `{ id: a, when: ${condition}, points: 5, because: B }`;
const TOLD = 'notify: { overdue: [manager-task] }\n';
const NOBODY = "warning notify.overdue: manager-task is nobody's task: no team that owns a stage has a manager";
const NEVER = 'error fit.rules[1].when: can never hit: ';

describe('lintModel', () => {
  it('has nothing to say about a model that is right', () => {
    expect(findingsOf({})).toEqual([]);
  });

  it('has nothing to say about the model that comes with the product', () => {
    const model = loadModel(path.resolve(__dirname, '../../workflows/models/saas.yaml'));

    expect(lintModel(model)).toEqual([]);
    expect(model.axes.flatMap(({ model: { rules } }) => rules)).toHaveLength(38);
  });

  it.each([
    ['{ property: p, between: [10, 5] }', `${NEVER}10 is above 5`],
    ['{ property: p, in: [] }', `${NEVER}the list is empty`],
    ['{ property: p, contains: [] }', `${NEVER}the list is empty`],
    ['{ any: [] }', `${NEVER}the list is empty`],
    ['{ property: p, withinDays: -1 }', `${NEVER}a number of days below 0, or steps without time between them`],
    ['{ property: p, inNextDays: -1 }', `${NEVER}a number of days below 0, or steps without time between them`],
    ['{ signal: s, withinDays: -1 }', `${NEVER}a number of days below 0, or steps without time between them`],
    ['{ sequence: [s, t], withinDays: 0 }', `${NEVER}a number of days below 0, or steps without time between them`],
    ['{ all: [{ property: p, atLeast: 10 }, { property: p, atMost: 5 }] }', `${NEVER}its parts contradict each other`],
    ['{ all: [{ property: p, known: false }, { property: p, is: x }] }', `${NEVER}its parts contradict each other`],
    ['{ all: [{ property: p, is: x }, { property: p, isNot: X }] }', `${NEVER}its parts contradict each other`],
    [
      '{ all: [{ property: p, in: [x, y] }, { not: { property: p, in: [x, y, z] } }] }',
      `${NEVER}its parts contradict each other`,
    ],
    [
      '{ all: [{ property: p, is: x }, { property: p, is: y }] }',
      `${NEVER}its parts contradict each other; where a property holds several values, use contains`,
    ],
    [
      '{ all: [{ property: p, withinDays: 7 }, { property: p, notWithinDays: 30 }] }',
      `${NEVER}its parts contradict each other`,
    ],
    [
      '{ all: [{ signal: s, atLeast: 3, withinDays: 7 }, { not: { signal: s, atLeast: 2, withinDays: 30 } }] }',
      `${NEVER}its parts contradict each other`,
    ],
    [
      '{ not: { any: [{ property: p, known: true }, { property: p, known: false }] } }',
      'error fit.rules[1].when.not: always hits: it tells nobody apart',
    ],
    [
      '{ any: [{ property: p, known: true }, { property: p, known: false }] }',
      'error fit.rules[1].when: always hits: it tells nobody apart',
    ],
    ['{ all: [] }', 'error fit.rules[1].when: always hits: it tells nobody apart'],
    ['{ signal: s, atLeast: 0 }', 'error fit.rules[1].when: always hits: it tells nobody apart'],
    ['{ property: p, notIn: [] }', 'error fit.rules[1].when: hits whatever the value: the list is empty'],
    [
      '{ any: [{ property: p, in: [] }, { property: p, is: x }] }',
      'error fit.rules[1].when.any[0]: can never hit: the list is empty',
    ],
  ])('finds that %s cannot work', (condition, expected) => {
    expect(findingsOf({ fit: when(condition) })).toEqual([expected]);
  });

  it.each([
    '{ all: [{ property: p, atLeast: 5 }, { property: p, atMost: 5 }] }',
    '{ all: [{ property: p, atLeast: 5 }, { property: p, atMost: 5.5 }, { property: p, isNot: 5 }] }',
    '{ all: [{ property: p, contains: [a, b] }, { property: p, contains: [c, d] }, { not: { property: p, contains: a } }] }',
    '{ all: [{ property: p, contains: a }, { property: p, isNot: a }] }',
    '{ all: [{ property: hs_buying_role, is: CHAMPION }, { property: hs_buying_role, is: BUDGET_HOLDER }] }',
    '{ all: [{ property: p, withinDays: 30 }, { property: p, notWithinDays: 7 }] }',
    '{ all: [{ signal: s, atLeast: 3, withinDays: 30 }, { not: { signal: s, atLeast: 2, withinDays: 7 } }] }',
    '{ all: [{ property: p, is: x }, { property: q, is: y }] }',
    '{ any: [{ property: p, known: true }, { property: p, is: x }] }',
    '{ not: { property: p, known: true } }',
    '{ company: c, atLeast: 3, withinDays: 30 }',
  ])('has nothing to say about %s', (condition) => {
    expect(findingsOf({ fit: when(condition) })).toEqual([]);
  });

  it.each([
    [
      'points of nothing',
      '{ id: a, when: { signal: s }, points: 0, because: B }',
      'warning fit.rules[1].points: rule a counts for nothing',
    ],
    [
      'a since without fading',
      '{ id: a, when: { signal: s }, points: 1, since: p, because: B }',
      'warning fit.rules[1].since: has no effect without halfLifeDays',
    ],
    [
      'two rules that ask the same',
      '{ id: a, when: { is: x, property: base }, points: 1, because: B }',
      'warning fit.rules[1].when: asks the same as rule base',
    ],
  ])('warns about %s', (_what, rule, expected) => {
    expect(findingsOf({ fit: rule })).toEqual([expected]);
  });

  it.each([
    'num_associated_deals',
    'recent_deal_amount',
    'recent_deal_close_date',
    'total_revenue',
    'first_deal_created_date',
    'closedate',
    'days_to_close',
    'hs_analytics_revenue',
    'hs_v2_date_entered_opportunity',
    'hs_v2_date_entered_customer',
    'hs_lifecyclestage_customer_date',
    'hs_date_entered_opportunity',
    'hs_v2_cumulative_time_in_lead',
  ])('finds that %s is an outcome', (property) => {
    expect(findingsOf({ fit: when(`{ property: ${property}, known: true }`) })).toEqual([
      `error fit.rules[1].when: ${property} is an outcome: it is only known of leads that were already won or moved (leakage)`,
    ]);
  });

  it.each([
    ['lifecyclestage', 'is what the score is to decide (leakage)'],
    ['hs_lead_status', 'is what the score is to decide (leakage)'],
    ['handoff_score', 'is written by the score itself (leakage)'],
    ['handoff_decision', 'is written by the score itself (leakage)'],
  ])('finds that %s is our own output', (property, words) => {
    expect(findingsOf({ fit: when(`{ property: ${property}, known: true }`) })).toEqual([
      `error fit.rules[1].when: ${property} ${words}`,
    ]);
  });

  it('finds leakage in since, requirements and entries, and score outputs among answers', () => {
    const findings = findingsOf({
      fit: '{ id: a, when: { signal: s }, points: 1, halfLifeDays: 7, since: closedate, because: B }',
      stages: STAGES.replace('{ fit: 10 }', '{ all: [{ fit: 10 }, { property: total_revenue, atLeast: 1 }] }'),
      rest: [
        'require: [{ id: r, when: { property: days_to_close, atMost: 9 }, because: B }, { id: q, when: { property: hs_lead_status, isNot: UNQUALIFIED }, because: B }]',
        'evidence: { framework: bant, answers: { timing: [handoff_timing] } }',
      ].join('\n'),
    });

    expect(findings.map((finding) => finding.split(':')[0])).toEqual([
      'error require[0].when',
      'error fit.rules[1].since',
      'warning evidence.answers.timing',
      'error stages.mql.enter',
    ]);
  });

  it('finds properties the portal does not have, when it knows the portal', () => {
    const rule = when('{ all: [{ property: nope, is: x }, { property: handoff_need, known: true }] }');

    expect(findingsOf({ fit: rule })).toEqual([]);
    expect(findingsOf({ fit: rule }, ['base'])).toEqual([
      'error fit.rules[1].when: the portal has no contact property nope',
      'warning fit.rules[1].when: handoff_need is not there yet: handoff setup creates it',
    ]);
  });

  it.each([
    ['too little', 'weights: { fit: 0.5, intent: 0.2 }', ['error weights: the weights sum to 0.7, not to 1']],
    [
      'too much',
      'weights: { fit: 0.5, intent: 0.5, timing: 0.5 }',
      ['error weights: the weights sum to 1.5, not to 1'],
    ],
    [
      'a third each, as well as one can write it',
      'weights: { fit: 0.3333333, intent: 0.3333333, timing: 0.3333334 }',
      [],
    ],
    ['all on one', 'weights: { fit: 1 }', []],
  ])('checks the sum of the weights: %s', (_what, rest, expected) => {
    expect(findingsOf({ rest })).toEqual(expected);
  });

  it('warns while a team has not approved', () => {
    const model = parseModel(`name: m\nfit: { max: 1, rules: [] }\napprovedBy: { sales: x }\n`, 'm.yaml');

    expect(lintModel(model)).toEqual([
      { level: 'warning', path: 'approvedBy.marketing', message: 'nobody from marketing has approved this model' },
      { level: 'warning', path: 'stages', message: 'no stages: nothing will ever be decided' },
    ]);
  });

  it.each([
    ['nobody hears', '', []],
    ['no team is known', TOLD, [NOBODY]],
    ['the team has no manager', `${TOLD}teams: { sales: {} }\n`, [NOBODY]],
    [
      'only a team without stages has one',
      `${TOLD}teams: { sales: {}, support: { manager: a@example.com } }\n`,
      [NOBODY],
    ],
    [
      'one of two teams has none',
      `${TOLD}teams: { sales: { manager: a@example.com }, marketing: {} }\n`,
      ["warning teams.marketing: no manager: what is overdue here becomes nobody's task"],
    ],
    ['it has one', `${TOLD}teams: { sales: { manager: a@example.com } }\n`, []],
  ])('warns about a manager-task without a manager: %s', (_what, rest, expected) => {
    expect(findingsOf({ rest })).toEqual(expected);
  });

  it('warns about announcements of stages nobody knows', () => {
    expect(findingsOf({ rest: 'notify: { sql: [slack], overdue: [slack], sqll: [slack] }' })).toEqual([
      'warning notify.sqll: no stage is called sqll: nothing will be announced',
    ]);
  });
});

describe('lintModel on requirements', () => {
  const require = (...conditions: string[]): string =>
    `require: [${conditions.map((condition, n) => `{ id: r${n}, ${condition}, because: B }`).join(', ')}]\n`;

  it.each([
    ['when: { property: c, in: [NL] }', 'when: { property: c, in: [BE] }'],
    ['when: { property: n, atLeast: 10 }', 'when: { property: n, atMost: 9 }'],
    ['when: { property: c, is: NL }', 'when: { not: { property: c, contains: n } }'],
  ])('finds that nobody can meet %s and %s', (one, other) => {
    expect(findingsOf({ rest: require(one, other) })).toEqual([
      'error require[1].when: contradicts requirement r0: nobody can meet both',
    ]);
  });

  it('has nothing to say about requirements that overlap', () => {
    expect(
      findingsOf({ rest: require('when: { property: n, atLeast: 9 }', 'when: { property: n, atMost: 9 }') }),
    ).toEqual([]);
  });

  it.each([
    [
      'a rule for those who are out',
      'points: 5',
      'ask',
      ['error fit.rules[1].when: only hits leads that requirement r0 drops'],
    ],
    [
      'points off for those who are out',
      'points: -5',
      'ask',
      ['warning fit.rules[1].when: only hits leads that requirement r0 drops'],
    ],
    [
      'the same, unknown or not',
      'points: 5',
      'allow',
      ['error fit.rules[1].when: only hits leads that requirement r0 drops'],
    ],
  ])('finds %s', (_what, points, unknown, expected) => {
    const rule = `{ id: a, when: { property: c, is: DE }, ${points}, because: B }`;

    expect(
      findingsOf({ fit: rule, rest: require(`when: { property: c, in: [NL, BE] }, unknown: ${unknown}`) }),
    ).toEqual(expected);
  });

  it('sees that unknown passes where the requirement allows it', () => {
    const rule = when('{ property: c, known: false }');

    expect(findingsOf({ fit: rule, rest: require('when: { property: c, is: NL }, unknown: allow') })).toEqual([]);
    expect(findingsOf({ fit: rule, rest: require('when: { property: c, is: NL }, unknown: ask') })).toHaveLength(1);
  });

  it('sees that every part of such a requirement has to pass', () => {
    const rule = when('{ property: c, is: DE }');
    const both = 'when: { all: [{ property: c, is: NL }, { property: d, is: x }] }, unknown: allow';

    expect(findingsOf({ fit: rule, rest: require(both) })).toEqual([
      'error fit.rules[1].when: only hits leads that requirement r0 drops',
    ]);
  });

  it('finds a requirement that can never hold', () => {
    expect(findingsOf({ rest: require('when: { property: c, in: [] }') })).toEqual([
      'error require[0].when: can never hit: the list is empty',
    ]);
  });
});

describe('lintModel on thresholds', () => {
  const axes = (rules: string, more = ''): string => `${APPROVED}fit: { max: 100, rules: [${rules}]${more} }\n`;
  const stages = (enter: string): string =>
    `stages: { sql: { owner: sales, next: Meet, within: 7d, enter: ${enter} } }\n`;
  const rule = (id: string, points: number, condition = `{ property: ${id}, is: x }`): string =>
    `{ id: ${id}, when: ${condition}, points: ${points}, because: B }`;
  const lint = (text: string): string[] =>
    lintModel(parseModel(text, 'm.yaml')).map(({ path: where, message }) => `${where}: ${message}`);
  const most = (axis: string, points: number): string =>
    `stages.sql.enter: can never hit: ${axis} is at most ${points} under this model`;

  it.each([
    ['the sum of the points', axes(`${rule('a', 30)}, ${rule('b', 20)}`), 50],
    ['points against a lead count for nothing', axes(`${rule('a', 30)}, ${rule('b', -20)}`), 30],
    [
      'rules that can never hit count for nothing',
      axes(`${rule('a', 30)}, ${rule('b', 9, '{ property: p, in: [] }')}`),
      30,
    ],
    [
      'a group has its cap',
      axes(`${rule('a', 30)}, ${rule('b', 20)}, ${rule('c', 7)}`, ', groups: [{ rules: [a, b], max: 35 }]'),
      42,
    ],
    ['the axis has its own', axes(`${rule('a', 300)}`), 100],
    [
      'rules on one value exclude each other',
      axes(`${rule('a', 30, '{ property: p, is: x }')}, ${rule('b', 20, '{ property: p, is: y }')}`),
      30,
    ],
    [
      'rules on one number add up where they overlap',
      axes(`${rule('a', 30, '{ property: p, atLeast: 5 }')}, ${rule('b', 20, '{ property: p, atMost: 5 }')}`),
      50,
    ],
  ])('knows the most a lead can have: %s', (_what, text, reach) => {
    const never = lint(`${text}${stages(`{ fit: ${reach} }`)}`).filter((finding) => finding.includes('at most'));
    const above =
      reach === 100
        ? []
        : lint(`${text}${stages(`{ fit: ${reach + 1} }`)}`).filter((finding) => finding.includes('at most'));

    expect(never).toEqual([]);
    expect(above).toEqual(reach === 100 ? [] : [most('fit', reach)]);
  });

  it('weighs the axes for the score, leaving out the ones that are not there', () => {
    const text = `${axes(rule('a', 80))}intent: { max: 10, rules: [${rule('b', 5)}] }\nweights: { fit: 0.6, intent: 0.3, timing: 0.1 }\n`;

    expect(lint(`${text}${stages('{ score: 70 }')}`)).toEqual([]);
    expect(lint(`${text}${stages('{ score: 71 }')}`)).toEqual([most('score', 70)]);
  });

  it.each([
    ['an axis the model does not have', '{ timing: 5 }', 'can never hit: the model has no timing'],
    [
      'more answers than questions with a property',
      '{ evidence: 3 }',
      'can never hit: only 2 questions have a property for their answer',
    ],
    [
      'a stage that comes later',
      '{ stage: opportunity }',
      'can never hit: nobody who is looked at here is at opportunity or later',
    ],
    [
      'a stage that stands aside',
      '{ stage: evangelist }',
      'can never hit: nobody who is looked at here is at evangelist or later',
    ],
    ['nothing', '{ fit: 0 }', 'always hits: it tells nobody apart'],
    ['no answers', '{ evidence: 0 }', 'always hits: it tells nobody apart'],
    [
      'more fit and less fit',
      '{ all: [{ fit: 40 }, { not: { fit: 30 } }] }',
      'can never hit: its parts contradict each other',
    ],
  ])('finds an entry that asks for %s', (_what, enter, expected) => {
    const evidence = 'evidence: { framework: bant, answers: { need: [a], timing: [b], budget: [] } }\n';

    expect(lint(`${axes(rule('a', 100))}${evidence}${stages(enter)}`)).toEqual([`stages.sql.enter: ${expected}`]);
  });

  it('names the branch that is dead', () => {
    expect(
      lint(`${axes(rule('a', 40))}${stages('{ any: [{ fit: 40 }, { all: [{ fit: 50 }, { signal: s }] }] }')}`),
    ).toEqual(['stages.sql.enter.any[1].all[0]: can never hit: fit is at most 40 under this model']);
  });
});

describe('lintModel on stages', () => {
  it.each([
    [
      'a stage without owner',
      STAGES.replace('owner: marketing, ', ''),
      ['error stages.mql: no owner: somebody has to answer for it'],
    ],
    [
      'a stage without entry',
      STAGES.replace(', enter: { fit: 10 }', ''),
      ['error stages.mql: no entry: nobody ever gets here'],
    ],
    [
      'a stage without next action',
      STAGES.replace('next: Nurture, ', ''),
      ['warning stages.mql: no next action: the owner has to guess'],
    ],
    [
      'an SQL without next action',
      STAGES.replace('next: Meet, ', ''),
      ['error stages.sql: no exit: say the next action and within what time'],
    ],
    [
      'an SQL without time',
      STAGES.replace('within: 7d, ', ''),
      ['error stages.sql: no exit: say the next action and within what time'],
    ],
    [
      'stages that lead nowhere',
      STAGES.split('\n').slice(0, 3).join('\n').concat('\n'),
      [
        'error stages.mql: no exit: no later stage has an entry',
        'error stages.sal: no exit: no later stage has an entry',
      ],
    ],
    [
      'an entry that asks for a stage the model does not have',
      STAGES.replace(/ {2}mql.*\n/, ''),
      ['warning stages.sql.enter: asks for stage mql, which this model does not have'],
    ],
    [
      'a direct way that can never be taken',
      STAGES.replace('7d,', '7d, direct: [{ property: p, in: [] }],'),
      ['error stages.sql.direct[0]: can never hit: the list is empty'],
    ],
    ['no entry into sal, which a rep decides', STAGES, []],
  ])('judges %s', (_what, stages, expected) => {
    expect(findingsOf({ stages })).toEqual(expected);
  });
});
