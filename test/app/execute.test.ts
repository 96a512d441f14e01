import type { Ask } from '../../src/app/ask.js';
import type { Outcome } from '../../src/app/outcome.js';
import { ask, breaksIn, createRoad, gate, idle, QUALIFY, type Road } from '../fakes/road.js';

const LEAD = { lifecyclestage: 'lead', hs_lead_status: 'NEW' };
const MQL_OUTCOME = {
  decision: { kind: 'advance', from: 'lead', to: 'mql' },
  move: { state: 'applied', stage: 'mql' },
};

type Service = ReturnType<Road['start']>;

/** Takes up, completes and renews for an hour, as the loops of a living service do. */
async function later(road: Road, service: Service): Promise<void> {
  for (let seconds = 0; seconds < 3600; seconds += 20) {
    road.clock.now += 20_000;
    await service.evaluations.renew();
    await service.takeUpOnce();
    await service.completeOnce();
  }
}

/** A reading that waits for the test. */
function holdReads(road: Road) {
  const { opened, open } = gate();
  road.crm.afterNext('read', () => opened);
  return open;
}

describe('execute', () => {
  it('answers at once when it can', async () => {
    const road = createRoad({ contacts: { 101: LEAD } });
    const service = road.start('w1');

    await expect(service.execute(ask('a'))).resolves.toMatchObject({ kind: 'done', outcome: MQL_OUTCOME });
    expect(service.deadlines.count()).toBe(0);
  });

  it('is idle only when what it began is over', async () => {
    const road = createRoad({ contacts: { 101: LEAD } });
    const service = road.start('w1');
    let idle = false;

    const reply = service.execute(ask('a'));
    const waited = service.idle().then(() => (idle = true));
    const before = idle;
    await reply;
    await waited;

    expect([before, idle]).toEqual([false, true]);
    expect(service.settled).toHaveLength(1);
  });

  describe('repeats (P1)', () => {
    it.each([
      ['a decision', ask('a')],
      ['a refusal', ask('a', { contactId: '999' })],
      ['a refusal at the door', ask('a', { contactId: '0', want: { kind: 'refuse', code: 'no-contact-given' } })],
      ['a score', ask('a', { want: { kind: 'score', model: undefined } })],
    ])('answers %s again in the same words, and calls nothing', async (_name, asked) => {
      const road = createRoad({ contacts: { 101: LEAD } });

      const first = await road.start('w1').execute(asked);
      const calls = road.crm.calls.length;
      const again = await road.start('w2').execute(asked);

      expect(again).toEqual(first);
      expect(road.crm.calls).toHaveLength(calls);
      expect(road.store.evaluations()).toHaveLength(1);
    });

    it('keeps the portals apart: the same key elsewhere is another ask', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');

      await service.execute(ask('a'));
      await service.execute(ask('a', { portalId: 4402, want: { ...QUALIFY, mode: 'observe' } }));

      expect(road.store.evaluations()).toHaveLength(2);
    });

    it('joins an ask that is under way here', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');

      const replies = await Promise.all([
        service.execute(ask('a')),
        service.execute(ask('a')),
        service.execute(ask('a')),
      ]);

      expect(replies[1]).toEqual(replies[0]);
      expect(replies[2]).toEqual(replies[0]);
      expect(road.crm.callsOf('read')).toHaveLength(2);
      expect(road.crm.callsOf('write')).toHaveLength(1);
      expect(road.store.transitions).toHaveLength(1);
    });

    it('blocks an ask that is under way in another process, reads nothing for it, and leaves it with that process', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const [one, two] = [road.start('w1'), road.start('w2')];
      let repeat: unknown;
      let reads = 0;
      road.crm.afterNext('write', async () => {
        const before = road.crm.callsOf('read').length;
        repeat = await two.execute(ask('a'));
        reads = road.crm.callsOf('read').length - before;
      });

      await expect(one.execute(ask('a'))).resolves.toMatchObject({ kind: 'done' });

      expect(repeat).toEqual({ kind: 'blocked' });
      expect(reads).toBe(0);
      expect(road.store.count('release')).toBe(0);
      expect(road.store.transitions).toHaveLength(1);
      await later(road, two);
      expect(road.crm.completions.map(({ callbackId }) => callbackId)).toEqual(['callback-a']);
    });
  });

  describe('an ask that waits for a rep', () => {
    const WAIT = { kind: 'await-acceptance', minutes: 5 } as const;

    it('is blocked, looked at again in a minute, and no word for the log', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');

      await expect(service.execute(ask('a', { want: WAIT }))).resolves.toEqual({ kind: 'blocked' });
      await idle();
      road.clock.now += 59_999;
      const before = await service.takeUpOnce();
      road.clock.now += 1;

      expect([before, await service.takeUpOnce()]).toEqual([0, 1]);
      expect(service.log.entries.filter(({ level }) => level !== 'debug')).toEqual([]);
    });

    it('does not hold up another ask on the same contact', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');

      const [waits, moves] = await Promise.all([service.execute(ask('a', { want: WAIT })), service.execute(ask('b'))]);

      expect(waits).toEqual({ kind: 'blocked' });
      expect(moves).toMatchObject({ kind: 'done', outcome: MQL_OUTCOME });
    });

    it('is begun later where there is no room now, and keeps its clock', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1', { maxInFlight: 0 });

      await expect(service.execute(ask('a', { want: WAIT }))).resolves.toEqual({ kind: 'blocked' });
      await later(road, service);

      expect(road.crm.completions).toMatchObject([{ outputs: { outcome: 'late', afterMinutes: '5' } }]);
    });
  });

  describe('several asks on one contact', () => {
    it('lets the second read after the first: two steps, each logged once', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');

      const replies = await Promise.all([service.execute(ask('a')), service.execute(ask('b'))]);

      expect(replies).toMatchObject([
        { outcome: { decision: { from: 'lead', to: 'mql' } } },
        { outcome: { decision: { from: 'mql', to: 'sql' } } },
      ]);
      expect(breaksIn(road.store.transitions)).toEqual([]);
      expect(road.crm.callsOf('read')).toHaveLength(4);
    });

    it('lets the second go on when the first fails', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');
      road.crm.script('read', 'busy');

      const replies = await Promise.all([service.execute(ask('a')), service.execute(ask('b'))]);

      expect(replies).toMatchObject([{ kind: 'blocked' }, { kind: 'done', outcome: MQL_OUTCOME }]);
    });

    it('does not make contacts wait for each other', async () => {
      const road = createRoad({ contacts: { 101: LEAD, 102: LEAD } });
      const service = road.start('w1');
      const open = holdReads(road);

      const waiting = service.execute(ask('a'));
      await expect(service.execute(ask('b', { contactId: '102' }))).resolves.toMatchObject({ kind: 'done' });
      open();
      await waiting;
    });
  });

  describe('when the deadline passes', () => {
    it('says BLOCK, goes on, and completes with the outcome', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');
      const open = holdReads(road);

      const reply = service.execute(ask('a'));
      await idle();
      service.deadlines.passAll();
      await expect(reply).resolves.toEqual({ kind: 'blocked' });
      open();
      await idle();
      await service.completeOnce();

      expect(road.crm.completions).toEqual([
        {
          callbackId: 'callback-a',
          outputs: {
            decision: 'advance',
            stage: 'mql',
            moved: 'true',
            score: '72',
            because: '+50 Asked for a demo · -15 Not seen for 60 days',
            missing: '',
            nextAction: 'Nurture',
            hs_execution_state: 'SUCCESS',
          },
        },
      ]);
      expect(road.store.transitions).toHaveLength(1);
    });

    it('answers with the outcome when it is settled by then', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const [one, two] = [road.start('w1'), road.start('w2')];
      const { opened, open } = gate();
      road.crm.afterNext('write', () => opened);
      const reply = one.execute(ask('a'));
      await idle();
      road.clock.now += 60_000;
      await two.takeUpOnce();

      one.deadlines.passAll();

      await expect(reply).resolves.toMatchObject({ kind: 'done', outcome: MQL_OUTCOME });
      open();
      await idle();
      expect(road.store.transitions).toHaveLength(1);
    });

    it('gives the ask back when the work fails after BLOCK', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');
      road.crm.always('write', 'busy');
      const open = holdReads(road);
      const reply = service.execute(ask('a'));
      await idle();
      service.deadlines.passAll();
      await reply;
      open();
      await idle();

      expect(road.store.holderOf('a')).toBeUndefined();
      road.crm.always('write', 'none');
      await later(road, service);
      expect(road.crm.completions).toMatchObject([{ callbackId: 'callback-a', outputs: { moved: 'true' } }]);
    });

    it('gives the ask back when the work fails before BLOCK is stored', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');
      const [read, stored] = [gate(), gate()];
      road.crm.afterNext('read', () => read.opened);
      road.store.hold('defer', stored.opened);
      const reply = service.execute(ask('a'));
      await idle();
      service.deadlines.passAll();
      await idle();
      road.store.fail('plan', 'before');
      read.open();
      await idle();
      stored.open();

      await expect(reply).resolves.toEqual({ kind: 'blocked' });
      await idle();
      expect(road.store.holderOf('a')).toBeUndefined();
      await later(road, service);
      expect(road.crm.completions).toHaveLength(1);
    });
  });

  describe('when there are too many at once', () => {
    it('stores the next and says BLOCK at once, without a call', async () => {
      const road = createRoad({ contacts: { 101: LEAD, 102: LEAD } });
      const service = road.start('w1', { maxInFlight: 1 });
      const open = holdReads(road);
      const first = service.execute(ask('a'));
      await idle();
      const calls = road.crm.calls.length;

      await expect(service.execute(ask('b', { contactId: '102' }))).resolves.toEqual({ kind: 'blocked' });

      expect(road.crm.calls).toHaveLength(calls);
      open();
      await first;
      await later(road, service);
      expect(road.crm.completions).toMatchObject([{ callbackId: 'callback-b', outputs: { stage: 'mql' } }]);
    });

    it('still joins an ask that is under way, and still repeats a settled answer', async () => {
      const road = createRoad({ contacts: { 101: LEAD, 102: LEAD } });
      const service = road.start('w1', { maxInFlight: 1 });
      const settled = await service.execute(ask('b', { contactId: '102' }));
      const open = holdReads(road);
      const first = service.execute(ask('a'));
      await idle();
      const joined = service.execute(ask('a'));

      await expect(service.execute(ask('b', { contactId: '102' }))).resolves.toEqual(settled);
      open();
      await expect(joined).resolves.toEqual(await first);
    });

    it('takes new ones again when those under way are over', async () => {
      const road = createRoad({ contacts: { 101: LEAD, 102: LEAD } });
      const service = road.start('w1', { maxInFlight: 1 });

      await service.execute(ask('a'));

      await expect(service.execute(ask('b', { contactId: '102' }))).resolves.toMatchObject({ kind: 'done' });
    });

    it('does not take an ask away from our own loop that is at it', async () => {
      const road = createRoad({ contacts: { 101: LEAD, 102: LEAD } });
      const service = road.start('w1', { maxInFlight: 1 });
      await service.evaluations.defer(ask('a'));
      await service.evaluations.release(4401, 'a', 0);
      let held: string | undefined;
      road.crm.afterNext('write', async () => {
        const open = holdReads(road);
        const other = service.execute(ask('b', { contactId: '102' }));
        await idle();
        await service.execute(ask('a'));
        held = road.store.holderOf('a');
        open();
        await other;
      });

      await service.takeUpOnce();

      expect(held).toBe('w1');
      expect(road.store.transitions.filter(({ contactId }) => contactId === '101')).toHaveLength(1);
    });
  });

  describe('when HubSpot is away', () => {
    it.each([
      ['the read is busy', 'read', 'busy'],
      ['the profile is busy', 'profile', 'busy'],
      ['the write is busy', 'write', 'busy'],
      ['the fate of the write stays unknown', 'write', 'uncertain-not-applied'],
    ] as const)('says BLOCK when %s, and completes when it is back', async (_name, operation, fault) => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');
      road.crm.always(operation, fault);

      await expect(service.execute(ask('a'))).resolves.toEqual({ kind: 'blocked' });
      await later(road, service);
      expect(road.crm.completions).toEqual([]);
      road.crm.always(operation, 'none');
      await later(road, service);

      expect(road.crm.completions).toMatchObject([{ callbackId: 'callback-a', outputs: { moved: 'true' } }]);
      expect(road.store.transitions).toHaveLength(1);
    });

    it('says BLOCK when the token is revoked after the stage was written, and finishes when it is back', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');
      road.crm.script('read', 'none', 'unauthorized');

      await expect(service.execute(ask('a'))).resolves.toEqual({ kind: 'blocked' });
      await later(road, service);

      expect(road.crm.completions).toMatchObject([{ outputs: { moved: 'true', stage: 'mql' } }]);
      expect(road.store.transitions).toHaveLength(1);
    });
  });

  describe('when the store is away', () => {
    it.each([
      ['find', 'before', 0],
      ['plan', 'before', 0],
      ['plan', 'after', 1],
      ['settle', 'before', 1],
      ['settle', 'after', 1],
    ] as const)('says so when %s fails %s it took effect; HubSpot asks again', async (operation, fault, kept) => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');
      road.store.fail(operation, fault);

      await expect(service.execute(ask('a'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      expect(road.store.evaluations()).toHaveLength(kept);

      const again = await service.execute(ask('a'));
      await later(road, service);
      const [evaluation] = road.store.evaluations();
      expect(evaluation).toMatchObject({ state: 'settled', outcome: MQL_OUTCOME });
      expect(again.kind === 'done' || road.crm.completions.length === 1).toBe(true);
      expect(road.store.transitions).toHaveLength(1);
    });

    it.each(['before', 'after'] as const)(
      'says so when BLOCK cannot be stored (%s it took effect), and holds nothing back',
      async (fault) => {
        const road = createRoad({ contacts: { 101: LEAD } });
        const service = road.start('w1');
        road.crm.script('read', 'busy');
        road.store.fail('defer', fault);

        await expect(service.execute(ask('a'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
        await idle();

        expect(road.store.holderOf('a')).toBeUndefined();
        await service.execute(ask('a'));
        await later(road, service);
        expect(road.store.evaluations()).toMatchObject([{ state: 'settled' }]);
      },
    );

    it('holds nothing back that it cannot finish, even when giving back takes a while', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');
      road.store.fail('settle', 'before');
      road.store.fail('release', 'before', 5);

      await expect(service.execute(ask('a'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      await idle();
      await service.evaluations.renew();

      expect(road.store.holderOf('a')).toBeUndefined();
    });
  });

  it('gives a bug of ours to the caller, and the ask to the loop', async () => {
    const score = () => {
      throw new TypeError('a bug of ours');
    };
    const road = createRoad({ contacts: { 101: LEAD }, model: { score } });

    await expect(road.start('w1').execute(ask('a'))).rejects.toThrow(TypeError);
    expect(road.store.evaluations()).toEqual([]);
  });

  it('ends every one of 300 asks once, on 40 contacts, in three processes, with every seventh call failing', async () => {
    const contacts = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [String(1000 + at), LEAD]));
    const road = createRoad({ contacts });
    const services = ['w1', 'w2', 'w3'].map((worker) => road.start(worker));
    for (let n = 0; n < 60; n += 1) {
      road.crm.script('read', 'none', 'none', 'none', 'none', 'none', 'none', 'busy');
      road.crm.script('write', 'none', 'none', 'uncertain-applied', 'none', 'none', 'uncertain-not-applied', 'none');
    }
    const asks = Array.from({ length: 300 }, (_, at): Ask => ask(`k${at}`, { contactId: String(1000 + (at % 40)) }));

    const replies = await Promise.all(asks.map(async (asked, at) => services[at % 3]?.execute(asked)));
    for (const service of services) await later(road, service);

    const done = replies.filter((reply): reply is { kind: 'done'; outcome: Outcome } => reply?.kind === 'done').length;
    expect(road.store.evaluations().filter(({ state }) => state === 'settled')).toHaveLength(300);
    expect(new Set(road.crm.completions.map(({ callbackId }) => callbackId)).size).toBe(300 - done);
    expect(breaksIn(road.store.transitions)).toEqual([]);
    expect(road.store.transitions).toHaveLength(80);
    for (const contact of road.crm.contacts.values()) expect(contact['lifecyclestage']).toBe('salesqualifiedlead');
  });
});
