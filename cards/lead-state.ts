import type { CardButton, CardReply, CardView } from './contract';
import type { Answer, Fault } from './call-service';
import type { Press } from './press';

type Refusal = Extract<CardReply, { ok: false }>;

/** What there is to say about the last press or reading. */
export type Notice =
  | {
      readonly kind: 'refused';
      readonly button: CardButton;
      readonly code: string;
      readonly because: string;
      readonly repeat?: Press;
    }
  /** Nobody knows whether it was done: the very same press may be sent again. */
  | { readonly kind: 'unsure'; readonly fault: Fault; readonly repeat: Press }
  | { readonly kind: 'not-refreshed'; readonly fault: Fault };

export type LeadState =
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'failed';
      readonly why: Fault | { readonly kind: 'answered'; readonly code: string; readonly because: string };
    }
  | {
      readonly kind: 'ready';
      readonly view: CardView;
      /** Being sent, or `read`: being read again. */
      readonly busy?: Press | 'read';
      readonly notice?: Notice;
    };

export type Event =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly answer: Answer }
  | { readonly kind: 'pressing'; readonly press: Press }
  | { readonly kind: 'pressed'; readonly press: Press; readonly answer: Answer }
  | { readonly kind: 'dismissed' };

export const LOADING: LeadState = { kind: 'loading' };

/** What the card shows after something happened. */
export function nextState(state: LeadState, event: Event): LeadState {
  switch (event.kind) {
    case 'reading':
      return state.kind === 'ready' ? { kind: 'ready', view: state.view, busy: 'read' } : LOADING;
    case 'read':
      return afterRead(state, event.answer);
    case 'pressing':
      return state.kind === 'ready' ? { kind: 'ready', view: state.view, busy: event.press } : state;
    case 'pressed':
      return state.kind === 'ready' ? afterPress(state.view, event.press, event.answer) : state;
    case 'dismissed':
      return state.kind === 'ready' ? { kind: 'ready', view: state.view } : state;
  }
}

/** A lead that could be shown once is never taken away because it could not be read again. */
function afterRead(state: LeadState, answer: Answer): LeadState {
  if (answer.ok && answer.reply.view) return { kind: 'ready', view: answer.reply.view };
  if (answer.ok && !answer.reply.ok) {
    const { code, because } = answer.reply;
    return { kind: 'failed', why: { kind: 'answered', code, because } };
  }
  if (answer.ok) return state;
  if (state.kind !== 'ready') return { kind: 'failed', why: answer.fault };
  return { kind: 'ready', view: state.view, notice: { kind: 'not-refreshed', fault: answer.fault } };
}

function afterPress(view: CardView, press: Press, answer: Answer): LeadState {
  if (!answer.ok) return { kind: 'ready', view, notice: { kind: 'unsure', fault: answer.fault, repeat: press } };
  const { reply } = answer;
  if (reply.ok) return { kind: 'ready', view: reply.view };
  return { kind: 'ready', view: reply.view ?? view, notice: refused(press, reply) };
}

/** What may come out otherwise the next time. The same press again: what was done already is not done twice. */
const WORTH_REPEATING: ReadonlySet<string> = new Set(['hubspot-busy', 'under-way']);

function refused(press: Press, { code, because }: Refusal): Notice {
  const notice = { kind: 'refused', button: press.button, code, because } as const;
  return WORTH_REPEATING.has(code) ? { ...notice, repeat: press } : notice;
}
