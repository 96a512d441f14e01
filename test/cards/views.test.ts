import { buttonsView } from '../../cards/buttons-view';
import { clockView } from '../../cards/clock-view';
import type { CardClock, CardMay, CardView } from '../../cards/contract';
import { historyViews } from '../../cards/history-view';
import { createMoments } from '../../cards/moments';
import { questionViews } from '../../cards/question-views';
import { reasonViews, scoreView } from '../../cards/score-view';
import { createSay, languageOf, TEXTS } from '../../cards/texts';
import { cardView, NOW } from './card-view';

const say = createSay('en');
const moments = createMoments({ say, locale: 'en-gb', timeZone: 'Europe/Amsterdam' });
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('texts', () => {
  it.each(Object.entries(TEXTS))('%s is there in both languages, with the same blanks to fill', (_key, { en, nl }) => {
    const blanks = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

    expect([en.trim() !== '', nl.trim() !== '', blanks(nl)]).toEqual([true, true, blanks(en)]);
  });

  it.each([
    ['nl', 'nl'],
    ['nl-nl', 'nl'],
    ['NL_BE', 'nl'],
    ['en', 'en'],
    ['de', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ])('speaks to a user of locale %s in %s', (locale, language) => {
    expect(languageOf(locale)).toBe(language);
  });
});

describe('moments', () => {
  it.each([
    [0, 'under a minute'],
    [59_999, 'under a minute'],
    [MINUTE, '1 min'],
    [59 * MINUTE, '59 min'],
    [HOUR, '1 h'],
    [2 * HOUR + 10 * MINUTE, '2 h 10 min'],
    [DAY, '1 day'],
    [3 * DAY + HOUR, '3 days'],
    [-2 * HOUR, '2 h'],
  ])('%i ms are %s', (ms, text) => {
    expect(moments.span(ms)).toBe(text);
  });

  it.each([
    ['en-gb', 'Europe/Amsterdam', '12 Nov, 13:05'],
    ['nl', 'Europe/Amsterdam', '12 nov, 13:05'],
    ['no such locale!', 'Europe/Amsterdam', 'Nov 12, 12:05 PM'],
    ['en-gb', 'Nowhere/At_All', 'Nov 12, 12:05 PM'],
  ])('a time for %s in %s is %s', (locale, timeZone, text) => {
    expect(createMoments({ say, locale, timeZone }).moment('2026-11-12T12:05:00.000Z').replaceAll('\u202f', ' ')).toBe(
      text,
    );
  });

  it('shows a time it cannot read as it came', () => {
    expect(moments.moment('soon')).toBe('soon');
  });
});

describe('clockView', () => {
  const clock = (dueInMs: number, more: Partial<CardClock> = {}): CardClock => ({
    kind: 'respond',
    dueAt: new Date(NOW + dueInMs).toISOString(),
    late: false,
    enteredAt: new Date(NOW + dueInMs - 20 * MINUTE).toISOString(),
    followUps: { made: 0, of: 0 },
    ...more,
  });

  it.each([
    ['with most of the time left', clock(15 * MINUTE), 'success', '15 min left'],
    ['with a quarter of it left', clock(5 * MINUTE), 'success', '5 min left'],
    ['with less', clock(5 * MINUTE - 1), 'warning', '4 min left'],
    ['to the second', clock(0), 'warning', 'under a minute left'],
    ['one moment later', clock(-1), 'danger', 'under a minute late'],
    ['long after', clock(-2 * HOUR), 'danger', '2 h late'],
    ['as the service says, whatever this clock shows', clock(MINUTE, { late: true }), 'danger', '1 min late'],
  ])('runs %s', (_name, of, tone, left) => {
    expect(clockView(of, { say, moments, now: NOW })).toMatchObject({ tone, left });
  });

  it.each([
    ['respond', 'Respond by 12 Nov, 13:05'],
    ['confirm', 'Confirm by 12 Nov, 13:05'],
    ['close', 'Move on by 12 Nov, 13:05'],
    ['stall', 'Stalls on 12 Nov, 13:05'],
  ] as const)('says what a %s clock waits for', (kind, due) => {
    expect(clockView(clock(5 * MINUTE, { kind }), { say, moments, now: NOW }).due).toBe(due);
  });

  it('shows capture and acceptance side by side', () => {
    const both = clock(MINUTE, {
      capturedAt: '2026-11-12T10:00:00.000Z',
      acceptedAt: '2026-11-12T11:30:00.000Z',
      acceptedBy: 'Sanne',
      followUps: { made: 1, of: 3 },
    });

    expect(clockView(both, { say, moments, now: NOW }).lines).toEqual([
      'Came in 12 Nov, 11:00',
      'At this stage since 12 Nov, 12:41',
      'Accepted 12 Nov, 12:30 by Sanne',
      '1 of 3 follow-ups made',
    ]);
  });
});

describe('scoreView', () => {
  it('shows the verdict, and an axis the model does not have as none', () => {
    expect(scoreView(cardView(), say)).toEqual({
      score: 82,
      verdict: { text: 'Ready for sales', tone: 'success' },
      axes: [{ name: 'Fit', value: 90 }, { name: 'Intent', value: 75 }, { name: 'Timing' }],
    });
  });

  it('calls a lead that is out, out, however good it looks', () => {
    const view = cardView({ stage: { ...cardView().stage, at: 'disqualified' } });

    expect(scoreView(view, say).verdict).toEqual({ text: 'Out', tone: 'danger' });
  });
});

describe('the axes', () => {
  it.each([
    [67, undefined],
    [66, 'warning'],
    [34, 'warning'],
    [33, 'danger'],
    [0, 'danger'],
  ])('a fit of %i is %s', (fit, weak) => {
    const { axes } = scoreView(cardView({ score: { ...cardView().score, fit } }), say);

    expect([axes[0]?.value, axes[0]?.weak]).toEqual([fit, weak]);
  });
});

describe('reasonViews', () => {
  it('keeps the order and marks what speaks against the lead', () => {
    const shown = reasonViews(cardView().reasons, say).map(({ points, against, axis }) => [points, against, axis]);

    expect(shown).toEqual([
      ['+50', false, 'Intent'],
      ['+25', false, 'Fit'],
      ['−15', true, 'Intent'],
    ]);
  });
});

describe('questionViews', () => {
  it.each([
    ['50 to 5,000 people', '50 to 5,000 people?'],
    ['Was active this week? (hs_last_sales_activity_timestamp)', 'Was active this week?'],
    ['Wants to start soon (handoff_timing_answer, handoff_timing_date)', 'Wants to start soon?'],
    ['We sell in the Benelux.', 'We sell in the Benelux?'],
    ['Sells abroad (to Germany)', 'Sells abroad (to Germany)?'],
  ])('asks "%s" as "%s"', (text, asked) => {
    expect(questionViews([{ rule: 'r', text, required: false }])[0]?.text).toBe(asked);
  });

  const seven = Array.from({ length: 7 }, (_, n) => ({ rule: `r${n}`, text: `Q${n}`, required: n === 6 }));

  it('puts what is required first, and asks five things at most', () => {
    expect(questionViews(seven).map(({ key }) => key)).toEqual(['r6', 'r0', 'r1', 'r2', 'r3']);
  });

  it('leaves out what is not required where there is little room', () => {
    expect(questionViews(seven, true).map(({ key }) => key)).toEqual(['r6']);
  });
});

describe('buttonsView', () => {
  const none: CardMay = { ...cardView().may, accept: false, setSql: false, recycle: false, disqualify: false };
  const brief = (recommendation: CardView['brief']['recommendation']) => ({ ...cardView().brief, recommendation });

  it.each([
    ['a lead to accept', { accept: true, setSql: true, recycle: true }, 'ready', 'accept* set-stage recycle score'],
    ['an accepted one', { setSql: true, disqualify: true }, 'ready', 'set-stage* disqualify score'],
    ['one that is not there yet', { setSql: true, disqualify: true }, 'not-yet', 'set-stage disqualify score'],
    ['one that is out', {}, 'ready', 'score'],
  ] as const)('gives %s its buttons, at most one of them first', (_name, more, recommendation, buttons) => {
    const shown = buttonsView({ may: { ...none, ...more }, brief: brief(recommendation) });

    expect(shown.map(({ button, primary }) => `${button}${primary ? '*' : ''}`).join(' ')).toBe(buttons);
  });
});

describe('historyViews', () => {
  it('says when, from where to where, which way, who and why', () => {
    expect(historyViews(cardView(), say, moments)).toMatchObject([
      { at: '12 Nov, 12:58', change: 'Lead → MQL', by: 'Workflow · workflow 77', because: 'fit 90 of 40' },
    ]);
  });

  it('shows stages and ways it has no word for as they came', () => {
    const history = [
      { from: '', to: '51439524', way: 'agent', actor: '', because: [], at: '2026-11-12T11:58:00.000Z' },
    ];

    expect(historyViews(cardView({ history }), say, moments)).toMatchObject([{ change: '51439524', by: 'agent' }]);
  });
});
