import type { Ask } from '../../src/app/ask.js';
import type { Signal, SignalStore, ToldOf } from '../../src/app/signals/signals.js';

interface Row extends Omit<Signal, 'answer'> {
  readonly portalId: number;
  readonly property: string | undefined;
  value: string | undefined;
}

/** Signals in memory: implements the port to the letter. @param accept keeps an ask as `accepted` */
export function createMemorySignals(accept: (ask: Ask) => void): SignalStore & { readonly rows: () => readonly Row[] } {
  const rows = new Map<string, Row>();
  const nameOf = (portalId: number, id: string): string => `${portalId} ${id}`;
  const isOlder = (a: Row, b: Row): boolean => a.at < b.at || (a.at === b.at && a.id < b.id);
  const of = (portalId: number, contactId: string): Row[] =>
    [...rows.values()].filter((row) => row.portalId === portalId && row.contactId === contactId);

  function toldOf(told: readonly Row[]): ToldOf | undefined {
    if (told.length === 0) return undefined;
    const acts: Record<string, number[]> = {};
    const newest = new Map<string, Row>();
    for (const row of told) {
      acts[row.signal] = [...(acts[row.signal] ?? []), row.at].sort((a, b) => b - a);
      const { property } = row;
      const before = property === undefined ? undefined : newest.get(property);
      if (property !== undefined && (!before || isOlder(before, row))) newest.set(property, row);
    }
    const answers = [...newest].flatMap(([property, { value }]) => (value === undefined ? [] : [[property, value]]));
    return { acts, answers: Object.fromEntries(answers) as Record<string, string> };
  }

  return {
    rows: () => [...rows.values()],
    known: async (portalId, ids) => new Set(ids.filter((id) => rows.has(nameOf(portalId, id)))),
    take: async (portalId, signals, asks) => {
      const fresh = signals.filter(({ id }) => !rows.has(nameOf(portalId, id)));
      for (const { answer, ...signal } of fresh) {
        rows.set(nameOf(portalId, signal.id), {
          ...signal,
          portalId,
          property: answer?.property,
          value: answer?.value,
        });
      }
      const woken = new Set(fresh.flatMap(({ wakes, contactId }) => (wakes ? [contactId] : [])));
      asks.filter(({ contactId }) => woken.has(contactId)).forEach(accept);
      return new Set(fresh.map(({ id }) => id));
    },
    of: async (portalId, contactId) => toldOf(of(portalId, contactId)),
    answered: async (portalId, contactId, values) => {
      const mine = of(portalId, contactId);
      for (const written of mine) {
        if (written.property === undefined || values[written.property] !== written.value) continue;
        for (const row of mine) if (row.property === written.property && !isOlder(written, row)) row.value = undefined;
      }
    },
  };
}
