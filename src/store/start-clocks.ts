import { sql, type RawBuilder } from 'kysely';
import { CLOCK_COLUMNS, CLOCK_NAMES } from './clock-row.js';

/** Both ends of the step are with sales: what was done in the run stays done. As `moveClock` in core. */
const RUNS_ON = sql.raw('(there.handed_at is not null and excluded.handed_at is not null)');
const ACCEPTED = sql`(${RUNS_ON} and there.accepted_at is not null)`;

/**
 * Begins clocks in the statement that logs what they begin with. Where a contact was only seen, its clock stays as it is,
 * unless it knows of another stage and is older than that look. Whoever looks at a clock that begins anew loses it.
 *
 * @param source rows of `portal_id, contact_id, clock, moved`; without a `clock` nothing begins
 */
export function startClocks(source: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    insert into clocks as there (portal_id, contact_id, ${CLOCK_NAMES})
    select distinct on (s.portal_id, s.contact_id) s.portal_id, s.contact_id, c.*
    from (${source}) s cross join lateral json_to_record(s.clock) as c(${CLOCK_COLUMNS})
    where s.clock is not null and (s.moved or not exists (
      select from clocks k where k.portal_id = s.portal_id and k.contact_id = s.contact_id
        and (k.stage = c.stage or k.entered_at >= c.entered_at)))
    order by s.portal_id, s.contact_id, s.moved desc
    on conflict (portal_id, contact_id) do update set
      stage = excluded.stage, model = excluded.model, entered_at = excluded.entered_at,
      captured_at = coalesce(there.captured_at, excluded.captured_at),
      handed_at = case when ${RUNS_ON} then there.handed_at else excluded.handed_at end,
      opened_at = case when ${RUNS_ON} then coalesce(there.opened_at, excluded.opened_at) else excluded.opened_at end,
      accepted_at = case when ${ACCEPTED} then there.accepted_at else excluded.accepted_at end,
      accepted_by = case when ${ACCEPTED} then there.accepted_by else excluded.accepted_by end,
      confirm_within = excluded.confirm_within,
      follow_from = excluded.follow_from, follow_ups = 0, followed_at = null,
      no_shows = case when ${RUNS_ON} then there.no_shows else 0 end,
      told = excluded.told, due_at = excluded.due_at, lease_token = null, lease_until = null`;
}
