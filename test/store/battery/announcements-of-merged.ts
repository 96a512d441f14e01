import { allDue, messagesOf, moveAndTell, nothingToTell } from '../announcing.js';
import type { Bench } from '../bench.js';

export function announcementsOfMergedBattery(bench: () => Bench): void {
  const first = () => bench().first.deliveries;
  /** Contact 101, into which 201 and 202 were merged. */
  const notify = (portalId: number, more: object = {}) =>
    bench().first.announcements.record({
      ...{ portalId, contactId: '101', stage: 'sql', channels: ['email'], urgent: false, note: undefined },
      ...{ askKey: 'notify-1', at: 1_700_000_000_000, merged: ['201', '202'], ...more },
    });
  const tell = async (portal: number, contactId: string) => {
    await moveAndTell(bench(), 'a', { portal, contactId });
    await allDue(bench());
    const [open = []] = await first().claimAnnouncements(1);
    await first().compose(open, messagesOf(open));
    return open[0]?.key;
  };
  const openOf = async (portal: number) =>
    (
      await bench().pool.query(
        'select contact_id, channels, urgent, note from announcements where portal_id = $1 and not composed order by id',
        [portal],
      )
    ).rows as { contact_id: string }[];

  describe('a contact that others were merged into', () => {
    beforeEach(() => nothingToTell(bench()));

    it('is not told of again at the stage one of them was told of (W05)', async () => {
      const portal = bench().newPortal();
      const key = await tell(portal, '202');

      expect(await notify(portal)).toEqual({ sent: 'already', key });
      expect(await openOf(portal)).toEqual([]);
    });

    it('is told of in their stead where that was not done yet, with what was to be said', async () => {
      const portal = bench().newPortal();
      await moveAndTell(bench(), 'a', { portal, contactId: '201' });
      await notify(portal, { contactId: '202', askKey: 'n', merged: [], urgent: true, note: 'Before noon' });

      const [answer, again] = [await notify(portal), await notify(portal)];

      expect([answer.sent, again]).toEqual(['recorded', answer]);
      expect(await openOf(portal)).toEqual([
        { contact_id: '101', channels: ['email', 'owner-task', 'slack'], urgent: true, note: 'Before noon' },
      ]);
    });

    it('is told of where one of them could not be, because it was gone', async () => {
      const portal = bench().newPortal();
      await moveAndTell(bench(), 'a', { portal, contactId: '201' });
      await allDue(bench());
      const [open = []] = await first().claimAnnouncements(1);
      await first().compose(open, []);

      expect(await notify(portal)).toMatchObject({ sent: 'recorded' });
    });

    it.each([
      ['at another stage', { stage: 'opportunity' }, false],
      ['of its own transition, whatever was told of them', {}, true],
      ['of a contact that was not merged into it', { merged: ['999'] }, false],
    ])('is told %s', async (_name, more, moved) => {
      const portal = bench().newPortal();
      await tell(portal, '202');
      if (moved) await moveAndTell(bench(), 'b', { portal, contactId: '101', channels: ['slack'] });

      const { sent } = await notify(portal, more);

      expect(sent).toBe(moved ? 'already' : 'recorded');
      expect((await openOf(portal)).map(({ contact_id }) => contact_id)).toEqual(['101']);
    });

    it('knows nothing of the contacts of another portal (P6)', async () => {
      await tell(bench().newPortal(), '202');

      expect(await notify(bench().newPortal())).toMatchObject({ sent: 'recorded' });
    });

    it('is told of once, however often it is asked while one of them is being composed', async () => {
      const portal = bench().newPortal();
      await moveAndTell(bench(), 'a', { portal, contactId: '201' });
      await allDue(bench());
      const [open = []] = await first().claimAnnouncements(1);

      const answers = await Promise.all([
        first().compose(open, messagesOf(open)),
        ...[1, 2, 3].map((n) => notify(portal, { askKey: `n${n}` })),
      ]);

      const told = (await bench().pool.query('select from deliveries where portal_id = $1', [portal])).rowCount ?? 0;
      expect(answers.slice(1)).toHaveLength(3);
      expect(told + (await openOf(portal)).length).toBe(1);
    });
  });
}
