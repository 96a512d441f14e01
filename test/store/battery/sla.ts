import { all } from '../asks.js';
import type { Bench } from '../bench.js';

const AT = 1_700_000_000_000;
const MINUTE = 60_000;

export function slaBattery(bench: () => Bench): void {
  const run = (statement: string, values: readonly unknown[]) => bench().pool.query(statement, [...values]);
  const transition = (portal: number, seq: number, to: string, minute: number, way = 'workflow', contact = '101') =>
    run(
      `insert into transitions (portal_id, contact_id, seq, from_stage, to_stage, way, actor, rule, because, model, passed, at)
       values ($1, $2, $3, 'lead', $4, $5, 'workflow:1', 'r', '[]', 'saas@0badcafe', '[]', $6)`,
      [portal, contact, seq, to, way, AT + minute * MINUTE],
    );
  const delivery = (portal: number, minute: number, sentMinute: number | null) =>
    run(
      `insert into deliveries (portal_id, contact_id, announcements, channel, target, key, message, state, at, due_at, sent_at)
       values ($1, '101', '[]', 'slack', 'slack', $2, '{}', $3, $4, null, $5)`,
      [
        ...[portal, `sla ${portal} ${minute}`, sentMinute === null ? 'refused' : 'sent', AT + minute * MINUTE],
        sentMinute === null ? null : AT + sentMinute * MINUTE,
      ],
    );
  const accepted = (portal: number, minute: number, outcome = 'accepted') =>
    run(
      `insert into acceptances (portal_id, key, contact_id, outcome, by, at) values ($1, $2, '101', $3, 'user:1', $4)`,
      [portal, `sla ${portal} ${minute}`, outcome, AT + minute * MINUTE],
    );
  const handOvers = (portalId: number) => all(bench().first.sla.handOvers({ portalId }));
  const minutesOf = async (portal: number) =>
    (await handOvers(portal)).map(({ stage, at, toldAt, acceptedAt, leftAt }) => [
      stage,
      ...[at, toldAt, acceptedAt, leftAt].map((time) => (time === undefined ? null : (time - AT) / MINUTE)),
    ]);

  describe('hand-overs', () => {
    it('are told, accepted and left where that happened while the contact was there', async () => {
      const portal = bench().newPortal();
      await transition(portal, 1, 'mql', 0);
      await delivery(portal, 1, 2);
      await transition(portal, 2, 'sql', 10);
      await delivery(portal, 11, null);
      await delivery(portal, 12, 14);
      await accepted(portal, 13, 'refused');
      await accepted(portal, 15);
      await transition(portal, 3, 'opportunity', 60);

      await expect(minutesOf(portal)).resolves.toEqual([
        ['mql', 0, 2, null, 10],
        ['sql', 10, 14, 15, 60],
      ]);
    });

    it('are accepted by what only an acceptance leads to', async () => {
      const portal = bench().newPortal();
      await transition(portal, 1, 'mql', 0);
      await transition(portal, 2, 'sal', 4);

      await expect(minutesOf(portal)).resolves.toEqual([['mql', 0, null, 4, 4]]);
    });

    it('leave out what others did, and other portals', async () => {
      const [portal, other] = [bench().newPortal(), bench().newPortal()];
      await transition(portal, 1, 'sql', 0, 'sync');
      await transition(other, 1, 'sql', 0);

      await expect(handOvers(portal)).resolves.toEqual([]);
    });

    it('can be narrowed to a time', async () => {
      const portal = bench().newPortal();
      await transition(portal, 1, 'sql', 0);
      await transition(portal, 1, 'sql', 5, 'manual', '102');

      const late = await all(bench().first.sla.handOvers({ portalId: portal, since: AT + MINUTE }));

      expect(late).toEqual([{ stage: 'sql', model: 'saas@0badcafe', at: AT + 5 * MINUTE }]);
    });
  });
}
