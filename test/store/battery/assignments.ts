import type { Assignment, AssignmentOrder, Given } from '../../../src/app/assignment.js';
import type { Candidate } from '../../../src/core/rotate.js';
import type { Stage } from '../../../src/core/model.js';
import { all, anAsk, aPlan, ended } from '../asks.js';
import type { Bench } from '../bench.js';

const DAY_MS = 86_400_000;
const AT = 1_800_000_000_000;

function person(name: string, more: Partial<Candidate> = {}): Candidate {
  const who = { name: `${name}@example.com`, owner: `id-${name}`, email: `${name}@example.com` };
  return { ...who, weight: 1, territory: 'hit', away: false, atWork: true, ...more };
}
const LIST = [person('sam', { weight: 2 }), person('ria')];

const assignmentOf = (given: Given): Assignment | undefined => ('assignment' in given ? given.assignment : undefined);
const ownerOf = (given: Given): string => assignmentOf(given)?.owner?.slice(3) ?? '-';

export function assignmentBattery(bench: () => Bench): void {
  const storeOf = (n: number) => (n % 2 ? bench().first : bench().second).assignments;

  /** A lead about to become SQL. */
  const order = (portalId: number, contactId: string, more: Partial<AssignmentOrder> = {}): AssignmentOrder => ({
    portalId,
    contactId,
    rotation: 'saas',
    from: 'lead',
    stage: 'sql',
    candidates: LIST,
    at: AT,
    ...more,
  });
  const assign = (given: AssignmentOrder) => bench().first.assignments.assign(given);

  /** Carries a move out, as the road does after assigning. */
  async function move(portalId: number, contactId: string, from: string, to: Stage) {
    const plan = aPlan(anAsk(portalId, `${contactId} ${from} ${to}`, { contactId }), from, to);
    await bench().first.evaluations.plan(plan);
    await bench().first.evaluations.settle(ended(plan));
  }

  describe('assign', () => {
    it('takes turns by weight, and writes down who got what and why, and why not the other (P24)', async () => {
      const portal = bench().newPortal();

      const given: string[] = [];
      for (const contact of ['1', '2', '3', '4']) given.push(ownerOf(await assign(order(portal, contact))));
      const ledger = await all(bench().first.assignments.assignments({ portalId: portal }));

      expect(given).toEqual(['sam', 'ria', 'sam', 'sam']);
      expect(ledger.map(({ contactId, owner }) => `${contactId} ${owner}`)).toEqual([
        '1 id-sam',
        '2 id-ria',
        '3 id-sam',
        '4 id-sam',
      ]);
      expect(ledger[0]).toEqual({
        portalId: portal,
        contactId: '1',
        owner: 'id-sam',
        email: 'sam@example.com',
        because: 'in-turn',
        passedOver: [{ owner: 'ria@example.com', because: 'not-their-turn' }],
        stage: 'sql',
        at: AT,
      });
    });

    it('gives one lead one owner, however often and by whomever it is asked at once', async () => {
      const portal = bench().newPortal();

      const given = await Promise.all(Array.from({ length: 40 }, (_, n) => storeOf(n).assign(order(portal, '1'))));
      const next = await assign(order(portal, '2'));

      expect(new Set(given.map(ownerOf))).toEqual(new Set(['sam']));
      expect(ownerOf(next)).toBe('ria');
      expect(await all(bench().first.assignments.assignments({ portalId: portal }))).toHaveLength(2);
    });

    it('lets two services take turns at once over 300 leads: one owner each, shares as the weights, nobody skipped', async () => {
      const portal = bench().newPortal();
      const leads = Array.from({ length: 300 }, (_, n) => String(1000 + n));

      // Each lead is asked for in both, in another order, in bunches, so that batches of both meet.
      const asks = leads.flatMap((contact, n) => [
        { n: 0, contact },
        { n: 1, contact: leads[(n * 7) % 300] ?? contact },
      ]);
      const owners = new Map<string, Set<string>>();
      for (let from = 0; from < asks.length; from += 60) {
        await Promise.all(
          asks.slice(from, from + 60).map(async ({ n, contact }) => {
            const owner = ownerOf(await storeOf(n).assign(order(portal, contact)));
            owners.set(contact, (owners.get(contact) ?? new Set()).add(owner));
          }),
        );
      }
      const ledger = await all(bench().first.assignments.assignments({ portalId: portal }));
      const got = (name: string) => ledger.filter(({ owner }) => owner === `id-${name}`).length;

      expect([...owners.values()].every((of) => of.size === 1)).toBe(true);
      expect(owners.size).toBe(300);
      expect([ledger.length, got('sam'), got('ria')]).toEqual([300, 200, 100]);
    });

    it('takes a new turn at the next stage, once the last one was carried out', async () => {
      const portal = bench().newPortal();
      const first = await assign(order(portal, '1', { stage: 'mql' }));
      await move(portal, '1', 'lead', 'mql');

      const second = await assign(order(portal, '1', { from: 'mql' }));

      expect([ownerOf(first), ownerOf(second)]).toEqual(['sam', 'ria']);
    });

    it('keeps the turn of a lead that got to its stage another way than it was looked at', async () => {
      const portal = bench().newPortal();
      const first = await assign(order(portal, '1'));
      await move(portal, '1', 'lead', 'mql');

      const second = await assign(order(portal, '1', { from: 'mql' }));
      await move(portal, '1', 'mql', 'sql');

      expect([ownerOf(first), ownerOf(second)]).toEqual(['sam', 'sam']);
      expect(ownerOf(await assign(order(portal, '2')))).toBe('ria');
    });

    it('gives nobody where the chain does not end where the move begins, until its head was seen', async () => {
      const portal = bench().newPortal();
      await move(portal, '1', 'lead', 'mql');

      const blind = await assign(order(portal, '1'));
      const wrong = await assign(order(portal, '1', { headSeen: 7 }));
      const seeing = await assign(order(portal, '1', { headSeen: 1 }));

      expect([blind, wrong]).toEqual([
        { kind: 'stale', head: 1, open: false },
        { kind: 'stale', head: 1, open: false },
      ]);
      expect(ownerOf(seeing)).toBe('sam');
      expect(await all(bench().first.assignments.assignments({ portalId: portal }))).toHaveLength(1);
    });

    it('gives nobody while another move of the lead is open', async () => {
      const portal = bench().newPortal();
      await bench().first.evaluations.plan(aPlan(anAsk(portal, 'a', { contactId: '1' }), 'lead', 'mql'));

      expect(await assign(order(portal, '1'))).toEqual({ kind: 'stale', head: 0, open: true });
    });

    it('gives a lead to somebody else when a day has passed, or its owner is off the list', async () => {
      const portal = bench().newPortal();
      const ask = async (more: Partial<AssignmentOrder>) => ownerOf(await assign(order(portal, '1', more)));

      const first = await ask({});
      const almost = await ask({ at: AT + DAY_MS - 1, candidates: [person('ria'), person('sam', { away: true })] });
      const gone = await ask({ candidates: [person('ria')] });
      const later = await ask({ at: AT + DAY_MS, candidates: [person('sam'), person('ria', { away: true })] });

      expect([first, almost, gone, later]).toEqual(['sam', 'sam', 'ria', 'sam']);
      const ledger = await all(bench().first.assignments.assignments({ portalId: portal }));
      expect(ledger.map(({ owner }) => owner)).toEqual(['id-sam']);
    });

    it('says that nobody was left, and says the same again', async () => {
      const portal = bench().newPortal();
      const candidates = [person('sam', { away: true })];

      const first = await assign(order(portal, '1', { candidates }));
      const again = await assign(order(portal, '1'));

      expect(first).toEqual({
        kind: 'given',
        assignment: {
          owner: null,
          email: null,
          because: 'nobody-left',
          passedOver: [{ owner: 'sam@example.com', because: 'away' }],
        },
      });
      expect(again).toEqual(first);
    });

    it('counts open leads from MQL to SQL, those that are about to be as well, and not those that are over', async () => {
      const portal = bench().newPortal();
      const candidates = [person('sam', { cap: 3 })];
      const next = (contact: string, at = AT) => assign(order(portal, contact, { candidates, at }));

      const burst = await Promise.all(['1', '2', '3', '4'].map((contact) => next(contact)));
      await move(portal, '1', 'lead', 'sql');
      await move(portal, '2', 'lead', 'sql');
      const full = await next('5');
      await move(portal, '2', 'sql', 'opportunity');
      const again = await next('6');
      const tooMany = await next('7');
      // Lead 3 was never moved: after a day it does not count any more. Lead 1 still does.
      const tomorrow = await Promise.all(['8', '9', '10'].map((contact) => next(contact, AT + DAY_MS)));

      expect(burst.map(ownerOf)).toEqual(['sam', 'sam', 'sam', '-']);
      expect([full, again, tooMany].map(ownerOf)).toEqual(['-', 'sam', '-']);
      expect(assignmentOf(full)?.passedOver).toEqual([{ owner: 'sam@example.com', because: 'at-cap' }]);
      expect(tomorrow.map(ownerOf)).toEqual(['sam', 'sam', '-']);
    });

    it('does not count a lead while it is recycled, and counts it again when it is back', async () => {
      const portal = bench().newPortal();
      const candidates = [person('sam', { cap: 1 })];
      await assign(order(portal, '1', { candidates }));
      await move(portal, '1', 'lead', 'sql');
      const full = await assign(order(portal, '2', { candidates }));
      await move(portal, '1', 'sql', 'recycled');
      const free = await assign(order(portal, '3', { candidates }));
      await move(portal, '3', 'lead', 'disqualified');
      await move(portal, '1', 'recycled', 'mql');

      const fullAgain = await assign(order(portal, '4', { candidates }));

      expect([full, free, fullAgain].map(ownerOf)).toEqual(['-', 'sam', '-']);
    });

    it('does not count a lead against itself, nor for somebody who had it before', async () => {
      const portal = bench().newPortal();
      const candidates = [person('sam', { cap: 1 }), person('ria', { cap: 1 })];
      await assign(order(portal, '1', { candidates: [person('sam')], stage: 'mql' }));
      await move(portal, '1', 'lead', 'mql');

      const passedOn = await assign(order(portal, '1', { candidates, from: 'mql' }));
      const other = await assign(order(portal, '2', { candidates }));

      expect(ownerOf(passedOn)).not.toBe(ownerOf(other));
      expect([passedOn, other].map(ownerOf).sort()).toEqual(['ria', 'sam']);
    });

    it('keeps portals and models apart', async () => {
      const [one, other] = [bench().newPortal(), bench().newPortal()];

      const given = await Promise.all([
        assign(order(one, '1')),
        assign(order(other, '1')),
        assign(order(one, '2', { rotation: 'partners' })),
      ]);

      expect(given.map(ownerOf)).toEqual(['sam', 'sam', 'sam']);
      await bench().first.forget(one);
      expect(await all(bench().first.assignments.assignments({ portalId: one }))).toEqual([]);
      expect(await all(bench().first.assignments.assignments({ portalId: other }))).toHaveLength(1);
    });
  });

  describe('assignments', () => {
    it('is listed by contact and by time, and no further than the limit', async () => {
      const portal = bench().newPortal();
      await Promise.all(['1', '2', '3'].map((contact, n) => assign(order(portal, contact, { at: AT + n }))));
      const contacts = async (filter: object) =>
        (await all(bench().first.assignments.assignments({ portalId: portal, ...filter }))).map((row) => row.contactId);

      expect(await contacts({})).toEqual(['1', '2', '3']);
      expect(await contacts({ contactId: '2' })).toEqual(['2']);
      expect(await contacts({ since: AT + 1 })).toEqual(['2', '3']);
      expect(await contacts({ limit: 1 })).toEqual(['1']);
    });
  });
}
