import type { Channel } from '../../src/app/ask.js';
import type { Delivery, OpenAnnouncement } from '../../src/app/announcements/delivery.js';
import type { Stage } from '../../src/core/model.js';
import { anAsk, aPlan, ended, keyOf } from './asks.js';
import type { Bench } from './bench.js';

/* What a test does to have something announced and sent. */

/** Puts away what earlier tests left to tell or to send. */
export async function nothingToTell({ pool }: Bench): Promise<void> {
  await pool.query(`update announcements set composed = true, lease_token = null where not composed`);
  await pool.query(`update deliveries set state = 'sent', due_at = null, lease_token = null where due_at is not null`);
}

/** As if the window had passed. */
export async function allDue({ pool }: Bench): Promise<void> {
  await pool.query(`update announcements set due_at = now() - interval '1 second' where not composed`);
  await pool.query(`update deliveries set due_at = now() - interval '1 second' where due_at is not null`);
}

export interface Told {
  readonly portal: number;
  readonly contactId?: string;
  readonly from?: string;
  readonly to?: Stage;
  readonly channels?: readonly Channel[];
}

/** A move of the first worker, applied and to be told. @param name makes the ask another one */
export async function moveAndTell({ first }: Bench, name: string, told: Told): Promise<boolean> {
  const { portal, contactId = '101', from = 'mql', to = 'sql', channels = ['owner-task', 'slack'] } = told;
  const plan = aPlan(anAsk(portal, `${contactId} ${name}`, { contactId }), from, to);
  await first.evaluations.plan(plan);
  return first.evaluations.settle({ ...ended(plan), announce: { channels } });
}

/** What is composed of a contact's announcements: a message to each target. */
export function messagesOf(
  announcements: readonly OpenAnnouncement[],
  targets: readonly string[] = ['host'],
): Delivery[] {
  return announcements.slice(0, 1).flatMap(({ portalId, contactId, key }) =>
    targets.map((target) => ({
      portalId,
      contactId,
      key: keyOf(`${key} ${target}`),
      target,
      message: { channel: 'slack', body: `{"text":"${target}"}` } as const,
    })),
  );
}

/**
 * Has a move of contact 101 told and composed.
 *
 * @param more what is to be otherwise about the deliveries
 * @returns the deliveries, queued
 */
export async function queued(
  bench: Bench,
  portal: number,
  targets: readonly string[] = ['host'],
  more: Partial<Delivery> = {},
): Promise<Delivery[]> {
  await moveAndTell(bench, 'a', { portal });
  await allDue(bench);
  const [open = []] = await bench.first.deliveries.claimAnnouncements(1);
  const deliveries = messagesOf(open, targets).map((delivery) => ({ ...delivery, ...more }));
  await bench.first.deliveries.compose(open, deliveries);
  return deliveries;
}
