import { AppError } from '../../../src/app/errors.js';
import { createRunClock } from '../../../src/app/clock/run-clock.js';
import type { Model } from '../../../src/core/model.js';
import { createRoad, ask, START, type RoadOptions } from '../../fakes/road.js';
import { PROFILE } from '../../fakes/memory-crm.js';
import { createMemoryLog } from '../../fakes/memory-log.js';
import { advance, hold } from '../../fakes/compiled-model.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const MQL = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' };
const decide = (from: string) =>
  from === 'mql' ? { ...advance('mql', 'sql'), confirmWithin: '7d' } : hold(from, `at:${from}`);
const SAYS: Partial<Model> = {
  stages: {
    mql: { owner: 'marketing', within: '24h' },
    sal: { owner: 'sales', within: '5m' },
    sql: { owner: 'sales', within: '7d', policy: 'confirm' },
  },
  followUps: ['4h', '1d', '3d'],
  notify: { sql: ['slack'], overdue: ['manager-task'] },
};
const profile = {
  ...PROFILE,
  properties: new Set([
    ...PROFILE.properties,
    ...['createdate', 'notes_last_contacted', 'handoff_respond_by', 'hs_sales_email_last_replied'],
  ]),
};

/** A road with a clock, on which contact 101 has just become an SQL. */
async function handedOver(more: Partial<RoadOptions> = {}) {
  const contacts = { 101: { ...MQL, createdate: '2026-03-01T09:00:00Z' } };
  const road = createRoad({ contacts, profile, model: { decide, says: SAYS }, ...more });
  const service = road.start('w1');
  await service.qualify(ask('a'), 'live');
  /** Sets the time and looks until nothing is due. */
  const at = async (ms: number): Promise<void> => {
    road.clock.now = START + ms;
    while ((await service.runClock()) > 0);
  };
  const heard = () => road.clocks.tells().map(({ tell }) => [tell.kind, tell.deadline ?? tell.count].join(' '));
  return { road, service, at, heard };
}

describe('the clock of a lead that was handed over', () => {
  it('begins with the transition, and both clocks are kept (T07, P25)', async () => {
    const { road } = await handedOver();

    expect(road.clocks.rows()).toMatchObject([
      {
        ...{ contactId: '101', stage: 'sql', model: 'saas', enteredAt: START, handedAt: START, confirmWithin: '7d' },
        ...{ capturedAt: Date.parse('2026-03-01T09:00:00Z'), acceptedAt: undefined, dueAt: START + 5 * MINUTE + 1 },
      },
    ]);
    expect(road.crm.contacts.get('101')).toMatchObject({ handoff_respond_by: '2026-03-02T09:05:00.000Z' });
  });

  it('tells who the model names of a deadline that was missed, once (T02)', async () => {
    const { road, at } = await handedOver();

    await at(4 * MINUTE + 59_000);
    const before = road.clocks.tells();
    await at(5 * MINUTE + 1_000);
    await at(6 * MINUTE);

    expect(before).toEqual([]);
    expect(road.clocks.tells()).toMatchObject([
      {
        channels: ['manager-task'],
        tell: { kind: 'overdue', deadline: 'respond', owner: 'sal', dueAt: START + 5 * MINUTE },
      },
    ]);
  });

  it('recycles an SQL nobody accepted, by the road, with its reason, and its owner hears of it', async () => {
    const { road, at, heard } = await handedOver();

    for (const ms of [5 * MINUTE + 1, 4 * HOUR, DAY, 3 * DAY, 7 * DAY]) await at(ms);
    const before = road.store.transitions.length;
    await at(7 * DAY + 1_000);

    expect([before, heard()]).toEqual([
      1,
      ['overdue respond', 'follow-up 1', 'follow-up 2', 'follow-up 3', 'overdue confirm'],
    ]);
    expect(road.store.transitions.at(-1)).toMatchObject({
      ...{ from: 'sql', to: 'recycled', way: 'clock', actor: 'clock', because: ['Not accepted within 7 days'] },
    });
    expect(road.store.announced.at(-1)).toEqual({ contactId: '101', stage: 'recycled', channels: ['owner-task'] });
    expect(road.crm.contacts.get('101')).toMatchObject({ hs_lead_status: 'BAD_TIMING', handoff_recycle_count: '1' });
    expect(road.clocks.rows()).toMatchObject([{ stage: 'recycled', dueAt: undefined }]);
  });

  it('leaves a lead alone that was accepted, and takes the deadline off it', async () => {
    const { road, at, heard } = await handedOver();
    await at(MINUTE);

    road.clocks.accept(4401, '101', 'user:7', START + MINUTE);
    await at(MINUTE);
    await at(8 * DAY);

    expect(heard().filter((word) => word.startsWith('overdue'))).toEqual(['overdue close']);
    expect(road.store.transitions).toHaveLength(1);
    expect(road.crm.contacts.get('101')).toMatchObject({ handoff_respond_by: '' });
  });

  it('follows up no more once the lead has answered (T06)', async () => {
    const { road, at, heard } = await handedOver();
    await at(4 * HOUR);
    Object.assign(road.crm.contacts.get('101') ?? {}, { hs_sales_email_last_replied: '2026-03-02T14:00:00Z' });
    road.clocks.accept(4401, '101', 'user:7', START + 5 * HOUR);

    await at(6 * DAY);

    expect(heard()).toEqual(['overdue respond', 'follow-up 1']);
  });

  it('begins anew where a person moved the contact (D20)', async () => {
    const { road, at, heard } = await handedOver();
    Object.assign(road.crm.contacts.get('101') ?? {}, { lifecyclestage: 'opportunity', hs_lead_status: 'OPEN_DEAL' });

    await at(5 * MINUTE + 1);

    expect(heard()).toEqual([]);
    expect(road.clocks.rows()).toMatchObject([
      { stage: 'opportunity', enteredAt: START + 5 * MINUTE + 1, handedAt: START },
    ]);
  });

  it('disqualifies who did not come twice, and hears of it from outside at once (G22)', async () => {
    const { road, service, at, heard } = await handedOver();
    const tell = (id: string) =>
      service.takeSignals(
        4401,
        [{ id, contact: { contactId: '101' }, at: road.clock.now, told: { signal: 'no_show', auto: false } }],
        {
          ...{ way: 'form', actor: 'app', action: 'signals' },
        },
      );
    await at(HOUR);
    await tell('n1');
    await at(HOUR);
    const once = heard().at(-1);
    await at(2 * HOUR);
    await tell('n2');
    await at(2 * HOUR);

    expect(once).toBe('no-show 1');
    expect(road.store.transitions.at(-1)).toMatchObject({
      ...{ to: 'disqualified', way: 'clock', because: ['Did not come to the call, twice'] },
    });
  });

  it('looks again in a minute when HubSpot is away, and loses nothing', async () => {
    const { road, at, heard } = await handedOver();
    road.crm.script('read', 'busy');

    await at(5 * MINUTE + 1);
    const away = heard();
    await at(6 * MINUTE + 1);

    expect([away, heard()]).toEqual([[], ['overdue respond']]);
  });

  it('leaves a clock to its lease when the store is away too, and warns of whom and why', async () => {
    const { road } = await handedOver();
    const [row] = road.clocks.rows();
    const away = (problem: string) => Promise.reject(new AppError('STORE_UNAVAILABLE', problem));
    const log = createMemoryLog();
    const runClock = createRunClock({
      ...{ models: road.models, crm: road.crm, log, failpoint: () => undefined, now: () => START, hash: String },
      clocks: { ...road.clocks.open('w2'), claim: async () => (row ? [row] : []), settle: () => away('settle') },
      signals: { of: () => away('signals') },
      execute: () => away('execute'),
    });

    await expect(runClock()).resolves.toBe(1);

    expect(
      log.entries.map(({ level, message, fields }) => [level, message, fields['contactId'], fields['error']]),
    ).toEqual([
      ['warn', 'clock looked at later', '101', new AppError('STORE_UNAVAILABLE', 'signals')],
      ['warn', 'clock not given back: its lease runs out', '101', new AppError('STORE_UNAVAILABLE', 'settle')],
    ]);
  });

  it.each([
    ['before anything is kept', 1],
    ['between the move and its end', 2],
  ])('is finished by another when a crash comes %s', async (_what, hit) => {
    const { road, at } = await handedOver();
    for (const ms of [5 * MINUTE + 1, 4 * HOUR, DAY, 3 * DAY, 7 * DAY]) await at(ms);
    road.clock.now = START + 7 * DAY + 1_000;
    const dying = road.start('w2', { diesAt: ['before-clock-settle', hit] });
    void dying.runClock().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));

    road.clock.now += 61_000;
    const next = road.start('w3');
    while ((await next.runClock()) + (await next.takeUpOnce()) > 0);

    expect(road.store.transitions.map(({ to }) => to)).toEqual(['sql', 'recycled']);
    expect(road.clocks.tells().filter(({ tell }) => tell.deadline === 'confirm')).toHaveLength(1);
  });

  it('says so once, and leaves the contact to people, when HubSpot does not move it', async () => {
    const { road, at, heard } = await handedOver();
    for (const ms of [5 * MINUTE + 1, 4 * HOUR, DAY, 3 * DAY]) await at(ms);
    road.crm.always('write', 'ignored');

    await at(7 * DAY + 1_000);
    await at(15 * DAY);

    expect(road.store.transitions).toHaveLength(1);
    expect(heard().slice(-2)).toEqual(['overdue confirm', 'overdue stall']);
  });

  it('forgets a contact that is gone', async () => {
    const { road, at } = await handedOver();
    road.crm.contacts.delete('101');

    await at(6 * MINUTE);

    expect(road.clocks.rows()).toMatchObject([{ dueAt: undefined }]);
  });
});
