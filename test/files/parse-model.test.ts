import { AppError } from '../../src/app/errors.js';
import type { Model } from '../../src/core/model.js';
import { parseModel } from '../../src/files/load-model.js';

function problemsOf(text: string): readonly string[] {
  try {
    parseModel(text, 'm.yaml');
  } catch (error) {
    if (error instanceof AppError && error.code === 'MODEL_INVALID') return error.message.split('\n');
    throw error;
  }
  return [];
}

const fitRule = (rule: string): string => `name: m\nfit:\n  max: 10\n  rules:\n    - ${rule}\n`;
const team = (written: string): string => `name: m\nteams: { sales: ${written} }\n`;
const entry = (condition: string): string => `name: m\nstages:\n  sql:\n    enter: ${condition}\n`;

describe('parseModel', () => {
  it.each([
    ['a missing name', 'description: x\n', ['m.yaml:1:1 name: missing, expected text']],
    ['an unknown key', 'name: m\nwat: 3\n', ['m.yaml:2:1 wat: unknown key']],
    [
      'a bad id',
      'name: My Model\n',
      ['m.yaml:1:7 name: expected an id of small letters, digits, - and _, such as decision-maker'],
    ],
    [
      'points that are text',
      fitRule('{ id: a, when: { property: p, is: x }, points: many, because: B }'),
      ['m.yaml:5:54 fit.rules[0].points: expected a number'],
    ],
    [
      'a comma in bare text',
      fitRule('{ id: a, when: { property: p, is: x }, points: 1, because: 50 to 5,000 people }'),
      ['m.yaml:5:74 fit.rules[0].000 people: unknown key (text with a comma in it must be in quotes)'],
    ],
    [
      'an operator nobody knows',
      fitRule('{ id: a, when: { property: p, atLest: 3 }, points: 1, because: B }'),
      [
        'm.yaml:5:22 fit.rules[0].when: unknown key atLest; expected exactly one operator of is, isNot, in, notIn, contains, atLeast, atMost, between, known, withinDays, notWithinDays, inNextDays',
      ],
    ],
    [
      'two operators',
      fitRule('{ id: a, when: { property: p, is: 1, in: [2] }, points: 1, because: B }'),
      ['m.yaml:5:22 fit.rules[0].when: is and in do not go together: exactly one operator'],
    ],
    [
      'a condition of no kind',
      fitRule('{ id: a, when: { sinal: x }, points: 1, because: B }'),
      ['m.yaml:5:22 fit.rules[0].when: expected one of property, signal, sequence, company, all, any, not'],
    ],
    [
      'a bad part deep inside',
      fitRule('{ id: a, when: { all: [{ signal: s }, { not: { property: p, atLeast: x } }] }, points: 1, because: B }'),
      ['m.yaml:5:76 fit.rules[0].when.all[1].not.atLeast: expected a number'],
    ],
    [
      'a half-life of nothing',
      fitRule('{ id: a, when: { signal: s }, points: 1, halfLifeDays: 0, because: B }'),
      ['m.yaml:5:62 fit.rules[0].halfLifeDays: must be above 0'],
    ],
    [
      'a half-life where nothing has an age',
      fitRule('{ id: a, when: { not: { signal: s } }, points: 1, halfLifeDays: 7, because: B }'),
      [
        'm.yaml:5:57 fit.rules[0].halfLifeDays: nothing to fade from: ask about a signal or a date, or name a date property in since',
      ],
    ],
    ['an axis without points', 'name: m\nfit: { max: 0, rules: [] }\n', ['m.yaml:2:13 fit.max: must be above 0']],
    [
      'a group of rules from elsewhere',
      'name: m\nfit: { max: 1, rules: [], groups: [{ rules: [x], max: 3 }] }\n',
      ['m.yaml:2:46 fit.groups[0].rules[0]: no rule x in fit'],
    ],
    [
      'weights that leave an axis out',
      'name: m\nfit: { max: 1, rules: [] }\nweights: { intent: 1 }\n',
      ['m.yaml:3:10 weights.fit: missing, the model has fit rules'],
    ],
    ['a negative weight', 'name: m\nweights: { fit: -1 }\n', ['m.yaml:2:17 weights.fit: must be at least 0']],
    [
      'a question of another framework',
      'name: m\nevidence: { framework: bant, answers: { pain: [a] } }\n',
      ['m.yaml:2:41 evidence.answers.pain: not a question of bant: budget, authority, need, timing'],
    ],
    [
      'an unknown framework',
      'name: m\nevidence: { framework: bantz }\n',
      ['m.yaml:2:24 evidence.framework: expected one of bant, fnat, meddic, champ, gpct, custom'],
    ],
    ['a stage nobody knows', 'name: m\nstages: { warm: {} }\n', ['m.yaml:2:11 stages.warm: unknown key']],
    ['a policy on mql', 'name: m\nstages: { mql: { policy: auto } }\n', ['m.yaml:2:18 stages.mql.policy: unknown key']],
    [
      'a direct way into mql',
      'name: m\nstages: { mql: { direct: [a] } }\n',
      ['m.yaml:2:18 stages.mql.direct: unknown key'],
    ],
    [
      'a duration in words',
      'name: m\nstall: two weeks\n',
      ['m.yaml:2:8 stall: expected a duration such as 5m, 24h or 7d'],
    ],
    ['a threshold above 100', entry('{ score: 101 }'), ['m.yaml:4:21 stages.sql.enter.score: must be at most 100']],
    ['a threshold below 0', entry('{ fit: -1 }'), ['m.yaml:4:19 stages.sql.enter.fit: must be at least 0']],
    [
      'a stage to reach that is none',
      entry('{ stage: warm }'),
      [
        'm.yaml:4:21 stages.sql.enter.stage: expected one of subscriber, lead, mal, mql, sal, sql, opportunity, customer, evangelist, other, recycled, disqualified',
      ],
    ],
    ['half an answer', entry('{ evidence: 2.5 }'), ['m.yaml:4:24 stages.sql.enter.evidence: expected a whole number']],
    ['a list where a map belongs', '- 1\n', ['m.yaml:1:1 expected a map']],
    ['a key twice', 'name: m\nname: n\n', ['m.yaml:2:1 this key is there twice']],
    ['two documents', 'name: m\n---\nname: n\n', ['m.yaml:2:1 several documents in one file: keep one model per file']],
    ['a tag', 'name: !!binary aGk=\n', ['m.yaml:1:7 tags are not allowed']],
    ['a merge key', 'name: m\n<<: { stall: 3d }\n', ['m.yaml:2:1 <<: unknown key']],
    ['infinity', 'name: m\nfit: { max: .inf, rules: [] }\n', ['m.yaml:2:13 fit.max: expected a finite number']],
    ['no number', 'name: m\nfit: { max: .nan, rules: [] }\n', ['m.yaml:2:13 fit.max: expected a finite number']],
    ['__proto__', 'name: m\n__proto__: { stall: 3d }\n', ['m.yaml:2:1 __proto__: this key is not allowed']],
    [
      'constructor',
      'name: m\nstages: { constructor: {} }\n',
      ['m.yaml:2:11 stages.constructor: this key is not allowed'],
    ],
    ['prototype', 'name: m\nevidence: { prototype: 1 }\n', ['m.yaml:2:13 evidence.prototype: this key is not allowed']],
    ['an alias of nothing', 'name: *x\n', ['m.yaml:1:7 name: no anchor &x before this alias']],
    [
      'an alias inside itself',
      'name: m\nprotect: &p [*p]\n',
      ['m.yaml:2:14 protect[0]: an alias inside its own anchor'],
    ],
    [
      'a team with a key nobody knows',
      team('{ timezone: Europe/Amsterdam }'),
      ['m.yaml:2:19 teams.sales.timezone: unknown key'],
    ],
    [
      'a zone nobody knows',
      team('{ timeZone: Europe/Amsterdm }'),
      ['m.yaml:2:29 teams.sales.timeZone: no such time zone; expected one such as Europe/Amsterdam'],
    ],
    [
      'hours of no zone',
      team('{ hours: { sat: 10:00-14:00 } }'),
      ['m.yaml:2:17 teams.sales.timeZone: missing, hours and holidays are those of a time zone'],
    ],
    ...[
      ['hours backwards', 'mon: 17:30-09:00'],
      ['hours of 25', 'mon: 09:00-25:00'],
      ['minutes of 60', 'mon: 09:00-17:60'],
      ['hours in words', 'mon: nine to five'],
      ['hours out of order', 'mon: [13:00-17:00, 09:00-12:00]'],
      ['hours that overlap', 'mon: [09:00-12:30, 12:00-17:00]'],
      ['no hours', 'mon: 09:00-09:00'],
    ].map(([what = '', hours = '']): [string, string, string[]] => [
      what,
      team(`{ timeZone: UTC, hours: { ${hours} } }`),
      ['m.yaml:2:48 teams.sales.hours.mon: expected hours such as 09:00-17:30, in order, or a list of them'],
    ]),
    [
      'a day nobody knows',
      team('{ timeZone: UTC, hours: { monday: 09:00-17:30 } }'),
      ['m.yaml:2:51 teams.sales.hours.monday: expected a day or days, such as sat or mon-fri'],
    ],
    [
      'a day twice',
      team('{ timeZone: UTC, hours: { mon-fri: 09:00-17:30, wed: 09:00-12:00 } }'),
      ['m.yaml:2:70 teams.sales.hours.wed: wed already has hours'],
    ],
    [
      'a team that never works',
      team('{ timeZone: UTC, hours: {} }'),
      ['m.yaml:2:41 teams.sales.hours: never open: nothing would ever be due; leave hours out for always'],
    ],
    [
      'a holiday that does not exist',
      team('{ timeZone: UTC, holidays: [2026-12-25, 2026-02-30] }'),
      ['m.yaml:2:57 teams.sales.holidays[1]: expected a day that exists, such as 2026-12-25'],
    ],
    [
      'a manager without an address',
      team('{ manager: Mila }'),
      ['m.yaml:2:28 teams.sales.manager: expected an e-mail address'],
    ],
    ['a duration of eleven years', 'name: m\nstall: 4000d\n', ['m.yaml:2:8 stall: at most 3650d, which is ten years']],
    ['an empty file', '', ['m.yaml:1:1 the file is empty']],
    ['comments only', '# nothing\n', ['m.yaml:1:1 the file is empty']],
    [
      'include without a directory',
      'name: m\ninclude: [a.yaml]\n',
      ['m.yaml:2:11 include[0]: a.yaml: only a model in a directory can include fragments'],
    ],
  ])('refuses %s, naming the place', (_what, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });

  it('names every problem at once, in file order', () => {
    const text =
      'name: m\nfit:\n  max: x\n  rules:\n    - { id: a, when: { signal: s }, points: y, because: "" }\nwat: 1\n';

    expect(problemsOf(text)).toEqual([
      'm.yaml:3:8 fit.max: expected a number',
      'm.yaml:5:45 fit.rules[0].points: expected a number',
      'm.yaml:5:57 fit.rules[0].because: expected text that is not blank',
      'm.yaml:6:1 wat: unknown key',
    ]);
  });

  it('refuses an id used twice anywhere in the file, naming both places', () => {
    const text = [
      'name: m',
      'require:',
      '  - { id: a, when: { property: p, known: true }, because: B }',
      'intent:',
      '  max: 1',
      '  rules:',
      '    - { id: a, when: { signal: s }, points: 1, because: B }',
    ].join('\n');

    expect(problemsOf(text)).toEqual([
      'm.yaml:7:13 intent.rules[0].id: id a is already used, first at m.yaml:3:11 require[0].id',
    ]);
  });

  it('puts the problems into the facts of the error', () => {
    expect(() => parseModel('name: 3', 'm.yaml')).toThrow(
      expect.objectContaining({
        code: 'MODEL_INVALID',
        facts: { file: 'm.yaml', problems: ['m.yaml:1:7 name: expected text'] },
      }),
    );
  });

  it.each([
    ['16 levels', 16, []],
    ['17 levels', 17, ['m.yaml:1:1 nested deeper than 16 levels']],
    ['a hundred thousand levels', 100_000, ['m.yaml:1:1 nested deeper than 16 levels']],
  ])('takes nesting of 16 levels at most: %s', (_what, levels, expected) => {
    const deep = `name: m\nwat: ${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}\n`;

    expect(problemsOf(deep).filter((problem) => problem.includes('nested'))).toEqual(expected);
  });

  it('refuses aliases that multiply', () => {
    const bomb = [
      'a: &a [1, 1, 1, 1, 1, 1, 1, 1]',
      'b: &b [*a, *a, *a, *a, *a, *a, *a, *a]',
      'c: &c [*b, *b, *b, *b, *b, *b, *b, *b]',
      'd: [*c, *c, *c, *c, *c, *c, *c, *c]',
    ];

    expect(problemsOf(bomb.join('\n'))).toEqual(['m.yaml:1:1 the aliases multiply to too many values']);
  });

  it('refuses more aliases than a person writes', () => {
    const text = `name: m\nprotect: [&a opportunity${', *a'.repeat(51)}]\n`;

    expect(problemsOf(text)).toEqual(['m.yaml:2:227 protect[51]: more than 50 aliases']);
  });

  it.each([
    [1000, []],
    [1001, ['m.yaml:1:1 1001 rules and requirements: 1000 at most']],
  ])('takes a thousand rules at most: %i', (count, expected) => {
    const rules = Array.from({ length: count }, (_, n) => `- {id: r${n}, when: {signal: s}, points: 1, because: B}`);

    expect(problemsOf(`name: m\nfit:\n  max: 1\n  rules:\n    ${rules.join('\n    ')}\n`)).toEqual(expected);
  });

  it('refuses a file larger than 256 KiB', () => {
    const fits = `name: m\n#${'x'.repeat(256 * 1024 - 9)}`;

    expect(problemsOf(fits)).toEqual([]);
    expect(problemsOf(`${fits}x`)).toEqual(['m.yaml:1:1 the file is larger than 256 KiB']);
  });

  it('fills in what a file leaves out', () => {
    expect(parseModel('name: m\nstages: { sql: {} }\n', 'm.yaml')).toEqual<Model>({
      name: 'm',
      version: expect.stringMatching(/^m@[0-9a-f]{8}$/),
      approvedBy: {},
      require: [],
      axes: [],
      weights: { fit: 0.45, intent: 0.4, timing: 0.15 },
      evidence: { framework: 'custom', answers: {}, timingWithinDays: 90 },
      stages: { sql: { policy: 'confirm' } },
      stall: '14d',
      followUps: ['4h', '1d', '3d'],
      protect: ['opportunity', 'customer', 'evangelist'],
      notify: {},
      teams: {},
      disqualifyReasons: [],
    });
  });

  it('keeps teams as they are written', () => {
    const text = team(
      '{ timeZone: Europe/Amsterdam, hours: { mon-fri: [09:00-12:30, 13:00-17:30], sat: 10:00-14:00 }, holidays: [2026-12-25], manager: mila@example.com }',
    );

    expect(parseModel(text, 'm.yaml').teams).toEqual({
      sales: {
        timeZone: 'Europe/Amsterdam',
        hours: { 'mon-fri': ['09:00-12:30', '13:00-17:30'], sat: '10:00-14:00' },
        holidays: ['2026-12-25'],
        manager: 'mila@example.com',
      },
    });
  });

  it('asks about unknown requirements, and caps nothing, unless the file says so', () => {
    const model = parseModel(
      'name: m\nrequire: [{ id: a, when: { property: p, is: x }, because: B }]\nfit: { max: 1, rules: [] }\n',
      'm.yaml',
    );

    expect(model.require[0]?.unknown).toBe('ask');
    expect(model.axes).toEqual([{ axis: 'fit', model: { max: 1, rules: [], groups: [] } }]);
  });

  it('keeps the axes in the order of the file', () => {
    const axis = '{ max: 1, rules: [] }';

    const model = parseModel(`timing: ${axis}\nname: m\nfit: ${axis}\nintent: ${axis}\n`, 'm.yaml');

    expect(model.axes.map(({ axis: name }) => name)).toEqual(['timing', 'fit', 'intent']);
  });

  it('takes every condition of the grammar as it is written', () => {
    const conditions = [
      { property: 'p', is: 'x' },
      { property: 'p', isNot: 3 },
      { property: 'p', in: ['x', 3, true] },
      { property: 'p', notIn: [] },
      { property: 'p', contains: 'x' },
      { property: 'p', contains: ['x', 'y'] },
      { property: 'p', atLeast: 1.5 },
      { property: 'p', atMost: -1 },
      { property: 'p', between: [1, 2] },
      { property: 'p', known: false },
      { property: 'p', withinDays: 3 },
      { property: 'p', notWithinDays: 3 },
      { property: 'p', inNextDays: 3 },
      { signal: 's' },
      { signal: 's', atLeast: 2, withinDays: 3 },
      { sequence: ['a', 'b'], withinDays: 3 },
      { company: 'c', atLeast: 2, withinDays: 3 },
      { all: [{ any: [{ not: { signal: 's' } }] }] },
    ];
    const rules = conditions.map((when, index) => JSON.stringify({ id: `r${index}`, when, points: 1, because: 'B' }));

    const model = parseModel(`name: m\nfit: { max: 1, rules: [${rules.join(', ')}] }\n`, 'm.yaml');

    expect(model.axes[0]?.model.rules.map(({ when }) => when)).toEqual(conditions);
  });
});

describe('the version of a model', () => {
  const version = (text: string): string => parseModel(text, 'm.yaml').version;
  const text = 'name: m\nstall: 3d\nfit: { max: 10, rules: [{ id: a, when: { signal: s }, points: 1, because: B }] }\n';

  it('is the name and eight digits of the hash of the canonical content', () => {
    expect(version('name: m\nstall: 3d\n')).toBe('m@8013487c');
  });

  it.each([
    ['comments', `# hello\n${text}# bye\n`],
    [
      'the order of keys',
      'fit: { rules: [{ because: B, points: 1, when: { signal: s }, id: a }], max: 10 }\nstall: 3d\nname: m\n',
    ],
    ['quotes and layout', text.replace('3d', '"3d"').replace('B', "'B'").replace('10,', '10.0,')],
  ])('does not change with %s', (_what, other) => {
    expect(version(other)).toBe(version(text));
  });

  it.each([
    ['points', text.replace('points: 1', 'points: 2')],
    ['words', text.replace('because: B', 'because: C')],
    ['a default written out', `${text}followUps: [4h, 1d, 3d]\n`],
  ])('changes with %s', (_what, other) => {
    expect(version(other)).not.toBe(version(text));
  });
});
