import type { ImportJob, ImportRow, ImportStore } from '../../src/app/import/import-job.js';

export interface MemoryImports extends ImportStore {
  readonly jobs: Map<string, ImportJob>;
  readonly kept: Map<string, Map<number, ImportRow>>;
}

/** `ImportStore` without leases: one worker, who may be begun again. */
export function createMemoryImports(): MemoryImports {
  const jobs = new Map<string, ImportJob>();
  const kept = new Map<string, Map<number, ImportRow>>();
  const rowsOf = (id: string) => {
    const rows = kept.get(id) ?? new Map<number, ImportRow>();
    kept.set(id, rows);
    return rows;
  };
  const change = (id: string, more: Partial<ImportJob>): void => {
    const job = jobs.get(id);
    if (job) jobs.set(id, { ...job, ...more });
  };
  return {
    jobs,
    kept,
    create: async (job) =>
      void jobs.set(job.id, { ...job, state: 'waiting', because: '', rows: 0, doneRow: 0, attempts: 0 }),
    get: async (id) => jobs.get(id),
    list: async () => [...jobs.values()].reverse(),
    async claim(here, busy) {
      const due = [...jobs.values()].find(
        ({ id, kind, state }) =>
          (state === 'waiting' || state === 'running') && !busy.includes(id) && (kind === 'undo' || here.includes(id)),
      );
      if (due) change(due.id, { state: 'running', attempts: due.attempts + 1 });
      return due && jobs.get(due.id);
    },
    async advance({ id }, { rows, doneRow }) {
      change(id, { rows, doneRow: Math.max(doneRow, jobs.get(id)?.doneRow ?? 0) });
      return true;
    },
    putOff: async ({ id }, because) => change(id, { because }),
    end: async ({ id }, { state, because, summary }) => change(id, { state, because, ...(summary ? { summary } : {}) }),
    async resume({ id }) {
      if (jobs.get(id)?.state !== 'stopped') return false;
      change(id, { state: 'waiting', because: '' });
      return true;
    },
    async remember({ id }, rows) {
      const there = rowsOf(id);
      for (const row of rows) if (!there.has(row.row)) there.set(row.row, row);
      return new Map(there);
    },
    recall: async ({ id }, from, to) => new Map([...rowsOf(id)].filter(([row]) => row >= from && row <= to)),
    async settle({ id }, rows) {
      const there = rowsOf(id);
      for (const row of rows) {
        const { contactId, to, outcome, because } = row;
        there.set(row.row, { ...(there.get(row.row) ?? row), contactId, to, outcome, because });
      }
    },
    async *rows({ id }) {
      yield* [...rowsOf(id).values()].sort((one, other) => one.row - other.row);
    },
  };
}
