import { sql, type RawBuilder } from 'kysely';
import type { ClockRow } from '../app/clock/clock.js';

/** A row of `clocks`, without its lease. */
export interface KeptClock {
  readonly portal_id: number;
  readonly contact_id: string;
  readonly stage: string;
  readonly model: string | null;
  readonly entered_at: number;
  readonly captured_at: number | null;
  readonly handed_at: number | null;
  readonly opened_at: number | null;
  readonly accepted_at: number | null;
  readonly accepted_by: string | null;
  readonly confirm_within: string | null;
  readonly follow_from: number;
  readonly follow_ups: number;
  readonly followed_at: number | null;
  readonly no_shows: number;
  readonly told: readonly string[];
  readonly due_at: number | null;
}

/** Everything of a clock but whose it is: columns for `json_to_record` and `json_to_recordset`, as `toKept` names them. */
export const CLOCK_COLUMNS: RawBuilder<unknown> =
  sql.raw(`stage text, model text, entered_at bigint, captured_at bigint,
  handed_at bigint, opened_at bigint, accepted_at bigint, accepted_by text, confirm_within text, follow_from bigint,
  follow_ups int, followed_at bigint, no_shows int, told json, due_at bigint`);

/** The same by name. */
export const CLOCK_NAMES: RawBuilder<unknown> = sql.raw(`stage, model, entered_at, captured_at, handed_at, opened_at,
  accepted_at, accepted_by, confirm_within, follow_from, follow_ups, followed_at, no_shows, told, due_at`);

export function toKept(row: ClockRow): KeptClock {
  return {
    portal_id: row.portalId,
    contact_id: row.contactId,
    stage: row.stage,
    model: row.model ?? null,
    entered_at: row.enteredAt,
    captured_at: row.capturedAt ?? null,
    handed_at: row.handedAt ?? null,
    opened_at: row.openedAt ?? null,
    accepted_at: row.acceptedAt ?? null,
    accepted_by: row.acceptedBy ?? null,
    confirm_within: row.confirmWithin ?? null,
    follow_from: row.followFrom,
    follow_ups: row.followUps,
    followed_at: row.followedAt ?? null,
    no_shows: row.noShows,
    told: row.told,
    due_at: row.dueAt ?? null,
  };
}

export function toClock(kept: KeptClock): ClockRow {
  return {
    portalId: kept.portal_id,
    contactId: kept.contact_id,
    stage: kept.stage,
    model: kept.model ?? undefined,
    enteredAt: kept.entered_at,
    capturedAt: kept.captured_at ?? undefined,
    handedAt: kept.handed_at ?? undefined,
    openedAt: kept.opened_at ?? undefined,
    acceptedAt: kept.accepted_at ?? undefined,
    acceptedBy: kept.accepted_by ?? undefined,
    confirmWithin: kept.confirm_within ?? undefined,
    followFrom: kept.follow_from,
    followUps: kept.follow_ups,
    followedAt: kept.followed_at ?? undefined,
    noShows: kept.no_shows,
    told: kept.told,
    dueAt: kept.due_at ?? undefined,
  };
}
