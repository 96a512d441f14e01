import path from 'node:path';
import { explainModel } from '../../src/files/explain-model.js';
import { loadModel, parseModel } from '../../src/files/load-model.js';

const explain = (text: string): string[] => explainModel(parseModel(`name: m\n${text}`, 'm.yaml')).split('\n');
const explainWhen = (when: string): string | undefined =>
  explain(`fit: { max: 1, rules: [{ id: a, when: ${when}, points: 5, because: B }] }`).find((line) =>
    line.startsWith('- B'),
  );

describe('explainModel', () => {
  it.each([
    ['{ property: p, is: x }', 'p is x'],
    ['{ property: p, isNot: x }', 'p is not x'],
    ['{ property: p, in: [x, y, z] }', 'p is x, y or z'],
    ['{ property: p, notIn: [x] }', 'p is not x'],
    ['{ property: p, contains: [x, y] }', 'p contains x or y'],
    ['{ property: p, atLeast: 3 }', 'p is at least 3'],
    ['{ property: p, atMost: 3 }', 'p is at most 3'],
    ['{ property: p, between: [3, 5] }', 'p is from 3 to 5'],
    ['{ property: p, known: true }', 'p is known'],
    ['{ property: p, known: false }', 'p is not known'],
    ['{ property: p, withinDays: 3 }', 'p was in the last 3 days'],
    ['{ property: p, notWithinDays: 3 }', 'p was more than 3 days ago'],
    ['{ property: p, inNextDays: 3 }', 'p is in the next 3 days'],
    ['{ property: p, withinDays: 1 }', 'p was in the last day'],
    ['{ property: p, inNextDays: 1 }', 'p is in the next day'],
    ['{ signal: s, withinDays: 1 }', 's happened in the last day'],
    ['{ signal: s }', 's happened'],
    ['{ signal: s, atLeast: 2, withinDays: 7 }', 's happened at least 2 times in the last 7 days'],
    ['{ sequence: [s, t], withinDays: 7 }', 's, then t happened in this order in the last 7 days'],
    ['{ company: c, atLeast: 3, withinDays: 7 }', 'the company has at least 3 c in the last 7 days'],
    ['{ not: { signal: s } }', 'it is not so that s happened'],
    [
      '{ any: [{ signal: s }, { all: [{ signal: t }, { signal: u }] }] }',
      's happened, or (t happened, and u happened)',
    ],
  ])('says %s as "%s"', (when, words) => {
    expect(explainWhen(when)).toBe(`- B: 5 points when ${words} (a).`);
  });

  it('says how points fade, and which count against a lead', () => {
    const lines = explain(
      'intent: { max: 80, rules: [{ id: a, when: { property: n, atLeast: 1 }, points: -5, halfLifeDays: 14, since: d, because: B }], groups: [{ rules: [a], max: 3 }] }',
    );

    expect(lines).toContain('Intent, what they do: 80 points make 100.');
    expect(lines).toContain(
      '- B: minus 5 points when n is at least 1; the points halve every 14 days, counted from d (a).',
    );
    expect(lines).toContain('- a together count for 3 at most.');
    expect(lines).toContain('The score, 0 to 100, is 100 % intent.');
  });

  it.each([
    ['ask', 'while we do not know, the lead is held and we ask'],
    ['allow', 'while we do not know, the lead passes'],
    ['refuse', 'while we do not know, the lead is out'],
  ])('says what a requirement of unknown: %s does', (unknown, words) => {
    expect(
      explain(`require: [{ id: r, when: { property: c, is: NL }, because: Dutch, unknown: ${unknown} }]`),
    ).toContain(`- Dutch: c is NL; ${words} (r).`);
  });

  it.each([
    ['auto', 'It is set at once, without a rep.'],
    ['confirm', 'It is set at once; a rep confirms in time, or the lead is recycled.'],
    ['vetted', 'It is never set by itself: a rep reviews the lead and sets it.'],
  ])('says what policy %s means', (policy, words) => {
    expect(explain(`stages: { sql: { policy: ${policy} } }`)).toContain(words);
  });

  it('says of a condition that skips MQL what it takes', () => {
    const lines = explain('stages: { sql: { direct: [s, { all: [{ signal: t }, { signal: u }] }, { signal: v }] } }');

    expect(lines).toEqual(
      expect.arrayContaining([
        'A lead may skip MQL after s in the last 30 days.',
        'A lead may skip MQL when t happened, and u happened.',
        'A lead may skip MQL when v happened.',
      ]),
    );
  });

  it.each([
    [
      '{ timeZone: Europe/Amsterdam, hours: { mon-fri: [09:00-12:30, 13:00-17:30], sat: 10:00-14:00 }, holidays: [2026-12-25], manager: mila@example.com }',
      'Team sales is at work mon-fri 09:00-12:30 and 13:00-17:30 and sat 10:00-14:00 (Europe/Amsterdam), not on 2026-12-25; mila@example.com hears of what is overdue.',
    ],
    ['{}', 'Team sales is at work at any hour.'],
  ])('says when team %s is at work', (team, words) => {
    expect(explain(`teams: { sales: ${team} }`)).toContain(words);
  });

  it('does not say that anybody has to make a lead a lead', () => {
    expect(explain('stages: { lead: { owner: marketing } }')).toEqual(
      expect.arrayContaining(['lead: owned by marketing.', 'Everybody new begins here.']),
    );
  });

  it.each([
    ['bant', 'need', 'Sales needs these questions answered (bant):'],
    ['custom', 'size', 'Sales needs these questions answered:'],
  ])('names the questions of %s', (framework, question, words) => {
    expect(explain(`evidence: { framework: ${framework}, answers: { ${question}: [p] } }`)).toContain(words);
  });

  it('reads the model of the product aloud', () => {
    const lines = explainModel(loadModel(path.resolve(__dirname, '../../workflows/models/saas.yaml'))).split('\n');

    expect(lines).toEqual(
      expect.arrayContaining([
        'A lead becomes MQL when fit is at least 40, and intent is at least 15.',
        'A lead becomes SAL by hand, not by its score.',
        'Next: Hold the discovery call, within 7 days.',
        'A lead becomes SQL when at least 3 questions are answered, or (the lead is at MQL or later, and demo_requested happened in the last 30 days), or (score is at least 70, and fit is at least 50).',
        'A lead may skip MQL after demo_requested in the last 30 days or quote_requested in the last 30 days.',
        'The score, 0 to 100, is 45 % fit, 40 % intent and 15 % timing.',
        '- budget: answered in handoff_budget or handoff_capacity.',
        'A lead that does not move for 14 days is recycled, after a follow-up that nobody answered.',
        'Follow-ups come after 4 hours, 1 day and 3 days, until the lead answers or moves.',
        'Contacts at opportunity, customer or evangelist are left alone.',
        'On sql, tell owner-task and slack.',
        'When a clock runs out, tell manager-task.',
      ]),
    );
  });
});
