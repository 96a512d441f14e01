import type { Announced } from '../../src/app/outcome.js';
import type { Acceptance, AcceptanceStore, Announcement, AnnouncementStore } from '../../src/app/ports.js';

/** Answers of reps in memory. Each stands until the test says that the contact has moved on. */
export function createMemoryAcceptances(onRecord: (acceptance: Acceptance) => void = () => undefined) {
  const answers: Acceptance[] = [];
  const standing = new Set<Acceptance>();
  const store: AcceptanceStore = {
    record: async (acceptance) => {
      if (answers.some(({ key, portalId }) => key === acceptance.key && portalId === acceptance.portalId)) return;
      answers.push(acceptance);
      standing.add(acceptance);
      onRecord(acceptance);
    },
    find: async ({ portalId, contactId, since }) =>
      answers.findLast(
        (one) =>
          one.portalId === portalId &&
          one.contactId === contactId &&
          (one.at >= since || (one.at >= since - 15 * 60_000 && standing.has(one))),
      ),
  };
  return { ...store, answers, contactMoved: () => standing.clear() };
}

/** Announcements in memory: one per contact and stage. */
export function createMemoryAnnouncements() {
  const kept = new Map<string, Announcement>();
  const store: AnnouncementStore = {
    record: async (announcement): Promise<Announced> => {
      const key = `${announcement.portalId}:${announcement.contactId}:${announcement.stage}`;
      const first = kept.get(key) ?? announcement;
      kept.set(key, first);
      return { sent: first.askKey === announcement.askKey ? 'recorded' : 'already', key };
    },
  };
  return { ...store, kept: () => [...kept.values()] };
}
