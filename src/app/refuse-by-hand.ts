import { withoutStop } from '../core/plain-text.js';
import { stageOf } from '../core/stages.js';
import type { CardMay } from '../http/card-contract.js';
import type { Ask, RefusalCode, Want } from './ask.js';
import { mayOf } from './card/card-may.js';
import type { Read } from './judgement.js';
import { stageLabel } from './stage-label.js';

/** Why a person does not get what he asks for, in words for him. */
export interface HandRefusal {
  readonly code: RefusalCode;
  readonly because: string;
}

/**
 * What speaks against an ask of a person before the model is asked: the contact is not where he saw it, this stage has no
 * such button, or a note or a reason is missing.
 *
 * @param now epoch milliseconds
 */
export function refuseByHand(ask: Ask, read: Read, now: number): HandRefusal | undefined {
  const { lifecyclestage, hs_lead_status: leadStatus } = read.properties;
  const at = stageOf(lifecyclestage, leadStatus);
  const label = stageLabel(at, read.profile);
  if (ask.seenStage !== undefined && ask.seenStage !== at) {
    return { code: 'out-of-date', because: `Somebody was quicker: the lead is at ${label} now. Nothing was done.` };
  }
  return ask.way === 'manual' ? refuseButton(ask.want, mayOf(read, now), label) : undefined;
}

function refuseButton(want: Want, may: CardMay, label: string): HandRefusal | undefined {
  switch (want.kind) {
    case 'accept':
      return may.accept ? undefined : notPossible(`A lead at ${label} is not waiting to be accepted.`);
    case 'set-by-hand':
      return may.setSql ? refuseSql(want, may) : notPossible(`A contact at ${label} cannot be set to SQL.`);
    case 'recycle':
      if (!may.recycle) return notPossible(`A contact at ${label} cannot go back to marketing.`);
      return isBlank(want.reason) ? reasonRequired('Say why the lead goes back.') : undefined;
    case 'disqualify':
      return may.disqualify ? refuseReason(want.reason, may) : notPossible(`A contact at ${label} cannot be put out.`);
    default:
      return undefined;
  }
}

function refuseSql({ note, override }: Want & { kind: 'set-by-hand' }, { overrides }: CardMay) {
  if (isBlank(note)) return { code: 'note-required', because: 'Say what was agreed: SQL takes a note.' } as const;
  if (overrides.length === 0 || !isBlank(override)) return undefined;
  const unmet = overrides.map(({ because }) => withoutStop(because)).join('; ');
  return { code: 'override-required', because: `Not met: ${unmet}. To set SQL all the same, say why.` } as const;
}

function refuseReason(reason: string, { disqualifyReasons: known }: CardMay): HandRefusal | undefined {
  if (isBlank(reason)) return reasonRequired('Say why the lead is out.');
  if (known.length === 0 || known.some((one) => isSame(one, reason))) return undefined;
  return reasonRequired(`Choose one of: ${known.join(', ')}.`);
}

const isBlank = (text: string | undefined): boolean => (text ?? '').trim() === '';
const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.trim().toLowerCase();
const notPossible = (because: string): HandRefusal => ({ code: 'not-possible', because });
const reasonRequired = (because: string): HandRefusal => ({ code: 'reason-required', because });
