import type { Ask, Want } from '../../src/app/ask.js';
import type { FAILPOINTS } from '../../src/app/ports.js';
import { ask, breaksIn, createRoad, type Road } from '../fakes/road.js';

type FailpointName = (typeof FAILPOINTS)[number];
type Service = ReturnType<Road['start']>;

const LEAD = { lifecyclestage: 'lead', hs_lead_status: 'NEW' };
const SQL = { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };
const BACK: Want = { kind: 'set-stage', stage: 'lead', reason: 'Too early', allowBackward: true };

/** What a restarted service does, for an hour. */
async function restart(road: Road, worker: string): Promise<Service> {
  const service = road.start(worker);
  for (let round = 0; round < 60; round += 1) {
    road.clock.now += 60_000;
    await service.evaluations.renew();
    await service.takeUpOnce();
    await service.completeOnce();
  }
  return service;
}

/** Lets a process work on the asks until it dies; whatever it could still have answered is lost. */
async function workUntilDeath(service: Service, asks: readonly Ask[]): Promise<void> {
  const replies = Promise.all(asks.map((asked) => service.execute(asked).catch(() => undefined)));
  await Promise.race([replies, service.died]);
}

describe('after a crash', () => {
  const places: readonly (readonly [FailpointName, number])[] = [
    ['after-insert', 1],
    ['before-hubspot-write', 1],
    ['after-hubspot-write', 1],
    ['after-settle', 1],
  ];

  it.each(places)('at %s a step forward happens once, is decided once and logged once (P1, P2)', async (name, hit) => {
    const road = createRoad({ contacts: { 101: LEAD } });
    await workUntilDeath(road.start('w1', { diesAt: [name, hit] }), [ask('a')]);

    const service = await restart(road, 'w2');

    expect(road.store.evaluations()).toMatchObject([{ state: 'settled', outcome: { move: { state: 'applied' } } }]);
    expect(road.store.transitions).toMatchObject([{ from: 'lead', to: 'mql' }]);
    expect(road.crm.stagesShown.get('101')).toEqual(['marketingqualifiedlead']);
    expect(road.crm.contacts.get('101')).toMatchObject({ handoff_score: '72', handoff_decision: 'advance' });
    await expect(service.execute(ask('a'))).resolves.toMatchObject({
      kind: 'done',
      outcome: { decision: { kind: 'advance', to: 'mql' }, move: { stage: 'mql' } },
    });
    expect(road.store.transitions).toHaveLength(1);
  });

  it.each([...places, ['between-clear-and-set', 1] as const])(
    'at %s a step back ends at the earlier stage, never without one (P2)',
    async (name, hit) => {
      const road = createRoad({ contacts: { 101: SQL } });
      await workUntilDeath(road.start('w1', { diesAt: [name, hit] }), [ask('a', { want: BACK })]);

      await restart(road, 'w2');

      expect(road.crm.contacts.get('101')).toMatchObject({ lifecyclestage: 'lead', hs_lead_status: 'NEW' });
      expect(road.crm.stagesShown.get('101')).toEqual(['', 'lead']);
      expect(road.store.transitions).toMatchObject([{ from: 'sql', to: 'lead', because: ['Too early'] }]);
      expect(road.store.openMoves()).toBe(0);
    },
  );

  it('leaves nothing behind of an ask it had not stored; the repeat is the first', async () => {
    const road = createRoad({ contacts: { 101: LEAD } });
    const first = road.start('w1', { diesAt: ['after-insert', 1] });
    road.crm.script('read', 'busy');
    road.store.fail('defer', 'before');
    await first.execute(ask('a')).catch(() => undefined);

    const service = await restart(road, 'w2');

    expect(road.store.evaluations()).toEqual([]);
    await expect(service.execute(ask('a'))).resolves.toMatchObject({ kind: 'done' });
  });

  it('in the middle of finishing what a crash left, the next one finishes it', async () => {
    const road = createRoad({ contacts: { 101: SQL } });
    await workUntilDeath(road.start('w1', { diesAt: ['after-insert', 1] }), [ask('a', { want: BACK })]);
    for (const [at, name] of (
      ['before-hubspot-write', 'between-clear-and-set', 'after-hubspot-write'] as const
    ).entries()) {
      const service = road.start(`w${at + 2}`, { diesAt: [name, 1] });
      road.clock.now += 60_000;
      await Promise.race([service.takeUpOnce(), service.died]);
    }

    await restart(road, 'w9');

    expect(road.crm.stagesShown.get('101')).toEqual(['', 'lead']);
    expect(road.store.transitions).toHaveLength(1);
  });

  it('puts the stage back when the set is refused after a restart', async () => {
    const road = createRoad({ contacts: { 101: SQL } });
    await workUntilDeath(road.start('w1', { diesAt: ['between-clear-and-set', 1] }), [ask('a', { want: BACK })]);
    road.crm.script('write', 'refused');

    await restart(road, 'w2');

    expect(road.crm.contacts.get('101')).toMatchObject({ lifecyclestage: 'salesqualifiedlead' });
    expect(road.store.moveResults).toMatchObject([{ state: 'refused', stage: 'sql' }]);
    expect(road.store.transitions).toEqual([]);
  });

  it('completes an execution that was blocked before the crash, with the outcome it had', async () => {
    const road = createRoad({ contacts: { 101: LEAD } });
    const first = road.start('w1', { diesAt: ['before-hubspot-write', 1] });
    road.crm.script('read', 'busy');
    await expect(first.execute(ask('a'))).resolves.toEqual({ kind: 'blocked' });
    road.clock.now += 1_000;
    await Promise.race([first.takeUpOnce(), first.died]);

    await restart(road, 'w2');

    expect(road.crm.completions).toMatchObject([
      { callbackId: 'callback-a', outputs: { decision: 'advance', moved: 'true', hs_execution_state: 'SUCCESS' } },
    ]);
    expect(road.store.transitions).toHaveLength(1);
  });

  it.each(['after-insert', 'before-hubspot-write', 'after-hubspot-write', 'after-settle'] as const)(
    'ends each of 60 asks on 12 contacts once, when two of three processes die at %s',
    async (name) => {
      const contacts = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [String(1000 + at), LEAD]));
      const road = createRoad({ contacts });
      const asks = Array.from({ length: 60 }, (_, at) => ask(`k${at}`, { contactId: String(1000 + (at % 12)) }));
      await workUntilDeath(road.start('w1', { diesAt: [name, 7] }), asks.slice(0, 30));
      await workUntilDeath(road.start('w2', { diesAt: [name, 5] }), asks.slice(30));

      const service = await restart(road, 'w3');
      await Promise.all(asks.map((asked) => service.execute(asked)));
      await restart(road, 'w3');

      expect(road.store.evaluations()).toHaveLength(60);
      expect(road.store.evaluations().filter(({ state }) => state !== 'settled')).toEqual([]);
      expect(breaksIn(road.store.transitions)).toEqual([]);
      expect(road.store.transitions).toHaveLength(24);
      for (const shown of road.crm.stagesShown.values()) {
        expect(shown).toEqual(['marketingqualifiedlead', 'salesqualifiedlead']);
      }
    },
  );
});
