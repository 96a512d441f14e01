import { beginClock, moveClock, type Arrival, type Clock } from '../../src/core/clock.js';
import type { Model } from '../../src/core/model.js';
import type { Shown } from '../../src/core/shown.js';
import { stayed, watchClock, type Watched } from '../../src/core/watch-clock.js';
import { modelOf } from './case-model.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday morning. */
const START = Date.parse('2026-11-23T09:00:00Z');

const MODEL: Model = {
  ...modelOf({
    stages: {
      mql: { owner: 'marketing', within: '24h' },
      sal: { owner: 'sales', within: '5m' },
      sql: { owner: 'sales', within: '7d', policy: 'confirm' },
    },
  }),
  notify: { sql: ['owner-task'], overdue: ['manager-task'] },
  teams: {
    sales: { holidays: [], manager: 'mila@example.com' },
    marketing: { holidays: [], manager: 'mo@example.com' },
  },
};

const arrived = (stage: string, more: Partial<Arrival> = {}): Clock => beginClock({ stage, at: START, ...more }, MODEL);
const shows = (stage: string, more: Partial<Shown> = {}): Shown => ({
  ...{ stage, leadStatus: '', acts: {}, contactedAt: undefined },
  ...more,
});

interface Life {
  readonly clock: Clock;
  /** What was told and what was to happen, and how long after `START`. */
  readonly heard: readonly string[];
}

const since = (at: number): string => {
  const ms = at - START;
  const days = Math.floor(ms / DAY);
  const rest = new Date(ms - days * DAY).toISOString().slice(11, 19);
  return `${days}d ${rest}`;
};
const wordsOf = ({ tells, leaving }: Watched): string[] => [
  ...tells.map(({ kind, deadline, count, of }) => [kind, deadline, count, of && `of ${of}`].filter(Boolean).join(' ')),
  ...(leaving ? [`${leaving.to}: ${leaving.reason}`] : []),
];

/** Lets a clock run by itself, looking whenever it asks for it. @param shown may change with time */
function live(clock: Clock, shown: (now: number) => Shown, until: number, model = MODEL): Life {
  let now = START;
  let current = clock;
  const heard: string[] = [];
  for (let looks = 0; looks < 100; looks += 1) {
    const watched = watchClock(current, shown(now), model, now);
    current = watched.clock;
    heard.push(...wordsOf(watched).map((word) => `${since(now)} ${word}`));
    if (watched.leaving) return { clock: current, heard };
    if (watched.nextAt === undefined || watched.nextAt > until) break;
    now = watched.nextAt;
  }
  return { clock: current, heard };
}

const at = (clock: Clock, shown: Shown, ms: number, model = MODEL): string[] =>
  wordsOf(watchClock(clock, shown, model, START + ms));

describe('watchClock at the boundary', () => {
  const followed = { followUps: 1, followedAt: START + DAY };
  const all = { followUps: 3, followedAt: START + 3 * DAY, told: ['respond'] };

  it.each([
    ['T01 24 h from capture', arrived('lead', { capturedAt: START }), 24 * HOUR, 'overdue close'],
    ['T02 at SQL, 5 min', arrived('sql'), 5 * MINUTE, 'overdue respond'],
    ['T03 at SAL, a day: a warning', { ...arrived('sal'), followUps: 3, followedAt: START }, DAY, 'overdue warn'],
    ['T03 at SAL, three days', { ...arrived('sal'), ...all, told: ['warn'] }, 3 * DAY, 'overdue close'],
    ['T04 at SQL, 7 days', { ...arrived('sql'), ...all }, 7 * DAY, 'overdue close'],
    [
      'T05 at SAL',
      { ...arrived('sal'), ...all, told: ['warn', 'close'] },
      14 * DAY,
      'recycled: No movement for 14 days',
    ],
    [
      'T05 at SQL',
      { ...arrived('sql'), ...all, told: ['respond', 'close'] },
      14 * DAY,
      'recycled: No movement for 14 days',
    ],
    [
      'T05 at MQL',
      { ...arrived('mql'), ...followed, told: ['respond'] },
      14 * DAY,
      'recycled: No movement for 14 days',
    ],
    [
      'T05 at opportunity: told, never moved',
      { ...arrived('opportunity'), ...all, told: ['ghosted'] },
      14 * DAY,
      'overdue stall',
    ],
  ])('%s: a second before and at the moment itself nothing, a second after it is late', (_what, clock, ms, word) => {
    const shown = shows(clock.stage);

    expect(at(clock, shown, ms - SECOND)).toEqual([]);
    expect(at(clock, shown, ms)).toEqual([]);
    expect(at(clock, shown, ms + SECOND)).toEqual([word]);
  });

  it('counts five minutes at MQL too, and tells only where sales was told of the MQL', () => {
    const told = { ...MODEL, notify: { ...MODEL.notify, mql: ['owner-task'] } };
    const looks = (model: Model) =>
      watchClock(beginClock({ stage: 'mql', at: START }, model), shows('mql'), model, START + 6 * MINUTE);

    expect([looks(MODEL).tells, looks(MODEL).clock.told]).toEqual([[], ['respond']]);
    expect(wordsOf(looks(told))).toEqual(['overdue respond']);
  });

  it('counts a lead that was late before we saw it, and tells nobody', () => {
    const clock = arrived('lead', { capturedAt: START - 2 * DAY });

    const watched = watchClock(clock, shows('lead'), MODEL, START);

    expect([watched.tells, watched.clock.told, watched.nextAt]).toEqual([[], ['close'], undefined]);
  });

  it('counts minutes while the team is open (P20)', () => {
    const teams = { sales: { timeZone: 'UTC', hours: { 'mon-fri': '09:00-09:02' }, holidays: [] } };
    const model = { ...MODEL, teams, followUps: [] };

    expect(at(arrived('sql'), shows('sql'), DAY + MINUTE, model)).toEqual([]);
    expect(at(arrived('sql'), shows('sql'), 2 * DAY + MINUTE + SECOND, model)).toEqual(['overdue respond']);
  });
});

describe('watchClock over the life of a lead', () => {
  it('follows up three times, and recycles an SQL nobody accepted, with its reason (T06)', () => {
    const clock = arrived('sql', { confirmWithin: '7d' });

    const { heard } = live(clock, () => shows('sql'), START + 30 * DAY);

    expect(heard).toEqual([
      '0d 00:05:00 overdue respond',
      '0d 04:00:00 follow-up 1 of 3',
      '1d 00:00:00 follow-up 2 of 3',
      '3d 00:00:00 follow-up 3 of 3',
      '7d 00:00:00 overdue confirm',
      '7d 00:00:00 recycled: Not accepted within 7 days',
    ]);
  });

  it('stops following up when the lead answers, and begins the fortnight anew (T05, T06)', () => {
    const clock = arrived('sql');
    const answers = { email_replied: [START + 5 * HOUR] };

    const { heard } = live(clock, () => shows('sql', { acts: answers }), START + 30 * DAY);

    expect(heard).toEqual([
      '0d 00:05:00 overdue respond',
      '0d 04:00:00 follow-up 1 of 3',
      '7d 00:00:00 overdue close',
      '14d 05:00:00 follow-up 2 of 2',
      '15d 05:00:00 recycled: No movement for 14 days',
    ]);
  });

  it('leaves an SQL alone that was accepted, but for what it takes to the opportunity (T04, T07)', () => {
    const clock = { ...arrived('sql', { confirmWithin: '7d' }), acceptedAt: START + MINUTE, acceptedBy: 'user:7' };

    const { heard } = live(clock, () => shows('sql'), START + 8 * DAY);

    expect(heard).toEqual([
      '0d 04:00:00 follow-up 1 of 3',
      '1d 00:00:00 follow-up 2 of 3',
      '3d 00:00:00 follow-up 3 of 3',
      '7d 00:00:00 overdue close',
    ]);
  });

  it('never gives up without a follow-up, and waits a day for its answer (G18)', () => {
    const clock = arrived('sql', { confirmWithin: '2d' });

    const { heard } = live(clock, () => shows('sql'), START + 30 * DAY, { ...MODEL, followUps: [] });

    expect(heard).toEqual([
      '0d 00:05:00 overdue respond',
      '2d 00:00:00 overdue confirm',
      '2d 00:00:00 follow-up 1 of 1',
      '3d 00:00:00 recycled: Not accepted within 2 days',
    ]);
  });

  it('recycles an MQL nobody touched after one follow-up (G15, P3)', () => {
    const { heard } = live(arrived('mql'), () => shows('mql'), START + 30 * DAY);

    expect(heard).toEqual(['14d 00:00:00 follow-up 1 of 1', '15d 00:00:00 recycled: No movement for 14 days']);
  });

  it('tells of a ghost at opportunity after three follow-ups, and moves nothing (G21, T12)', () => {
    const { heard } = live(arrived('opportunity'), () => shows('opportunity'), START + 30 * DAY);

    expect(heard).toEqual([
      '0d 04:00:00 follow-up 1 of 3',
      '1d 00:00:00 follow-up 2 of 3',
      '3d 00:00:00 follow-up 3 of 3',
      '4d 00:00:00 ghosted',
      '14d 00:00:00 overdue stall',
      '14d 04:00:00 follow-up 1 of 3',
      '15d 00:00:00 follow-up 2 of 3',
      '17d 00:00:00 follow-up 3 of 3',
    ]);
  });

  it('tells of no ghost after two follow-ups (G21)', () => {
    const { heard } = live(arrived('opportunity'), () => shows('opportunity'), START + 13 * DAY, {
      ...MODEL,
      followUps: ['1d', '3d'],
    });

    expect(heard).toEqual(['1d 00:00:00 follow-up 1 of 2', '3d 00:00:00 follow-up 2 of 2']);
  });

  it('makes the follow-ups of a week in which nobody looked an hour apart', () => {
    const clock = { ...arrived('opportunity'), enteredAt: START - 7 * DAY, followFrom: START - 7 * DAY };

    const { heard } = live(clock, () => shows('opportunity'), START + DAY);

    expect(heard).toEqual([
      '0d 00:00:00 follow-up 1 of 3',
      '0d 01:00:00 follow-up 2 of 3',
      '0d 02:00:00 follow-up 3 of 3',
    ]);
  });

  it('tells a stage the model protects that it stalls, and takes nobody from it', () => {
    const model: Model = { ...MODEL, followUps: [], protect: ['sql'] };
    const clock = arrived('sql', { confirmWithin: '7d' });

    const { heard } = live(clock, () => shows('sql'), START + 60 * DAY, model);

    expect(heard).toEqual(['0d 00:05:00 overdue respond', '7d 00:00:00 overdue confirm', '14d 00:00:00 overdue stall']);
  });

  it.each(['customer', 'recycled', 'disqualified', 'subscriber', 'evangelist', 'constructor'])(
    'has nothing to come at %s',
    (stage) => {
      expect(watchClock(arrived(stage), shows(stage), MODEL, START).nextAt).toBeUndefined();
    },
  );

  it('tries once to recycle, and tells of the stall when the portal would not', () => {
    const clock = { ...arrived('sql'), followUps: 3, followedAt: START + DAY, told: ['respond', 'close'] };
    const watched = watchClock(clock, shows('sql'), MODEL, START + 14 * DAY + 1);

    const kept = watchClock(stayed(watched.clock), shows('sql'), MODEL, START + 14 * DAY + 1);

    expect([wordsOf(watched), wordsOf(kept), kept.nextAt]).toEqual([
      ['recycled: No movement for 14 days'],
      ['overdue stall'],
      START + 14 * DAY + 4 * HOUR + 1,
    ]);
  });
});

describe('watchClock on what the portal shows', () => {
  it('begins anew where others moved the contact, and keeps what the run has', () => {
    const clock = { ...arrived('sal', { capturedAt: START - DAY }), followUps: 2, told: ['warn'], noShows: 1 };

    const watched = watchClock(clock, shows('opportunity'), MODEL, START + 10 * DAY);

    expect(watched.tells).toEqual([]);
    expect(watched.clock).toMatchObject({
      ...{
        stage: 'opportunity',
        enteredAt: START + 10 * DAY,
        handedAt: START,
        acceptedAt: START,
        capturedAt: START - DAY,
      },
      ...{ followUps: 0, told: [], noShows: 1 },
    });
  });

  it.each([
    ['a rep set Lead Status', shows('sql', { leadStatus: 'IN_PROGRESS' })],
    ['a rep called', shows('sql', { contactedAt: START + 2 * MINUTE })],
  ])('takes the conversation for open when %s', (_what, shown) => {
    expect(at(arrived('sql'), shown, 6 * MINUTE)).toEqual([]);
  });

  it('takes a call for no acceptance, and Lead Status for one (T07)', () => {
    const clock = arrived('sql', { confirmWithin: '7d' });
    const called = watchClock(clock, shows('sql', { contactedAt: START + MINUTE }), MODEL, START + 2 * MINUTE).clock;
    const set = watchClock(clock, shows('sql', { leadStatus: 'IN_PROGRESS' }), MODEL, START + 2 * MINUTE).clock;

    expect([called.openedAt, called.acceptedAt]).toEqual([START + MINUTE, undefined]);
    expect([set.openedAt, set.acceptedAt, set.acceptedBy]).toEqual([START + 2 * MINUTE, START + 2 * MINUTE, '']);
  });

  it.each([
    ['a call before the hand-over', shows('sql', { contactedAt: START - 1 })],
    ['a reply before the hand-over', shows('sql', { acts: { email_replied: [START - 1] } })],
    ['an answer of a machine', shows('sql', { acts: { auto_replied: [START + 1] } })],
  ])('does not take %s for anything', (_what, shown) => {
    expect(at(arrived('sql'), shown, 5 * HOUR)).toEqual(['overdue respond', 'follow-up 1 of 3']);
  });

  it('has a no-show booked anew once, and disqualifies the second time (G22)', () => {
    const clock = { ...arrived('sal'), told: ['warn', 'close'] };
    const once = watchClock(clock, shows('sal', { acts: { no_show: [START + HOUR] } }), MODEL, START + 2 * HOUR);
    const twice = shows('sal', { acts: { no_show: [START + HOUR, START + 3 * HOUR] } });

    expect(wordsOf(once)).toEqual(['no-show 1']);
    expect(at(once.clock, shows('sal', { acts: { no_show: [START + HOUR] } }), 3 * HOUR)).toEqual([]);
    expect(at(once.clock, twice, 3 * HOUR)).toEqual(['disqualified: Did not come to the call, twice']);
  });

  it('leaves a second no-show to people at opportunity (G22)', () => {
    const clock = { ...arrived('opportunity'), noShows: 1 };
    const twice = shows('opportunity', { acts: { no_show: [START + 1, START + 2] } });

    expect(at(clock, twice, HOUR)).toEqual(['no-show 2']);
  });

  it('does not hold an old no-show against a new run', () => {
    expect(at(arrived('sql'), shows('sql', { acts: { no_show: [START - 2, START - 1] } }), MINUTE)).toEqual([]);
  });
});

describe('moveClock', () => {
  it('begins a run from an MQL nobody in sales heard of', () => {
    const mql = { ...arrived('mql'), openedAt: START + 1 };

    expect(moveClock(mql, { stage: 'sql', at: START + DAY }, MODEL)).toMatchObject({
      ...{ handedAt: START + DAY, openedAt: undefined, acceptedAt: undefined },
    });
  });

  it('takes whoever set the stage by hand for having accepted', () => {
    expect(arrived('sql', { acceptedBy: 'user:7' })).toMatchObject({
      acceptedAt: START,
      acceptedBy: 'user:7',
      openedAt: START,
    });
    expect(arrived('sal')).toMatchObject({ acceptedAt: START, acceptedBy: '' });
  });

  it('ends the run of a lead that goes back', () => {
    const clock = { ...arrived('sal'), noShows: 1 };

    expect(moveClock(clock, { stage: 'recycled', at: START + DAY }, MODEL)).toMatchObject({
      ...{ handedAt: undefined, acceptedAt: undefined, noShows: 0 },
    });
  });
});
