import type { ClockRow, ClockStart, ClockStore, ClockTell } from '../../src/app/clock/clock.js';
import { LEASE_MS } from './memory-evaluations.js';

interface Leased {
  row: ClockRow;
  holder: string | undefined;
  leaseUntil: number;
}

export interface TellKept extends ClockTell {
  readonly contactId: string;
  readonly at: number;
}

export type MemoryClocks = ReturnType<typeof createMemoryClocks>;

/** Clocks in memory: begun, claimed and settled as the store does it, leases included. @param now epoch ms, of the store */
export function createMemoryClocks(now: () => number) {
  const rows = new Map<string, Leased>();
  const told = new Map<string, TellKept>();
  const idOf = (portalId: number, contactId: string): string => `${portalId} ${contactId}`;
  const dueOf = ({ row }: Leased): number => row.dueAt ?? Infinity;

  function merged(there: ClockRow, begun: ClockRow): ClockRow {
    const clock = { ...begun, capturedAt: there.capturedAt ?? begun.capturedAt };
    if (there.handedAt === undefined || begun.handedAt === undefined) return clock;
    const accepted = there.acceptedAt === undefined ? begun : there;
    const { handedAt, noShows } = there;
    const { acceptedAt, acceptedBy } = accepted;
    return { ...clock, handedAt, noShows, acceptedAt, acceptedBy, openedAt: there.openedAt ?? begun.openedAt };
  }

  function start({ because, row }: ClockStart): void {
    const id = idOf(row.portalId, row.contactId);
    const there = rows.get(id)?.row;
    const known = there && (there.stage === row.stage || there.enteredAt >= row.enteredAt);
    if (because === 'seen' && known) return;
    rows.set(id, { row: there ? merged(there, row) : row, holder: undefined, leaseUntil: 0 });
  }

  function change(portalId: number, contactId: string, how: (row: ClockRow) => Partial<ClockRow>): void {
    const there = rows.get(idOf(portalId, contactId));
    if (there)
      rows.set(idOf(portalId, contactId), {
        row: { ...there.row, ...how(there.row) },
        holder: undefined,
        leaseUntil: 0,
      });
  }

  function claim(worker: string, at: number, limit: number): ClockRow[] {
    const due = [...rows.values()].filter((one) => dueOf(one) <= at && one.leaseUntil <= now());
    const taken = due.sort((a, b) => dueOf(a) - dueOf(b)).slice(0, limit);
    for (const one of taken) Object.assign(one, { holder: worker, leaseUntil: now() + LEASE_MS });
    return taken.map(({ row }) => row);
  }

  return {
    start,
    open: (worker: string): ClockStore => ({
      claim: async (at, limit) => claim(worker, at, limit),
      settle: async ({ row, tells, at, keep }) => {
        const { portalId, contactId } = row;
        const there = rows.get(idOf(portalId, contactId));
        if (there?.holder !== worker) return false;
        there.row = row;
        if (!keep) Object.assign(there, { holder: undefined, leaseUntil: 0 });
        for (const { tell, channels } of tells) {
          const name = `${portalId} ${contactId} ${tell.about}`;
          if (!told.has(name)) told.set(name, { tell, channels, contactId, at });
        }
        return true;
      },
      find: async (portalId, contactId) => rows.get(idOf(portalId, contactId))?.row,
      wake: async (portalId, contactId, at) =>
        change(portalId, contactId, ({ dueAt }) => (dueAt === undefined ? {} : { dueAt: Math.min(dueAt, at) })),
    }),
    /** What a rep's answer does to the clock. */
    accept: (portalId: number, contactId: string, by: string, at: number) =>
      change(portalId, contactId, ({ openedAt, dueAt = at }) => ({
        ...{ acceptedAt: at, acceptedBy: by, openedAt: openedAt ?? at, dueAt: Math.min(dueAt, at) },
      })),
    /** What was told, in the order it was kept. */
    tells: () => [...told.values()],
    rows: () => [...rows.values()].map(({ row }) => row),
    /** When the next clock is due; `Infinity`: none ever. */
    nextDue: () => Math.min(...[...rows.values()].map(dueOf)),
  };
}
