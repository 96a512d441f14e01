import type { Answer, Fault } from '../../cards/call-service';
import type { CardRefusal } from '../../cards/contract';
import { LOADING, nextState, type Event, type LeadState } from '../../cards/lead-state';
import { createMoments } from '../../cards/moments';
import { failureText, noticeViews } from '../../cards/notice-view';
import type { Press } from '../../cards/press';
import { createSay } from '../../cards/texts';
import { cardView, NOW } from './card-view';

const view = cardView();
const later = cardView({ stage: { ...view.stage, at: 'sql' } });
const press: Press = { button: 'accept', body: { id: 'press-1', seenStage: 'mql' } };
const ready: LeadState = { kind: 'ready', view };
const down: Answer = { ok: false, fault: { kind: 'unreachable' } };
const refusal = (code: CardRefusal, seen?: typeof view): Answer => ({
  ok: true,
  reply: { ok: false, code, because: 'Because', ...(seen ? { view: seen } : {}) },
});

describe('nextState', () => {
  it.each<[string, LeadState, Event, LeadState]>([
    ['a first answer is shown', LOADING, { kind: 'read', answer: { ok: true, reply: { ok: true, view } } }, ready],
    [
      'a first fault is said',
      LOADING,
      { kind: 'read', answer: down },
      { kind: 'failed', why: { kind: 'unreachable' } },
    ],
    [
      'a contact that is gone is said',
      LOADING,
      { kind: 'read', answer: refusal('contact-not-found') },
      { kind: 'failed', why: { kind: 'answered', code: 'contact-not-found', because: 'Because' } },
    ],
    ['reading again keeps what is shown', ready, { kind: 'reading' }, { ...ready, busy: 'read' }],
    ['after a failure it starts over', { kind: 'failed', why: { kind: 'unreadable' } }, { kind: 'reading' }, LOADING],
    [
      'a fault while reading again takes nothing away',
      ready,
      { kind: 'read', answer: down },
      { ...ready, notice: { kind: 'not-refreshed', fault: { kind: 'unreachable' } } },
    ],
    ['a press is under way', ready, { kind: 'pressing', press }, { ...ready, busy: press }],
    [
      'done: the new state of the lead',
      { ...ready, busy: press },
      { kind: 'pressed', press, answer: { ok: true, reply: { ok: true, view: later } } },
      { kind: 'ready', view: later },
    ],
    [
      'out of date: the new state, and why nothing was done',
      { ...ready, busy: press },
      { kind: 'pressed', press, answer: refusal('out-of-date', later) },
      {
        kind: 'ready',
        view: later,
        notice: { kind: 'refused', button: 'accept', code: 'out-of-date', because: 'Because' },
      },
    ],
    [
      'busy: the same press again',
      { ...ready, busy: press },
      { kind: 'pressed', press, answer: refusal('hubspot-busy') },
      {
        ...ready,
        notice: { kind: 'refused', button: 'accept', code: 'hubspot-busy', because: 'Because', repeat: press },
      },
    ],
    [
      'no answer: the same press again',
      { ...ready, busy: press },
      { kind: 'pressed', press, answer: down },
      { ...ready, notice: { kind: 'unsure', fault: { kind: 'unreachable' }, repeat: press } },
    ],
    [
      'a notice goes away',
      { ...ready, notice: { kind: 'not-refreshed', fault: { kind: 'unreachable' } } },
      { kind: 'dismissed' },
      ready,
    ],
  ])('%s', (_name, state, event, next) => {
    expect(nextState(state, event)).toEqual(next);
  });
});

describe('noticeViews', () => {
  const say = createSay('en');
  const told = { say, moments: createMoments({ say, locale: 'en-gb', timeZone: 'UTC' }), now: NOW };
  const shown = (of: typeof view, now = NOW) =>
    noticeViews(of, undefined, { ...told, now }).map(({ title, way }) => [title, way.kind]);

  it.each([
    ['a fresh lead has none', cardView(), NOW, []],
    ['ten minutes are fresh', cardView(), NOW + 600_000, []],
    ['later it says so', cardView(), NOW + 600_001, [['Read 10 min ago', 'refresh']]],
    [
      'a score that was never written',
      cardView({ score: { ...view.score, stale: true } }),
      NOW,
      [['Not written to the contact yet', 'score']],
    ],
    [
      'an older score on the contact',
      cardView({ score: { ...view.score, stale: true, writtenAt: '2026-11-01T00:00:00Z' } }),
      NOW,
      [['The contact holds an older score', 'score']],
    ],
    [
      'a stage held back',
      cardView({ quarantine: { stage: 'SQL', because: 'A form set it', since: '2026-11-12T11:00:00Z' } }),
      NOW,
      [['Held back: SQL', 'refresh']],
    ],
  ])('%s', (_name, of, now, notices) => {
    expect(shown(of, now)).toEqual(notices);
  });

  it.each<[Fault, string]>([
    [{ kind: 'unreachable' }, 'The Handoff service did not answer. Check whether it runs, then try again.'],
    [{ kind: 'refused', status: 401 }, 'The Handoff service refused the card (status 401). Its log says why.'],
  ])('has words for $kind', (fault, text) => {
    expect(failureText(fault, say)).toEqual([text]);
  });

  it('has words for a refusal it does not know', () => {
    expect(failureText({ kind: 'answered', code: 'on-strike', because: 'No service today' }, say)).toEqual([
      'The service said no.',
      'No service today',
    ]);
  });
});
