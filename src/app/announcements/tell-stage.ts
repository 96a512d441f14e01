import { channelsNamed } from './announce.js';
import type { AnnouncementStore, Models } from '../ports.js';

export interface TellStageDeps {
  readonly announcements: AnnouncementStore;
  readonly models: Models;
}

/** A stage a contact came to by a form, beside the road. */
export interface StageToTell {
  readonly portalId: number;
  readonly contactId: string;
  readonly stage: string;
  /** 64 hex: what led to it. */
  readonly askKey: string;
  readonly at: number;
}

/** Keeps that sales is to hear of such a stage, where the model wants it told, once per transition. Throws AppError of the store. */
export function createTellStage({ announcements, models }: TellStageDeps) {
  return async function tellStage(told: StageToTell): Promise<void> {
    const compiled = models.get(undefined);
    const channels = compiled ? channelsNamed(compiled.model, told.stage) : [];
    if (channels.length > 0) await announcements.record({ ...told, channels, urgent: false, note: undefined });
  };
}

export type TellStage = ReturnType<typeof createTellStage>;
