import type { StoredRecord, Writer } from './record-table.js';

/** Only people in HubSpot's own screens may move a contact back without clearing the stage first. */
const MAY_GO_BACK: ReadonlySet<string> = new Set(['CRM_UI', 'CRM_UI_BULK_ACTION']);

/** A wish to change `lifecyclestage`. */
export interface StageWrite {
  readonly record: StoredRecord;
  readonly value: string;
  readonly at: number;
  readonly writer: Writer;
}

/** Sets one property of the record of the wish, with its time and writer. */
export type Put = (name: string, value: string) => void;

/**
 * HubSpot's lifecycle rule. A backward write by anyone but a person in the screens changes nothing and is no error.
 *
 * @param order stage ids in this portal's order; "forward" means this order
 * @returns what became of it: `same` the stage was there already · `unknown` no stage of this portal, nothing changed
 * @source HubSpot's property guide ("you can only set the value forward"; clear it first to go back)
 */
export function writeStage(
  wish: StageWrite,
  order: readonly string[],
  put: Put,
): 'moved' | 'cleared' | 'same' | 'ignored' | 'unknown' {
  const current = wish.record.values['lifecyclestage'] ?? '';
  if (wish.value === current) return 'same';
  if (wish.value === '') {
    put('lifecyclestage', '');
    return 'cleared';
  }
  const place = order.indexOf(wish.value);
  if (place < 0) return 'unknown';
  const backward = current !== '' && place < order.indexOf(current);
  if (backward && !MAY_GO_BACK.has(wish.writer.sourceType)) return 'ignored';
  if (current !== '') leave(wish, current, put);
  put('lifecyclestage', wish.value);
  enter(wish, put);
  if (backward) clearLaterDates(wish.record, order.slice(place + 1), put);
  return 'moved';
}

/** Durations are milliseconds: HubSpot's descriptions say seconds, what its portals hold does not. */
function leave({ record, at }: StageWrite, stage: string, put: Put): void {
  const entered = Date.parse(record.values[`hs_v2_date_entered_${stage}`] ?? '');
  put(`hs_v2_date_exited_${stage}`, iso(at));
  if (Number.isNaN(entered)) return;
  const stayed = Math.max(0, at - entered);
  const before = Number(record.values[`hs_v2_cumulative_time_in_${stage}`] ?? 0);
  put(`hs_v2_latest_time_in_${stage}`, String(stayed));
  put(`hs_v2_cumulative_time_in_${stage}`, String(before + stayed));
}

function enter({ record, value, at }: StageWrite, put: Put): void {
  put(`hs_lifecyclestage_${value}_date`, iso(at));
  put(`hs_v2_date_entered_${value}`, iso(at));
  put('hs_v2_date_entered_current_stage', iso(at));
  if (record.values[`hs_v2_date_exited_${value}`]) put(`hs_v2_date_exited_${value}`, '');
}

function clearLaterDates(record: StoredRecord, later: readonly string[], put: Put): void {
  for (const stage of later) {
    const name = `hs_lifecyclestage_${stage}_date`;
    if (record.values[name]) put(name, '');
  }
}

/** @param at epoch milliseconds @returns HubSpot's notation of a moment, `2025-11-03T23:36:12.661Z` */
export function iso(at: number): string {
  return new Date(at).toISOString();
}
