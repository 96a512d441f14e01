import fc from 'fast-check';
import { rotate, type Candidate, type Rotation, type Turn } from '../../src/core/rotate.js';

const FRESH: Rotation = { credits: new Map(), openLeads: new Map() };

/** Somebody who can take any lead now; their owner id is their name in capitals. */
function person(name: string, more: Partial<Candidate> = {}): Candidate {
  const who = { name, owner: name.toUpperCase(), email: `${name}@example.com` };
  return { ...who, weight: 1, territory: 'hit', away: false, atWork: true, ...more };
}
const { owner: _owner, ...STRANGER } = person('stranger');

/** Who gets one lead after the other. */
function turns(count: number, listOf: (at: number) => readonly Candidate[], from: Rotation = FRESH): Turn[] {
  let { credits } = from;
  return Array.from({ length: count }, (_, at) => {
    const turn = rotate(listOf(at), { ...from, credits });
    credits = turn.credits;
    return turn;
  });
}
const names = (all: readonly Turn[]) => all.map(({ chosen }) => chosen?.name ?? '-').join(' ');

describe('rotate', () => {
  it.each<[string, readonly Candidate[], string]>([
    ['one after the other', [person('sam'), person('ria'), person('tom')], 'sam ria tom sam ria tom sam ria tom'],
    [
      'twice as often where the weight is 2',
      [person('sam', { weight: 2 }), person('ria')],
      'sam ria sam sam ria sam sam ria sam',
    ],
    [
      'spread out, not in a row',
      [person('sam', { weight: 5 }), person('ria'), person('tom')],
      'sam sam ria sam tom sam sam sam sam',
    ],
    ['always the same where there is one', [person('sam')], 'sam sam sam sam sam sam sam sam sam'],
    ['to nobody where the list is empty', [], '- - - - - - - - -'],
  ])('gives leads %s', (_name, list, expected) => {
    expect(names(turns(9, () => list))).toBe(expected);
  });

  const SAM = person('sam');
  const CAPPED = { credits: new Map(), openLeads: new Map([['RIA', 40]]) };
  it.each<[string, Candidate, Rotation, string]>([
    ['HubSpot lists nobody of that name', STRANGER, FRESH, 'not-in-hubspot'],
    ['the weight is 0', person('ria', { weight: 0 }), FRESH, 'no-weight'],
    ['the lead is from elsewhere', person('ria', { territory: 'miss' }), FRESH, 'territory'],
    ['nobody knows where the lead is from', person('ria', { territory: 'unknown' }), FRESH, 'territory-unknown'],
    ['they are away', person('ria', { away: true }), FRESH, 'away'],
    ['their open leads are at the cap', person('ria', { cap: 40 }), CAPPED, 'at-cap'],
    ['they are not at work and somebody else is', person('ria', { atWork: false }), FRESH, 'out-of-hours'],
  ])('passes somebody over when %s, and says so', (_name, other, from, because) => {
    const turn = rotate([other, SAM], from);

    expect(turn.chosen).toBe(SAM);
    expect(turn.because).toBe('only-one');
    expect(turn.passedOver).toEqual([{ owner: other.name, because }]);
  });

  it('says of those who could have had it that it was not their turn', () => {
    const { chosen, because, passedOver } = rotate([SAM, person('ria')], FRESH);

    expect([chosen?.name, because]).toEqual(['sam', 'in-turn']);
    expect(passedOver).toEqual([{ owner: 'ria', because: 'not-their-turn' }]);
  });

  it('takes those outside their hours when nobody is at work, and says so', () => {
    const home = [person('sam', { atWork: false }), person('ria', { atWork: false }), person('tom', { away: true })];

    const all = turns(4, () => home);

    expect(names(all)).toBe('sam ria sam ria');
    expect(all[0]).toMatchObject({
      because: 'nobody-at-work',
      passedOver: [
        { owner: 'ria', because: 'not-their-turn' },
        { owner: 'tom', because: 'away' },
      ],
    });
  });

  it('looks at the territory, then the absence, then the cap, and only then at the hours', () => {
    const all = { territory: 'miss', away: true, cap: 0, atWork: false } as const;
    const reasonFor = (more: Partial<Candidate>) =>
      rotate([person('ria', { ...all, ...more }), SAM], FRESH).passedOver[0]?.because;

    expect([
      reasonFor({}),
      reasonFor({ territory: 'hit' }),
      reasonFor({ territory: 'hit', away: false }),
      reasonFor({ territory: 'hit', away: false, cap: 1 }),
    ]).toEqual(['territory', 'away', 'at-cap', 'out-of-hours']);
  });

  it('leaves nobody when all are passed over, and changes nothing', () => {
    const from = { credits: new Map([['RIA', 0.5]]), openLeads: new Map() };

    const turn = rotate([STRANGER, person('ria', { away: true })], from);

    expect(turn).toEqual({
      because: 'nobody-left',
      passedOver: [
        { owner: 'stranger', because: 'not-in-hubspot' },
        { owner: 'ria', because: 'away' },
      ],
      credits: from.credits,
    });
  });

  it('fills up to the cap, this lead included', () => {
    const list = [person('ria', { cap: 40 }), SAM];
    const withOpen = (open: number) =>
      rotate(list, { credits: new Map(), openLeads: new Map([['RIA', open]]) }).chosen?.name;

    expect([withOpen(39), withOpen(40), withOpen(41)]).toEqual(['ria', 'sam', 'sam']);
  });

  it('does not flood somebody who is back, and does not begin anew when the list is edited (P24)', () => {
    const list = (at: number) => [
      person('sam'),
      person('ria', { away: at >= 4 && at < 10 }),
      ...(at >= 14 ? [person('new')] : []),
    ];

    expect(names(turns(20, list))).toBe(
      'sam ria sam ria sam sam sam sam sam sam sam ria sam ria sam ria new sam ria new',
    );
  });

  it('keeps everybody within one lead of their share at any time, when all are there (P24)', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 14 });

    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 400 }), (shares, count) => {
        const list = shares.map((weight, at) => person(`p${at}`, { weight }));
        const total = shares.reduce((sum, weight) => sum + weight, 0);
        const got = new Map<string, number>();
        let worst = 0;
        turns(count, () => list).forEach(({ chosen }, at) => {
          if (chosen) got.set(chosen.name, (got.get(chosen.name) ?? 0) + 1);
          for (const { name, weight } of list) {
            worst = Math.max(worst, Math.abs((got.get(name) ?? 0) - ((at + 1) * weight) / total));
          }
        });
        expect(worst).toBeLessThan(1);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the lead to somebody who can take it, or to nobody when nobody can, whoever comes and goes', () => {
    const someone = fc.record({
      weight: fc.integer({ min: 0, max: 5 }),
      territory: fc.constantFrom('hit' as const, 'miss' as const, 'unknown' as const),
      away: fc.boolean(),
      atWork: fc.boolean(),
    });
    const lists = fc.array(fc.array(someone, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 30 });

    fc.assert(
      fc.property(lists, (days) => {
        turns(days.length, (at) => (days[at] ?? []).map((more, n) => person(`p${n}`, more))).forEach((turn, at) => {
          const able = (days[at] ?? []).filter(
            ({ weight, territory, away }) => weight > 0 && territory === 'hit' && !away,
          );
          const wanted = able.some(({ atWork }) => atWork) ? able.filter(({ atWork }) => atWork) : able;
          const { chosen, passedOver, credits } = turn;
          expect(chosen !== undefined).toBe(wanted.length > 0);
          if (chosen)
            expect(wanted).toContainEqual(expect.objectContaining({ weight: chosen.weight, atWork: chosen.atWork }));
          expect(passedOver).toHaveLength((days[at]?.length ?? 0) - (chosen ? 1 : 0));
          expect([...credits.values()].every((credit) => Math.abs(credit) < 5)).toBe(true);
        });
      }),
    );
  });
});
