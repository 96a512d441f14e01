import type { Channel } from '../../src/app/ask.js';
import type {
  ClaimedDelivery,
  Delivery,
  DeliveryRow,
  DeliveryState,
  DeliveryStore,
  OpenAnnouncement,
} from '../../src/app/announcements/delivery.js';
import { LEASE_MS } from './memory-evaluations.js';
import { createStoreFaults, type StoreFaults } from './store-faults.js';

interface Leased {
  holder: string | undefined;
  leaseUntil: number;
  dueAt: number | undefined;
}

interface AnnouncedRow extends Leased {
  readonly announcement: Omit<OpenAnnouncement, 'attempts'>;
  attempts: number;
  composed: boolean;
}

interface DeliveryKept extends Leased {
  readonly delivery: Delivery;
  readonly at: number;
  state: DeliveryState;
  because: string;
  attempts: number;
  maybeSent: boolean;
  cutShort: number;
}

type Operation = Exclude<keyof DeliveryStore, 'deliveries'>;

/** One store that any number of workers may open. Nothing waits in the middle of an operation: each is one transaction. */
export interface MemoryDeliveries extends Pick<StoreFaults<Operation>, 'fail' | 'count'> {
  open(worker: string): DeliveryStore;
  /** Keeps an announcement, due after so long. */
  announce(announcement: Omit<OpenAnnouncement, 'attempts'>, dueInMs?: number): void;
  /** Every delivery as it is now, in the order they were queued. */
  rows(): DeliveryRow[];
  /** Keys of what is not composed. */
  notComposed(): string[];
}

/** Deliveries in memory, leases included. @param now epoch ms */
export function createMemoryDeliveries(now: () => number): MemoryDeliveries {
  const announced: AnnouncedRow[] = [];
  const kept: DeliveryKept[] = [];
  const { transact, fail, count } = createStoreFaults<Operation>();

  const isHeld = (row: Leased): boolean => row.holder !== undefined && row.leaseUntil > now();
  const isDue = (row: Leased): boolean => row.dueAt !== undefined && row.dueAt <= now();
  const contactOf = ({ announcement }: AnnouncedRow): string => `${announcement.portalId}:${announcement.contactId}`;
  const lease = (row: Leased, worker: string): void => {
    row.holder = worker;
    row.leaseUntil = now() + LEASE_MS;
  };
  const mineOf = (worker: string, announcements: readonly OpenAnnouncement[]): AnnouncedRow[] =>
    announced.filter(
      (row) =>
        row.holder === worker &&
        !row.composed &&
        announcements.some(
          ({ portalId, key }) => portalId === row.announcement.portalId && key === row.announcement.key,
        ),
    );

  function claimAnnouncements(worker: string, limit: number): OpenAnnouncement[][] {
    const open = announced.filter((row) => !row.composed);
    const busy = new Set(open.filter(isHeld).map(contactOf));
    const due = new Set(open.filter((row) => isDue(row) && !busy.has(contactOf(row))).map(contactOf));
    return [...due].slice(0, limit).map((contact) =>
      open
        .filter((row) => contactOf(row) === contact)
        .map((row) => {
          lease(row, worker);
          row.attempts += 1;
          return { ...row.announcement, attempts: row.attempts };
        }),
    );
  }

  function compose(worker: string, announcements: readonly OpenAnnouncement[], deliveries: readonly Delivery[]): void {
    const ours = mineOf(worker, announcements);
    const whole = ours.length === announcements.length;
    for (const row of ours) Object.assign(row, { composed: whole, holder: undefined });
    if (!whole) return;
    for (const delivery of deliveries) {
      const isThere = ({ delivery: { portalId, key } }: DeliveryKept) =>
        key === delivery.key && portalId === delivery.portalId;
      if (kept.some(isThere)) continue;
      const fresh = { holder: undefined, leaseUntil: 0, dueAt: now(), at: now() };
      kept.push({ ...fresh, delivery, state: 'queued', because: '', attempts: 0, maybeSent: false, cutShort: 0 });
    }
  }

  function claimDeliveries(worker: string, channel: Channel, limit: number): ClaimedDelivery[] {
    const isOf = ({ delivery }: DeliveryKept) => delivery.message.channel === channel;
    const due = kept.filter((row) => isOf(row) && isDue(row) && !isHeld(row));
    return due.slice(0, limit).map((row) => {
      if (row.holder !== undefined) row.cutShort += 1;
      row.maybeSent ||= row.holder !== undefined || row.state === 'uncertain';
      lease(row, worker);
      row.state = 'sending';
      row.attempts += 1;
      return { ...row.delivery, at: row.at, attempts: row.attempts, maybeSent: row.maybeSent, cutShort: row.cutShort };
    });
  }

  function settle(
    worker: string,
    { portalId, key, attempts }: ClaimedDelivery,
    { state, because, retryInMs }: Parameters<DeliveryStore['settleDelivery']>[1],
  ): void {
    const row = kept.find(({ delivery }) => delivery.portalId === portalId && delivery.key === key);
    if (row?.holder !== worker || row.attempts !== attempts) return;
    const dueAt = retryInMs === undefined ? undefined : now() + retryInMs;
    Object.assign(row, { state, because, dueAt, holder: undefined });
  }

  const toRow = ({ delivery, state, attempts, because, at }: DeliveryKept): DeliveryRow => {
    const { portalId, contactId, key, target, message } = delivery;
    return { portalId, contactId, channel: message.channel, target, key, state, attempts, because, at };
  };

  async function* list({
    portalId,
    contactId,
    since = 0,
    limit = Infinity,
  }: Parameters<DeliveryStore['deliveries']>[0]) {
    const found = kept.map(toRow).filter((row) => {
      const ofPortal = portalId === undefined || row.portalId === portalId;
      return ofPortal && (contactId === undefined || row.contactId === contactId) && row.at >= since;
    });
    yield* found.slice(0, limit);
  }

  return {
    open: (worker) => ({
      claimAnnouncements: (limit) => transact('claimAnnouncements', () => claimAnnouncements(worker, limit)),
      compose: (announcements, deliveries) => transact('compose', () => compose(worker, announcements, deliveries)),
      releaseAnnouncements: (announcements, delayMs) =>
        transact('releaseAnnouncements', () => {
          for (const row of mineOf(worker, announcements)) {
            Object.assign(row, { holder: undefined, dueAt: now() + delayMs });
          }
        }),
      claimDeliveries: (channel, limit) => transact('claimDeliveries', () => claimDeliveries(worker, channel, limit)),
      settleDelivery: (delivery, ended) => transact('settleDelivery', () => settle(worker, delivery, ended)),
      deliveries: list,
    }),
    announce: (announcement, dueInMs = 0) => {
      const dueAt = now() + dueInMs;
      announced.push({ announcement, attempts: 0, composed: false, holder: undefined, leaseUntil: 0, dueAt });
    },
    rows: () => kept.map(toRow),
    notComposed: () => announced.filter(({ composed }) => !composed).map(({ announcement }) => announcement.key),
    fail,
    count,
  };
}
