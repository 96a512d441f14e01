import { respondBy } from '../core/deadlines.js';
import { type HandOver, slaReport, type SlaRow } from '../core/sla-report.js';
import type { ListFilter, Models } from './ports.js';

/** A hand-over as the store holds it; the deadline follows from the model that decided. */
export type HandOverRow = Omit<HandOver, 'dueAt'> & {
  /** The model's version; `null` where no model was asked. */
  readonly model: string | null;
};

export interface SlaStore {
  /** Every time a contact came to MQL or SQL by us, oldest first. Throws AppError `STORE_UNAVAILABLE` while iterating. */
  handOvers(filter: ListFilter): AsyncIterable<HandOverRow>;
}

export interface ReportSlaDeps {
  readonly sla: SlaStore;
  readonly models: Models;
  readonly now: () => number;
}

/** How fast leads are answered: `slaReport` of what the store remembers, by the models as they are now. */
export function createReportSla({ sla, models, now }: ReportSlaDeps) {
  return async function reportSla(filter: ListFilter): Promise<readonly SlaRow[]> {
    const handOvers: HandOver[] = [];
    for await (const { model, ...row } of sla.handOvers(filter)) {
      const compiled = models.get(model?.split('@')[0]) ?? models.get(undefined);
      const dueAt = compiled && respondBy(compiled.model, row.stage, row.at);
      handOvers.push({ ...row, ...(dueAt === undefined ? {} : { dueAt }) });
    }
    return slaReport(handOvers, now());
  };
}

export type ReportSla = ReturnType<typeof createReportSla>;
