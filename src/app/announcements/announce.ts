import type { Model } from '../../core/model.js';
import { stageOf } from '../../core/stages.js';
import { ANNOUNCED_CHANNELS, type AnnouncedChannel, type Ask, type Channel } from '../ask.js';
import type { Outcome } from '../outcome.js';
import type { AnnouncementStore, Crm, Models, Urgency } from '../ports.js';

export interface AnnounceDeps {
  readonly crm: Crm;
  readonly announcements: AnnouncementStore;
  readonly models: Models;
}

export type NotifyAsk = Ask & { readonly want: { readonly kind: 'notify' } };

/** @source HubSpot lists in `hs_merged_object_ids`, separated by `;`, who was merged into a contact */
const MERGED = 'hs_merged_object_ids';
const READ = ['lifecyclestage', 'hs_lead_status', MERGED];
/** Who hears of a stage no model names: somebody must. */
const FALLBACK: readonly Channel[] = ['owner-task'];
const isChannel = (word: string): word is AnnouncedChannel => ANNOUNCED_CHANNELS.some((channel) => channel === word);

/** Where the model wants a stage, or what is `overdue`, announced; none: nowhere. */
export function channelsNamed({ notify }: Model, stage: string): readonly AnnouncedChannel[] {
  // A stage of the portal's own may be called anything, `constructor` too.
  return (Object.hasOwn(notify, stage) ? notify[stage] : undefined)?.filter(isChannel) ?? [];
}

/**
 * Keeps that sales is to hear of a contact's stage, once per transition. Nothing is sent from here.
 *
 * @returns the outcome with what became of it; `undefined` when HubSpot has no such contact
 * @throws {AppError} as every call of the CRM and the store
 */
export function createAnnounce({ crm, announcements, models }: AnnounceDeps) {
  function channelsFor(stage: string, asked: readonly Channel[]): readonly AnnouncedChannel[] {
    if (asked.length > 0) return asked;
    const compiled = models.get(undefined);
    const named = compiled ? channelsNamed(compiled.model, stage) : [];
    return named.length > 0 ? named : FALLBACK;
  }

  return async function announce(ask: NotifyAsk, urgency: Urgency): Promise<Outcome | undefined> {
    const { portalId, contactId, key, at, want } = ask;
    const properties = await crm.read(portalId, contactId, READ, urgency);
    if (!properties) return undefined;
    const stage = stageOf(properties['lifecyclestage'], properties['hs_lead_status']);
    const { urgent, note } = want;
    const channels = channelsFor(stage, want.channels);
    const merged = (properties[MERGED] ?? '').split(';').filter(Boolean);
    const announced = await announcements.record({
      portalId,
      contactId,
      stage,
      channels,
      urgent,
      note,
      askKey: key,
      at,
      ...(merged.length > 0 && { merged }),
    });
    const decision = { kind: 'hold', from: stage, to: stage, rule: announced.sent, missing: [], flags: [] } as const;
    return { decision, announced };
  };
}

export type Announce = ReturnType<typeof createAnnounce>;
