import fc from 'fast-check';
import { type Brief, type BriefFacts, briefOf, propertiesOfBrief } from '../../src/core/brief.js';
import type { Decision } from '../../src/core/decide-stage.js';
import { countWords } from '../../src/core/plain-text.js';
import type { Score } from '../../src/core/score-contact.js';
import { modelOf } from './case-model.js';

const NOW = Date.parse('2026-11-22T09:30:00Z');
const HOUR = 3_600_000;
const MODEL = modelOf({
  evidence: { answers: { need: ['handoff_need'], budget: ['handoff_budget', 'handoff_capacity'] } },
  stages: { mql: { next: 'Nurture' }, sql: { next: 'Hold the discovery call' } },
});
const ADVANCE: Decision = { kind: 'advance', from: 'mql', to: 'sql', rule: 'enter:sql', missing: [], passed: [] };
const SCORE: Score = {
  score: 72,
  fit: 80,
  intent: 65,
  timing: null,
  coverage: 0.9,
  reasons: [
    { rule: 'demo', axis: 'intent', points: 50, because: 'Asked for a demo' },
    { rule: 'quiet', axis: 'intent', points: -15, because: 'Not seen for 60 days' },
  ],
  unknown: [],
};

function briefWith(outcome: Partial<BriefFacts['outcome']>, contact: Partial<BriefFacts['contact']> = {}): Brief {
  return briefOf({
    contact: { properties: {}, signals: {}, ...contact },
    outcome: { stage: 'sql', ...outcome },
    model: MODEL,
    now: NOW,
  });
}

const linesOf = ({ who, why, answers, missing, timeline, next, recommendation }: Brief) => [
  ...who,
  ...why,
  ...answers,
  ...missing,
  ...timeline,
  ...(next ? [next] : []),
  recommendation,
];
const holdFor = (...missing: string[]): Decision => ({
  kind: 'hold',
  from: 'mql',
  to: 'mql',
  rule: 'enter:sql',
  missing,
  flags: [],
});

describe('briefOf', () => {
  it('tells each thing with its source (W07)', () => {
    const brief = briefWith(
      { decision: ADVANCE, score: SCORE, nextAction: 'Call her' },
      {
        properties: { firstname: 'Ada', jobtitle: 'Countess', handoff_need: 'Fewer sheets' },
        signals: { demo_requested: [NOW - 2 * HOUR] },
      },
    );

    expect(brief).toEqual({
      who: [
        { text: 'Ada', sources: ['property:firstname'] },
        { text: 'Countess', sources: ['property:jobtitle'] },
      ],
      why: [
        { text: 'Asked for a demo', sources: ['rule:demo'], against: false },
        { text: 'Not seen for 60 days', sources: ['rule:quiet'], against: true },
      ],
      answers: [{ text: 'need: Fewer sheets', sources: ['property:handoff_need'], against: false }],
      missing: [{ text: 'budget', sources: ['property:handoff_budget', 'property:handoff_capacity'] }],
      timeline: [{ text: 'Demo requested 2 hours ago', sources: ['signal:demo_requested'] }],
      next: { text: 'Call her', sources: ['stage:sql'] },
      recommendation: { text: 'Ready to call', sources: ['decision:enter:sql', 'rule:demo'], kind: 'ready' },
      score: 72,
    });
  });

  it('says little of a contact of whom nothing is known', () => {
    expect(briefWith({ stage: 'other' })).toEqual({
      who: [],
      why: [],
      answers: [],
      missing: [
        { text: 'budget', sources: ['property:handoff_budget', 'property:handoff_capacity'] },
        { text: 'need', sources: ['property:handoff_need'] },
      ],
      timeline: [],
      recommendation: { text: 'Not ready yet', sources: ['stage:other'], kind: 'not-yet' },
    });
  });

  it('gives the reason a lead is out first', () => {
    const decision: Decision = {
      kind: 'disqualify',
      from: 'mql',
      to: 'disqualified',
      rule: 'require:nl',
      missing: [],
      because: 'We sell in NL',
    };

    const { why } = briefWith({ stage: 'disqualified', decision, score: SCORE });

    expect(why).toEqual([
      { text: 'We sell in NL', sources: ['decision:require:nl'], against: true },
      { text: 'Asked for a demo', sources: ['rule:demo'], against: false },
      { text: 'Not seen for 60 days', sources: ['rule:quiet'], against: true },
    ]);
  });

  it('has a reason for an entry that no rule of the score stands behind', () => {
    const { why } = briefWith({ decision: ADVANCE, score: { ...SCORE, reasons: [] } });

    expect(why).toEqual([
      { text: 'Meets what the model asks of sql', sources: ['decision:enter:sql'], against: false },
    ]);
  });

  it('names an answer that is missing once, and what else is missing behind it', () => {
    const { missing } = briefWith({ stage: 'mql', decision: holdFor('answer to need', '9 points of fit') });

    expect(missing.map(({ text }) => text)).toEqual(['budget', 'need', '9 points of fit']);
    expect(missing[2]?.sources).toEqual(['decision:enter:sql']);
  });

  it.each<[string, Partial<BriefFacts['outcome']>, string | undefined]>([
    ['what was said when it was decided', { decision: ADVANCE, nextAction: 'Call her' }, 'Call her'],
    ['what the model says of the stage', {}, 'Hold the discovery call'],
    [
      'not once more what is missing',
      { stage: 'mql', decision: holdFor('need'), nextAction: 'Still needed: need. Nurture' },
      'Nurture',
    ],
    ['nothing where nobody says anything', { stage: 'customer' }, undefined],
    ['nothing at a stage of the portal', { stage: 'constructor' }, undefined],
  ])('suggests %s', (_what, outcome, expected) => {
    expect(briefWith(outcome).next?.text).toBe(expected);
  });

  it('leaves out what matters least when there is much to say', () => {
    const long = 'word '.repeat(50);
    const reasons = [1, 2, 3, 4].map((of) => ({
      rule: `r${of}`,
      axis: 'fit' as const,
      points: 9,
      because: `${of} ${long}`,
    }));
    const signals = { [`a ${long}`]: [NOW - 1], [`b ${long}`]: [NOW - 2] };
    const properties = { firstname: long, jobtitle: long, company: long, handoff_need: long, handoff_budget: long };

    const brief = briefWith(
      { decision: ADVANCE, score: { ...SCORE, reasons }, nextAction: long },
      { properties, signals },
    );

    expect(brief.who).toHaveLength(3);
    expect(brief.next?.text).toBe('word word word word word word word word word word…');
    expect(brief.why.map(({ sources }) => sources)).toEqual([['rule:r1'], ['rule:r2'], ['rule:r3']]);
    expect(brief.answers).toHaveLength(2);
    expect(brief.timeline).toHaveLength(1);
  });

  it('stays short, on one line each, with a source each, whatever comes in (W08)', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(fc.constantFrom('<!channel>', 'a', '\r\nBcc: x', '=cmd', '👩‍💻', '\u202E'), { maxLength: 99 })
        .map((all) => all.join(' ')),
      fc.constant('x'.repeat(10_000)),
    );
    const reason = fc.record({ rule: text, axis: fc.constant('fit' as const), points: fc.integer(), because: text });
    const facts = fc.record({
      properties: fc.dictionary(fc.oneof(fc.constantFrom(...propertiesOfBrief(MODEL)), text), fc.option(text)),
      signals: fc.dictionary(text, fc.array(fc.integer({ min: 0, max: NOW + HOUR }))),
      reasons: fc.array(reason, { maxLength: 8 }),
      missing: fc.array(text, { maxLength: 8 }),
      nextAction: text,
    });

    fc.assert(
      fc.property(facts, ({ properties, signals, reasons, missing, nextAction }) => {
        const outcome = { decision: holdFor(...missing), score: { ...SCORE, reasons }, nextAction };

        const lines = linesOf(briefWith(outcome, { properties, signals }));

        expect(lines.reduce((sum, line) => sum + countWords(line.text), 0)).toBeLessThanOrEqual(75);
        for (const line of lines) {
          expect(line.text.length).toBeLessThanOrEqual(260);
          expect(line.text).not.toMatch(/[\p{Cc}\p{Cs}\u202E]/u);
          expect(line.sources.length).toBeGreaterThan(0);
        }
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it('gives the same brief for the same facts', () => {
    const signals = { b: [NOW], a: [NOW], c: [NOW], d: [NOW] };
    const turned = { d: [NOW], c: [NOW], a: [NOW], b: [NOW] };

    expect(briefWith({}, { signals })).toEqual(briefWith({}, { signals: turned }));
  });
});

describe('propertiesOfBrief', () => {
  it('names who, answers and dated acts, each once', () => {
    const names = propertiesOfBrief(MODEL);

    expect(names).toEqual(expect.arrayContaining(['company', 'email', 'handoff_capacity', 'recent_conversion_date']));
    expect(names).toHaveLength(new Set(names).size);
  });
});
