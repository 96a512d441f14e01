import { actLines, answerLine, linesWithin, questionLine, whoLines, whyLines } from '../../src/core/brief-lines.js';

const NOW = Date.parse('2026-11-22T09:30:00Z');
const HOUR = 3_600_000;

const textsOf = (lines: readonly { readonly text: string }[]): string[] => lines.map(({ text }) => text);

describe('whoLines', () => {
  it('names who it is, each part with its properties', () => {
    const lines = whoLines({ firstname: 'Ada', lastname: 'Lovelace', jobtitle: 'Countess', company: 'Engines' });

    expect(lines).toEqual([
      { text: 'Ada Lovelace', sources: ['property:firstname', 'property:lastname'] },
      { text: 'Countess', sources: ['property:jobtitle'] },
      { text: 'Engines', sources: ['property:company'] },
    ]);
  });

  it.each<[string, Record<string, string | null>, readonly string[]]>([
    ['half a name', { lastname: 'Lovelace', firstname: '' }, ['Lovelace']],
    ['the address only without a name', { firstname: 'Ada', email: 'ada@example.com' }, ['Ada']],
    ['the address without a name', { firstname: ' ', email: 'ada@example.com', company: null }, ['ada@example.com']],
    ['nothing of nobody', {}, []],
  ])('tells %s', (_what, properties, expected) => {
    expect(textsOf(whoLines(properties))).toEqual(expected);
  });
});

describe('whyLines', () => {
  const reasons = (...points: number[]) =>
    points.map((of, index) => ({ rule: `r${index}`, axis: 'fit' as const, points: of, because: `because ${of}` }));

  it('names rule and direction', () => {
    expect(whyLines({ reasons: reasons(50, -15) })).toEqual([
      { text: 'because 50', sources: ['rule:r0'], against: false },
      { text: 'because -15', sources: ['rule:r1'], against: true },
    ]);
  });

  it.each<[string, readonly number[], readonly string[]]>([
    ['four at most', [9, 8, 7, 6, 5], ['because 9', 'because 8', 'because 7', 'because 6']],
    ['one against that matters', [9, 8, 7, 6, 5, -3], ['because 9', 'because 8', 'because 7', 'because -3']],
    ['none against that hardly weighs', [9, 8, 7, 6, 5, -2.9], ['because 9', 'because 8', 'because 7', 'because 6']],
    ['one against is enough', [9, -8, 7, 6, -5], ['because 9', 'because -8', 'because 7', 'because 6']],
    ['none when there is none', [], []],
  ])('tells %s', (_what, points, expected) => {
    expect(textsOf(whyLines({ reasons: reasons(...points) }))).toEqual(expected);
  });
});

describe('answerLine', () => {
  it.each([
    ['20k a year', 'held', '20k a year', false],
    ['true', 'held', 'yes', false],
    ['false', 'no', 'no', true],
    ['1 2 3 4 5 6 7 8 9', 'held', '1 2 3 4 5 6 7 8…', false],
    ['constructor', 'held', 'constructor', false],
  ] as const)('says %s (%s) as "%s"', (value, state, said, against) => {
    const answer = { question: 'economic_buyer', state, properties: ['money'] };

    expect(answerLine(answer, { money: value })).toEqual({
      text: `economic buyer: ${said}`,
      sources: ['property:money'],
      against,
    });
  });
});

describe('questionLine', () => {
  it('names every property that could answer', () => {
    const line = questionLine({ question: 'decision_process', state: 'missing', properties: ['how', 'who'] });

    expect(line).toEqual({ text: 'decision process', sources: ['property:how', 'property:who'] });
  });
});

describe('actLines', () => {
  it('tells the newest three, each kind once', () => {
    const lines = actLines(
      {
        email_replied: [NOW - 96 * HOUR],
        trial_started: [NOW - 120 * HOUR],
        pricing_viewed: [NOW - 30 * HOUR, NOW - 26 * HOUR, NOW - 27 * HOUR],
        demo_requested: [NOW - 2 * HOUR],
      },
      NOW,
    );

    expect(lines).toEqual([
      { text: 'Demo requested 2 hours ago', sources: ['signal:demo_requested'] },
      { text: 'Pricing viewed 1 day ago, 3 times', sources: ['signal:pricing_viewed'] },
      { text: 'Email replied 4 days ago', sources: ['signal:email_replied'] },
    ]);
  });

  it.each<[string, Record<string, number[]>, readonly string[]]>([
    [
      'no form beside what it was for',
      { form_submitted: [NOW - HOUR], demo_requested: [NOW - HOUR] },
      ['Demo requested 1 hour ago'],
    ],
    [
      'a form that was for nothing else',
      { form_submitted: [NOW - HOUR], demo_requested: [NOW - 2 * HOUR] },
      ['Form submitted 1 hour ago', 'Demo requested 2 hours ago'],
    ],
    ['what is now', { demo_requested: [NOW] }, ['Demo requested just now']],
    ['nothing that lies ahead', { demo_requested: [NOW + 1] }, []],
    ['nothing without a date', { demo_requested: [NaN], trial_started: [] }, []],
    ['acts of one moment by name', { b: [NOW], a: [NOW] }, ['A just now', 'B just now']],
  ])('tells %s', (_what, signals, expected) => {
    expect(textsOf(actLines(signals, NOW))).toEqual(expected);
  });
});

describe('linesWithin', () => {
  const line = (text: string) => ({ text, sources: ['rule:a'] });

  it('passes over what does not fit, and goes on', () => {
    const lines = [line('one two'), line('one two three'), line('one')];

    expect([...linesWithin(3, lines)].map(({ text }) => text)).toEqual(['one two', 'one']);
  });
});
