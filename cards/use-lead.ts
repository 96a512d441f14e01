import { useEffect, useMemo, useReducer, useRef } from 'react';
import { createService } from './call-service';
import { LOADING, nextState, type LeadState } from './lead-state';
import type { Outside } from './outside';
import { pressOf, type Press, type Wish } from './press';

export interface Lead {
  readonly state: LeadState;
  /** Reads it again. */
  readonly refresh: () => void;
  readonly dismiss: () => void;
  /** @returns whether it was done */
  readonly press: (wish: Wish) => Promise<boolean>;
  /** Sends a press again, as it was. */
  readonly repeat: (press: Press) => Promise<boolean>;
}

export interface LeadOptions {
  readonly outside: Outside;
  /** Absent: the card was uploaded without the service's address. */
  readonly base: string | undefined;
  readonly contactId: string;
  /** Something was done: the record beside the card has changed. */
  readonly onDone: (press: Press) => void;
  /** Calls back whenever the record has changed, by whomever. */
  readonly whenChanged: (changed: () => void) => void;
}

/** How long after its own answer a change of the record is taken to be the card's own. */
const OWN_CHANGE_MS = 3_000;

/** One lead, read and acted on through the service. */
export function useLead({ outside, base, contactId, onDone, whenChanged }: LeadOptions): Lead {
  const { fetch, newId, now } = outside;
  const answeredAt = useRef(Number.NEGATIVE_INFINITY);
  const [state, tell] = useReducer(nextState, LOADING);
  const service = useMemo(() => createService({ fetch, base, contactId }), [fetch, base, contactId]);

  async function read(): Promise<void> {
    tell({ kind: 'reading' });
    const answer = await service.read();
    answeredAt.current = now();
    tell({ kind: 'read', answer });
  }

  async function send(press: Press): Promise<boolean> {
    tell({ kind: 'pressing', press });
    answeredAt.current = Number.POSITIVE_INFINITY;
    const answer = await service.press(press);
    answeredAt.current = now();
    tell({ kind: 'pressed', press, answer });
    const done = answer.ok && answer.reply.ok;
    if (done) onDone(press);
    return done;
  }

  useEffect(() => void read(), [service]);
  useEffect(() => {
    // What this card changed itself, it has been told already.
    whenChanged(() => {
      if (now() - answeredAt.current > OWN_CHANGE_MS) void read();
    });
  }, [service]);

  return {
    state,
    refresh: () => void read(),
    dismiss: () => tell({ kind: 'dismissed' }),
    press: async (wish) => (state.kind === 'ready' ? send(pressOf(wish, state.view, newId())) : false),
    repeat: send,
  };
}
