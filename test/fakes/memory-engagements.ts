import type { EngagementStore } from '../../src/app/ports.js';

/** Who of a company was active when; one date per contact, the newest. */
export function createMemoryEngagements(): EngagementStore {
  const companies = new Map<string, Map<string, number>>();
  const datesOf = (portalId: number, companyId: string): Map<string, number> => {
    const id = `${portalId}:${companyId}`;
    const dates = companies.get(id) ?? new Map<string, number>();
    companies.set(id, dates);
    return dates;
  };
  return {
    meet: async ({ portalId, companyId, contactId, at }) => {
      const dates = datesOf(portalId, companyId);
      if (at !== undefined) dates.set(contactId, Math.max(at, dates.get(contactId) ?? at));
      return [...dates].flatMap(([id, date]) => (id === contactId ? [] : [date]));
    },
  };
}
