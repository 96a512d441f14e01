import type { Model } from '../../src/core/model.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/duration.js';
import { advance, hold } from '../fakes/compiled-model.js';
import { PROFILE } from '../fakes/memory-crm.js';
import { ask, createRoad, START } from '../fakes/road.js';

const LEADS = 1_000;
const SAYS: Partial<Model> = {
  stages: {
    mql: { owner: 'marketing', within: '24h' },
    sal: { owner: 'sales', within: '5m' },
    sql: { owner: 'sales', within: '7d', policy: 'confirm' },
  },
  followUps: ['4h', '1d', '3d'],
  notify: { sql: ['owner-task'], overdue: ['manager-task'] },
};
const decide = (from: string) =>
  from === 'mql' ? { ...advance('mql', 'sql'), confirmWithin: '7d' } : hold(from, `at:${from}`);
const profile = {
  ...PROFILE,
  properties: new Set([...PROFILE.properties, 'createdate', 'hs_sales_email_last_replied']),
};

/**
 * What becomes of a lead, by its number. Every tenth each: answered and accepted · accepted within minutes · accepted after a
 * day · won · an MQL nobody qualifies · and five of ten whom nobody in sales touches.
 */
const KINDS = ['answers', 'accepted', 'late', 'won', 'mql'] as const;
const kindOf = (n: number) => KINDS[n % 10] ?? 'nobody';

describe('a year of a thousand leads', () => {
  it('is counted to the last one: nobody leaves in silence, nobody without a follow-up', async () => {
    const ids = Array.from({ length: LEADS }, (_, n) => String(n + 1));
    const mql = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' };
    const contacts = Object.fromEntries(ids.map((id) => [id, { ...mql }]));
    const road = createRoad({
      contacts,
      profile,
      model: {
        says: SAYS,
        decide: (from, { properties }) => (properties['country'] === 'none' ? hold(from, 'no') : decide(from)),
      },
    });
    const service = road.start('w1');

    /** What people do, and when. */
    const deeds = ids.flatMap((id, n) => {
      const at = START + n * 8 * HOUR_MS;
      const begin = {
        at,
        do: () => service.qualify(ask(`begin-${id}`, { contactId: id, at }), 'live').then(() => undefined),
      };
      const set = (values: Record<string, string>) => async () =>
        void Object.assign(road.crm.contacts.get(id) ?? {}, values);
      const accept = (ms: number) => ({ at: at + ms, do: async () => road.clocks.accept(4401, id, 'user:7', at + ms) });
      switch (kindOf(n)) {
        case 'answers': {
          const replied = new Date(at + 5 * HOUR_MS).toISOString();
          return [
            begin,
            accept(5 * HOUR_MS),
            { at: at + 5 * HOUR_MS, do: set({ hs_sales_email_last_replied: replied }) },
          ];
        }
        case 'accepted':
          return [begin, accept(3 * MINUTE_MS)];
        case 'late':
          return [begin, accept(DAY_MS + MINUTE_MS)];
        case 'won':
          return [
            begin,
            accept(MINUTE_MS),
            { at: at + 2 * DAY_MS, do: set({ lifecyclestage: 'opportunity', hs_lead_status: 'OPEN_DEAL' }) },
            { at: at + 6 * DAY_MS, do: set({ lifecyclestage: 'customer' }) },
          ];
        case 'mql':
          return [begin, { at: at - 1, do: set({ country: 'none' }) }];
        default:
          return [begin];
      }
    });

    const end = START + 365 * DAY_MS;
    const todo = [...deeds].sort((a, b) => b.at - a.at);
    for (let next = todo.at(-1); ; next = todo.at(-1)) {
      road.clock.now = Math.min(next?.at ?? Infinity, road.clocks.nextDue());
      if (road.clock.now > end) break;
      if (next && next.at <= road.clock.now) await todo.pop()?.do();
      else await service.runClock();
    }

    const left = road.store.transitions.filter(({ way }) => way === 'clock');
    const counted = (values: readonly string[]) =>
      values.reduce<Record<string, number>>((sum, value) => ({ ...sum, [value]: (sum[value] ?? 0) + 1 }), {});
    expect(counted(left.map(({ to, because }) => `${to}: ${because.join()}`))).toEqual({
      'recycled: Not accepted within 7 days': 500,
      'recycled: No movement for 14 days': 400,
    });
    const tells = road.clocks.tells();
    expect(counted(tells.map(({ tell }) => [tell.kind, tell.deadline ?? tell.count].join(' ')))).toEqual({
      'overdue respond': 700,
      'overdue confirm': 500,
      'overdue close': 300,
      'follow-up 1': 1_100,
      'follow-up 2': 1_000,
      'follow-up 3': 700,
    });
    // Whoever left was followed up before, and its owner was told of it.
    const followed = new Set(tells.filter(({ tell }) => tell.kind === 'follow-up').map(({ contactId }) => contactId));
    expect(left.filter(({ contactId }) => !followed.has(contactId))).toEqual([]);
    const announced = road.store.announced.filter(({ stage }) => stage === 'recycled' || stage === 'disqualified');
    expect(announced.map(({ contactId }) => contactId).sort()).toEqual(left.map(({ contactId }) => contactId).sort());
    expect(left.filter(({ to }) => to === 'disqualified')).toEqual([]);
  });
});
