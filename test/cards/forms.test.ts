import { answerViews, changedAnswers, dayOf, dayText } from '../../cards/answer-edits';
import type { CardMay } from '../../cards/contract';
import { daysUntil, EMPTY, readDraft, type Asking, type Draft } from '../../cards/draft';
import { pressOf } from '../../cards/press';
import { createSay } from '../../cards/texts';
import { cardView, NOW } from './card-view';

const MAY = cardView().may;
const SKIPPING: CardMay = { ...MAY, overrides: [{ id: 'served-country', because: 'Not in the Benelux' }] };
const day = (year: number, month: number, date: number) => ({ year, month: month - 1, date });

describe('readDraft', () => {
  it.each<[string, Asking, Partial<Draft>, CardMay, object]>([
    ['SQL without a note', 'set-stage', {}, MAY, { missing: { note: 'missing.note' } }],
    ['SQL with a blank note', 'set-stage', { note: '  ' }, MAY, { missing: { note: 'missing.note' } }],
    [
      'SQL with one',
      'set-stage',
      { note: ' Called ' },
      MAY,
      { wish: { button: 'set-stage', stage: 'sql', note: 'Called' } },
    ],
    [
      'SQL over a requirement',
      'set-stage',
      { note: 'Called' },
      SKIPPING,
      { missing: { override: 'missing.override' } },
    ],
    [
      'SQL over a requirement, with a reason',
      'set-stage',
      { note: 'Called', override: 'They move here' },
      SKIPPING,
      { wish: { button: 'set-stage', stage: 'sql', note: 'Called', override: 'They move here' } },
    ],
    ['both missing', 'set-stage', {}, SKIPPING, { missing: { note: 'missing.note', override: 'missing.override' } }],
    ['recycling for nothing', 'recycle', {}, MAY, { missing: { reason: 'missing.reason' } }],
    ['recycling', 'recycle', { reason: 'Next year' }, MAY, { wish: { button: 'recycle', reason: 'Next year' } }],
    [
      'recycling until a day',
      'recycle',
      { reason: 'Next year', wakeUp: day(2026, 11, 13) },
      MAY,
      { wish: { button: 'recycle', reason: 'Next year', wakeUpAfterDays: 1 } },
    ],
    [
      'recycling until today',
      'recycle',
      { reason: 'Next year', wakeUp: day(2026, 11, 12) },
      MAY,
      { missing: { wakeUp: 'missing.wakeUp' } },
    ],
    [
      'recycling for more than two years',
      'recycle',
      { reason: 'Next year', wakeUp: day(2028, 11, 12) },
      MAY,
      { missing: { wakeUp: 'missing.wakeUp' } },
    ],
    ['disqualifying for nothing', 'disqualify', { note: 'x' }, MAY, { missing: { reason: 'missing.reason' } }],
    ['disqualifying', 'disqualify', { reason: 'Student' }, MAY, { wish: { button: 'disqualify', reason: 'Student' } }],
    [
      'disqualifying with a note',
      'disqualify',
      { reason: 'Student', note: 'Thesis' },
      MAY,
      { wish: { button: 'disqualify', reason: 'Student', note: 'Thesis' } },
    ],
  ])('%s', (_name, asking, draft, may, read) => {
    expect(readDraft(asking, { ...EMPTY, ...draft }, may, NOW)).toEqual({ ok: 'wish' in read, ...read });
  });

  it('counts the days to a date by the calendar, over the end of summer time too', () => {
    expect(daysUntil(day(2027, 11, 12), NOW)).toBe(365);
  });
});

describe('pressOf', () => {
  it('carries its own id and the stage that was seen', () => {
    expect(pressOf({ button: 'accept' }, cardView(), 'press-1')).toEqual({
      button: 'accept',
      body: { id: 'press-1', seenStage: 'mql' },
    });
  });
});

describe('answers', () => {
  const { answers } = cardView();

  it('are sent only where they differ from what is held', () => {
    expect(changedAnswers(answers, { need: ' Replace the old CRM ', timing: '2026-12-01 ' })).toEqual({
      timing: '2026-12-01',
    });
  });

  it('are taken back by emptying them', () => {
    expect(changedAnswers(answers, { need: ' ' })).toEqual({ need: '' });
  });

  it('show what was typed, and what we have no word for in the model’s own', () => {
    const more = [
      ...answers,
      { question: 'champion_name', state: 'no', value: 'None', property: 'x', kind: 'text' },
    ] as const;

    const shown = answerViews(more, { need: 'More' }, createSay('en'));

    expect(shown.map(({ label, value, changed, state }) => [label, value, changed, state.text])).toEqual([
      ['Need', 'More', true, 'Answered'],
      ['Timing', '', false, 'Not answered yet'],
      ['Champion name', 'None', false, 'Answered: no'],
    ]);
  });

  it.each([
    ['2026-12-01', day(2026, 12, 1), '2026-12-01'],
    ['2026-12-01T00:00:00Z', day(2026, 12, 1), '2026-12-01'],
  ])('the date %s goes to HubSpot’s date field and back', (text, as, back) => {
    expect([dayOf(text), dayText(as)]).toEqual([as, back]);
  });

  it.each(['', 'next spring', '1764547200000'])('"%s" is no date for the field', (text) => {
    expect(dayOf(text)).toBeUndefined();
  });
});
