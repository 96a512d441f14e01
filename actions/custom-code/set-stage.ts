import type { Stage } from '../../src/core/model.js';
import { JOURNEY } from '../../src/core/stages.js';
import { changeStage, type StageAsk } from './change-stage.js';
import { openPortal, statusOf } from './open-portal.js';
import { fitting, type Outputs } from './outputs.js';
import { type CodeEvent, readEvent } from './read-event.js';

/** Stages that are never left; put in when the bundle is built. */
declare const HANDOFF_PROTECT: readonly Stage[];

/** Lead Status alone holds MAL; the off-ramps ask for a reason, which is what the app's own actions are for. */
const SETTABLE = JOURNEY.filter((stage) => stage !== 'mal');

/** What to do about a call HubSpot answered with no, by HTTP status. */
const REFUSED: Readonly<Record<number, string>> = {
  401: 'HubSpot does not take the token: renew the secret HANDOFF_TOKEN',
  403: 'The token may not do this: grant crm.objects.contacts.read, crm.objects.contacts.write and crm.schemas.contacts.read',
  404: 'HubSpot has no such contact (any more)',
  423: 'HubSpot has the contact locked: run the step again later',
};

/**
 * Sets one stage on the enrolled contact, safely: forward, or clear-then-set when allowed; read back in either case.
 *
 * @throws what HubSpot's client throws for 429, 5xx and calls without an answer: HubSpot runs the action again then
 */
export async function answer(event: unknown): Promise<Outputs> {
  const read = readEvent(event);
  const token = process.env['HANDOFF_TOKEN']?.trim() ?? '';
  const ask = askOf(read);
  if (ask === undefined) return refused(`stage: expected one of ${SETTABLE.join(', ')}`);
  if (read.contactId === undefined) return refused('The event names no contact');
  if (token === '') return refused('The secret HANDOFF_TOKEN is empty: add the token of a private app to it');
  try {
    return fitting(await changeStage(ask, openPortal(token, read.contactId)));
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined || status === 429 || status >= 500) throw error;
    return refused(REFUSED[status] ?? `HubSpot refused the change (status ${status})`);
  }
}

function askOf({ input }: CodeEvent): StageAsk | undefined {
  const wanted = input('stage')?.trim().toLowerCase();
  const stage = SETTABLE.find((known) => known === wanted);
  if (stage === undefined) return undefined;
  return {
    stage,
    reason: input('reason')?.trim() ?? '',
    allowBackward: input('allowBackward')?.trim().toLowerCase() === 'true',
    protect: HANDOFF_PROTECT,
  };
}

function refused(because: string): Outputs {
  return { result: 'refused', stage: '', because };
}
