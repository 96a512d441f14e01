import type { Stage } from '../core/model.js';

/* What is asked of the road. Portal ids are HubSpot's numbers; contact ids are HubSpot's numbers as strings. */

/** How a stage change came to be asked for. `sync`: seen from outside · `clock`: our own timers. */
export type Way = 'workflow' | 'manual' | 'import' | 'form' | 'sync' | 'clock';

/** act: move the stage · suggest: write the score and the decision, move nothing · observe: write nothing. */
export const MODES = ['act', 'suggest', 'observe'] as const;
export type Mode = (typeof MODES)[number];

/** Where an announcement goes. @source the model's `notify` names the same ones */
export const CHANNELS = ['owner-task', 'email', 'slack', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Where the model may want something told besides: a task for the manager of the team that answers for it. */
export const ANNOUNCED_CHANNELS = [...CHANNELS, 'manager-task'] as const;
export type AnnouncedChannel = (typeof ANNOUNCED_CHANNELS)[number];

export type Want =
  | { readonly kind: 'score'; readonly model: string | undefined }
  | {
      readonly kind: 'qualify';
      readonly model: string | undefined;
      readonly mode: Mode;
      readonly assignTo: string | undefined;
    }
  | {
      readonly kind: 'set-stage';
      readonly stage: Stage;
      readonly reason: string | undefined;
      readonly allowBackward: boolean;
      /** Leaves a protected stage too: an operator takes back what he did. */
      readonly leaveProtected?: boolean;
      /** A new SQL has to meet what the model demands of one; `override`: why it is set all the same. Absent: whoever asks has decided. */
      readonly policy?: { readonly override?: string };
    }
  /** Back to MQL, to be nurtured. */
  | { readonly kind: 'recycle'; readonly reason: string; readonly wakeUpAfterDays: number | undefined }
  /** A rep takes a lead over that was handed to sales. `by`: what the contact is to show of him. */
  | { readonly kind: 'accept'; readonly by: string }
  /** A rep sets SQL after a talk. What stands in the way takes a reason of its own: `override`. */
  | {
      readonly kind: 'set-by-hand';
      readonly stage: 'sql';
      readonly note: string;
      readonly override: string | undefined;
      readonly by: string;
    }
  /** A rep answers questions of the model; what follows is decided as a workflow would. An empty answer takes one back. */
  | { readonly kind: 'answer'; readonly answers: Readonly<Record<string, string>> }
  /** Out, with a reason that is counted. */
  | { readonly kind: 'disqualify'; readonly reason: string; readonly note: string | undefined }
  /** Over when a rep accepts or refuses the lead, or after so long. */
  | {
      readonly kind: 'await-acceptance';
      readonly minutes: number;
      /** `hs_lead_status` at our first look: only what changed since is an answer. Kept with the ask while it waits. */
      readonly leadStatusThen?: string;
    }
  /** Tells sales of the contact's stage. Without channels: those the model's `notify` names for it. */
  | {
      readonly kind: 'notify';
      readonly channels: readonly Channel[];
      readonly urgent: boolean;
      readonly note: string | undefined;
    }
  /** Understood, but unusable: recorded so that a repeat gets the same answer. `code` is a reason from a closed list. */
  | { readonly kind: 'refuse'; readonly code: RefusalCode; readonly because?: string };

/** Why an ask we understood ended without a decision of the model. */
export type RefusalCode =
  | 'no-contact-given'
  | 'not-a-contact'
  | 'invalid-input'
  /** The contact is no longer where whoever asked had seen it. */
  | 'out-of-date'
  | 'note-required'
  | 'override-required'
  | 'reason-required'
  /** Not from where the contact is. */
  | 'not-possible'
  | 'contact-not-found'
  | 'model-unknown'
  | 'hubspot-rejected'
  | 'hubspot-unauthorized'
  | 'hubspot-unavailable';

/** One ask of the road, whatever way it came. */
export interface Ask {
  readonly portalId: number;
  /** `'0'` only with `want.kind: 'refuse'`. */
  readonly contactId: string;
  /** 64 hex: SHA-256 of what makes this ask itself (action + callback id). Unique per portal, kept for ever. */
  readonly key: string;
  readonly way: Way;
  /** Who asked: `workflow:5005`, `user:123`, `agent:7`, `app`. */
  readonly actor: string;
  /** What was asked: the action's uid. */
  readonly action: string;
  readonly want: Want;
  /** The stage whoever asks has before him, in our words: of a contact at another nothing is done. Absent: any will do. */
  readonly seenStage?: string;
  /** HubSpot's handle for completing this execution later; absent where nobody waits. */
  readonly callbackId?: string;
  readonly at: number;
}
