import fc from 'fast-check';
import { AXES, type Condition, type Rule } from '../../src/core/model.js';
import { compileDecider } from '../../src/core/decide-stage.js';
import { compileScorer, type Score } from '../../src/core/score-contact.js';
import type { Contact } from '../../src/core/contact.js';
import { type CaseModel, modelOf } from './case-model.js';

const NOW = 1_795_262_400_000;
const DAY = 86_400_000;
const NAMES = ['p', 'q', 'r'];

const name = fc.constantFrom(...NAMES);
const value = fc.oneof(
  fc.constantFrom('', ' ', '0', '50', 'vp', 'a;vp', 'true', '2026-11-20', '2027-01-01', 'x'),
  fc.integer({ min: -100, max: 100 }).map(String),
);
const days = fc.integer({ min: 0, max: 100 });
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ property: name, is: fc.constantFrom('vp', 50, true) }),
  fc.record({ property: name, notIn: fc.constant(['vp', 'x']) }),
  fc.record({ property: name, atLeast: fc.integer({ min: -50, max: 50 }) }),
  fc.record({ property: name, withinDays: days }),
  fc.record({ property: name, inNextDays: days }),
  fc.record({ property: name, known: fc.boolean() }),
  fc.record({ signal: name, atLeast: fc.integer({ min: 1, max: 3 }), withinDays: days }),
  fc.record({ sequence: fc.array(name, { minLength: 1, maxLength: 3 }) }),
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  leaf,
  fc.record({ all: fc.array(leaf, { maxLength: 3 }) }),
  fc.record({ any: fc.array(leaf, { maxLength: 3 }) }),
  fc.record({ not: leaf }),
);
const rule: fc.Arbitrary<Omit<Rule, 'id'>> = fc.record({
  when: condition,
  points: fc.integer({ min: -50, max: 50 }),
  halfLifeDays: fc.integer({ min: 1, max: 90 }),
  because: fc.constant('Because'),
});
const axis = fc.record({ max: fc.integer({ min: 1, max: 200 }), rules: fc.array(rule, { maxLength: 6 }) });
const model: fc.Arbitrary<CaseModel> = fc.record({ fit: axis, intent: axis, timing: axis }).map((axes) => ({
  fit: numbered('f', axes.fit),
  intent: numbered('i', axes.intent),
  timing: numbered('t', axes.timing),
  stages: { mql: { enter: { fit: 40 } }, sql: { enter: { score: 60 } } },
}));
const act = fc.integer({ min: NOW - 100 * DAY, max: NOW + 10 * DAY });
const contact: fc.Arbitrary<Contact> = fc.record({
  properties: fc.dictionary(name, value),
  signals: fc.dictionary(name, fc.array(act, { maxLength: 4 })),
  unlistedSignals: fc.constantFrom('never' as const, 'unknown' as const),
  company: fc.constant({}),
});

function numbered(prefix: string, { max, rules }: { max: number; rules: readonly Omit<Rule, 'id'>[] }) {
  return { max, rules: rules.map((each, index) => ({ ...each, id: `${prefix}${index}` })) };
}

function scoreOf(file: CaseModel, about: Contact): Score {
  return compileScorer(modelOf(file))(about, NOW);
}

/** One rule on a signal, seen once, so many days ago; strong enough that rounding hides nothing. */
function fadedPoints(ageDays: number, halfLifeDays: number): number {
  const when: Condition = { signal: 's' };
  const rules = [{ id: 'a', when, points: 1_000_000, halfLifeDays, because: 'A' }];
  const signals = { s: [NOW - ageDays * DAY] };
  const score = scoreOf({ fit: { max: 1, rules } }, { properties: {}, signals, unlistedSignals: 'never', company: {} });
  return score.reasons[0]?.points ?? NaN;
}

describe('laws of scoring', () => {
  it('keeps score and axes whole and within 0 and 100, coverage within 0 and 1', () => {
    fc.assert(
      fc.property(model, contact, (file, about) => {
        const score = scoreOf(file, about);
        for (const number of [score.score, ...AXES.map((each) => score[each] ?? 0)]) {
          expect(Number.isInteger(number) && number >= 0 && number <= 100).toBe(true);
        }
        expect(score.coverage >= 0 && score.coverage <= 1).toBe(true);
      }),
    );
  });

  it('gives each rule one verdict: a reason, unknown, or neither', () => {
    fc.assert(
      fc.property(model, contact, (file, about) => {
        const { reasons, unknown } = scoreOf(file, about);
        const named = [...reasons.map((reason) => reason.rule), ...unknown];
        expect(new Set(named).size).toBe(named.length);
      }),
    );
  });

  it('never scores what is unknown: taking those rules away changes no axis', () => {
    fc.assert(
      fc.property(model, contact, (file, about) => {
        const score = scoreOf(file, about);
        const known = (rules: readonly Rule[]) => rules.filter(({ id }) => !score.unknown.includes(id));
        const without = Object.fromEntries(
          AXES.map((each) => [each, { max: file[each]?.max ?? 1, rules: known(file[each]?.rules ?? []) }]),
        );
        const { fit, intent, timing, reasons } = scoreOf(without, about);
        expect({ fit, intent, timing, reasons }).toEqual({
          fit: score.fit,
          intent: score.intent,
          timing: score.timing,
          reasons: score.reasons,
        });
      }),
    );
  });

  it('never scores lower for one more positive hit, nor higher for a negative one', () => {
    fc.assert(
      fc.property(model, contact, fc.integer({ min: 0, max: 50 }), (file, about, points) => {
        const more = (sign: 1 | -1): Score => {
          const extra = { id: 'extra', when: { all: [] }, points: sign * points, because: 'More' };
          return scoreOf(
            { ...file, fit: { max: file.fit?.max ?? 1, rules: [...(file.fit?.rules ?? []), extra] } },
            about,
          );
        };
        const { score } = scoreOf(file, about);
        expect(more(1).score).toBeGreaterThanOrEqual(score);
        expect(more(-1).score).toBeLessThanOrEqual(score);
      }),
    );
  });

  it('halves points per half-life', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 100 }), (ageDays, halfLifeDays) => {
        const points = fadedPoints(ageDays, halfLifeDays);
        const later = fadedPoints(ageDays + halfLifeDays, halfLifeDays);
        expect(Math.abs(later - points / 2)).toBeLessThanOrEqual(0.1);
      }),
    );
  });

  it('says the same in the same bytes, compiled anew or used before', () => {
    fc.assert(
      fc.property(model, contact, contact, (file, about, other) => {
        const used = compileScorer(modelOf(file));
        used(other, NOW - DAY);
        expect(JSON.stringify(used(about, NOW))).toBe(JSON.stringify(scoreOf(file, about)));
      }),
    );
  });

  it('does not care in which order properties, signals and acts come', () => {
    fc.assert(
      fc.property(model, contact, (file, about) => {
        const turned = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
          Object.fromEntries(Object.entries(record).reverse());
        const signals = Object.fromEntries(
          Object.entries(about.signals).map(([signal, acts]) => [signal, [...acts].reverse()]),
        );
        const reversed = { ...about, properties: turned(about.properties), signals: turned(signals) };
        expect(scoreOf(file, reversed)).toEqual(scoreOf(file, about));
      }),
    );
  });

  it('decides to stay, or for another stage; never for the one it is at', () => {
    fc.assert(
      fc.property(model, contact, fc.constantFrom('lead', 'marketingqualifiedlead', '123'), (file, about, stage) => {
        const at = { ...about, properties: { ...about.properties, lifecyclestage: stage } };
        const decision = compileDecider(modelOf(file))(at, scoreOf(file, at), NOW);
        expect(decision.to === decision.from).toBe(decision.kind !== 'advance');
      }),
    );
  });
});
