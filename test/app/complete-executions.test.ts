import { createCompleteExecutions } from '../../src/app/complete-executions.js';
import type { Ask } from '../../src/app/ask.js';
import type { Outcome } from '../../src/app/outcome.js';
import type { EvaluationStore } from '../../src/app/ports.js';
import { hold, SCORE } from '../fakes/compiled-model.js';
import { ask, createRoad } from '../fakes/road.js';

const HELD: Outcome = { decision: hold('sql', 'at:sql'), score: SCORE, model: 'saas@0011aabb', nextAction: '' };
const REFUSED: Outcome = { decision: { kind: 'refused', code: 'contact-not-found', because: 'No such contact' } };

async function blocked(evaluations: EvaluationStore, asked: Ask, outcome: Outcome): Promise<void> {
  await evaluations.defer(asked);
  await evaluations.settle({ ask: asked, outcome });
}

describe('completeOnce', () => {
  it('has nothing to tell, and calls nothing', async () => {
    const road = createRoad();

    await expect(road.start('w1').completeOnce()).resolves.toBe(0);
    expect(road.crm.calls).toEqual([]);
  });

  it('tells HubSpot the outputs of each action, all in one call', async () => {
    const road = createRoad();
    const service = road.start('w1');
    await blocked(service.evaluations, ask('a', { want: { kind: 'score', model: undefined } }), HELD);
    await blocked(service.evaluations, ask('b'), REFUSED);

    await expect(service.completeOnce()).resolves.toBe(2);

    expect(road.crm.callsOf('complete')).toHaveLength(1);
    expect(road.crm.completions).toEqual([
      {
        callbackId: 'callback-a',
        outputs: {
          score: '72',
          fit: '80',
          intent: '65',
          timing: '',
          coverage: '0.9',
          reasons: '+50 Asked for a demo · -15 Not seen for 60 days',
          model: 'saas@0011aabb',
          hs_execution_state: 'SUCCESS',
        },
      },
      {
        callbackId: 'callback-b',
        outputs: {
          decision: 'refused',
          stage: '',
          moved: 'false',
          score: '',
          because: 'No such contact',
          missing: '',
          nextAction: '',
          reason: 'contact-not-found',
          hs_execution_state: 'FAIL_CONTINUE',
        },
      },
    ]);
  });

  it('tells nothing of executions that were answered at once, nor of those that are not over', async () => {
    const road = createRoad();
    const service = road.start('w1');
    await service.evaluations.settle({ ask: ask('a'), outcome: HELD });
    await service.evaluations.defer(ask('b'));

    await expect(service.completeOnce()).resolves.toBe(0);
  });

  it('tells it once', async () => {
    const road = createRoad();
    const service = road.start('w1');
    await blocked(service.evaluations, ask('a'), HELD);

    await service.completeOnce();
    road.clock.now += 3_600_000;

    await expect(service.completeOnce()).resolves.toBe(0);
  });

  it.each(['busy', 'uncertain-not-applied', 'unauthorized', 'unreadable'] as const)(
    'tells it again five seconds later when HubSpot was %s',
    async (fault) => {
      const road = createRoad();
      const service = road.start('w1');
      await blocked(service.evaluations, ask('a'), HELD);
      road.crm.script('complete', fault);

      await service.completeOnce();
      road.clock.now += 4_999;
      await expect(service.completeOnce()).resolves.toBe(0);
      road.clock.now += 1;
      await expect(service.completeOnce()).resolves.toBe(1);

      expect(road.crm.completions).toHaveLength(1);
    },
  );

  it('tells all others when HubSpot refuses one of many, and gives that one up', async () => {
    const road = createRoad();
    const service = road.start('w1');
    for (const key of ['a', 'b', 'c', 'd']) await blocked(service.evaluations, ask(key), HELD);
    road.crm.refuseCallbacks('callback-c');

    await service.completeOnce();
    road.clock.now += 3_600_000;

    expect(road.crm.completions.map(({ callbackId }) => callbackId)).toEqual([
      'callback-a',
      'callback-b',
      'callback-d',
    ]);
    expect(service.log.said('completion refused by HubSpot')).toHaveLength(1);
    await expect(service.completeOnce()).resolves.toBe(0);
  });

  it('lets the workflow go on when an outcome cannot be put into words, and tells all others', async () => {
    const road = createRoad();
    const service = road.start('w1');
    const older = { decision: hold('sql', 'at:sql'), score: { ...SCORE, reasons: undefined } } as unknown as Outcome;
    for (const key of ['a', 'b', 'c']) await blocked(service.evaluations, ask(key), key === 'b' ? older : HELD);

    await service.completeOnce();

    expect(road.crm.completions.map(({ callbackId }) => callbackId)).toEqual([
      'callback-a',
      'callback-b',
      'callback-c',
    ]);
    expect(road.crm.completions[1]?.outputs).toEqual({ hs_execution_state: 'FAIL_CONTINUE' });
    expect(service.log.entries.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('makes no call for asks that no callback waits for', async () => {
    const road = createRoad();
    const service = road.start('w1');
    const { callbackId: _callbackId, ...nobodyWaits } = ask('a');
    await blocked(service.evaluations, nobodyWaits, HELD);
    await blocked(service.evaluations, ask('b', { action: 'gone-since' }), HELD);

    await expect(service.completeOnce()).resolves.toBe(2);

    expect(road.crm.calls).toEqual([]);
    road.clock.now += 3_600_000;
    await expect(service.completeOnce()).resolves.toBe(0);
  });

  it('tells it twice rather than never when the process dies before it is noted', async () => {
    const road = createRoad();
    const first = road.start('w1', { diesAt: ['after-batch-reply', 1] });
    await blocked(first.evaluations, ask('a'), HELD);
    await Promise.race([first.completeOnce(), first.died]);

    road.clock.now += 60_000;
    const second = road.start('w2');
    await second.completeOnce();
    await second.completeOnce();

    expect(road.crm.completions.map(({ callbackId }) => callbackId)).toEqual(['callback-a', 'callback-a']);
  });

  it('tells it again when the store fails to note it', async () => {
    const road = createRoad();
    const service = road.start('w1');
    await blocked(service.evaluations, ask('a'), HELD);
    road.store.fail('completed', 'before');

    await service.completeOnce();
    road.clock.now += 5_000;
    await service.completeOnce();
    road.clock.now += 3_600_000;

    await expect(service.completeOnce()).resolves.toBe(0);
    expect(road.crm.completions).toHaveLength(2);
  });

  it('keeps nothing for itself when the store was away for a while', async () => {
    const road = createRoad();
    const service = road.start('w1');
    await blocked(service.evaluations, ask('a'), HELD);
    road.store.fail('completed', 'before');
    road.store.fail('releaseCompletions', 'before');

    await expect(service.completeOnce()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    for (let round = 0; round < 10; round += 1) {
      road.clock.now += 20_000;
      await service.evaluations.renew();
      await service.completeOnce();
    }

    expect(road.crm.completions).toHaveLength(2);
    await expect(service.completeOnce()).resolves.toBe(0);
  });

  it('keeps the portals apart, one call each', async () => {
    const road = createRoad();
    const service = road.start('w1');
    await blocked(service.evaluations, ask('a'), HELD);
    await blocked(service.evaluations, ask('a', { portalId: 4402 }), HELD);

    await service.completeOnce();
    await service.completeOnce();

    expect(road.crm.callsOf('complete').map(({ portalId }) => portalId)).toEqual([4401, 4402]);
  });

  it('needs no action to note what HubSpot never asked for', async () => {
    const road = createRoad();
    const service = road.start('w1');
    await blocked(service.evaluations, ask('a'), HELD);
    const { evaluations, log } = service;
    const completeOnce = createCompleteExecutions({
      crm: road.crm,
      evaluations,
      actions: new Map(),
      failpoint: () => undefined,
      log,
    });

    await expect(completeOnce()).resolves.toBe(1);
    expect(road.crm.callsOf('complete')).toEqual([]);
  });
});
