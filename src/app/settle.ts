import { channelsNamed } from './announcements/announce.js';
import type { AnnouncedChannel, Ask } from './ask.js';
import { AppError } from './errors.js';
import type { Sight } from './judgement.js';
import type { Move, Outcome } from './outcome.js';
import type { EvaluationStore, Failpoint, Models } from './ports.js';
import { clockStart } from './clock/start-clock.js';

export interface SettleDeps {
  readonly evaluations: Pick<EvaluationStore, 'find' | 'settle'>;
  readonly models: Models;
  readonly now: () => number;
  readonly failpoint: Failpoint;
  /** Hears of every ask that is over, once per ask in this process. */
  readonly onSettled?: (ask: Ask, outcome: Outcome) => void;
}

/**
 * Ends an ask: its outcome, how its move ended, what sales is to hear of it and where the contact's clock begins, in one
 * transaction.
 *
 * @returns a function that answers with the outcome that holds: a refusal gives way to what another worker has settled
 * @throws {AppError} STORE_UNAVAILABLE, too when another worker has taken the ask over and is not done
 */
export function createSettle({ evaluations, models, now, failpoint, onSettled }: SettleDeps) {
  const compiledFor = ({ want }: Ask) => models.get('model' in want ? want.model : undefined) ?? models.get(undefined);

  /** Sales hears of a move when it is applied, if the model that was asked wants that; and always of what the clock did. */
  function channelsFor(ask: Ask, { to }: Move): readonly AnnouncedChannel[] {
    const compiled = compiledFor(ask);
    const named = compiled ? channelsNamed(compiled.model, to) : [];
    return named.length === 0 && ask.way === 'clock' ? ['owner-task'] : named;
  }

  async function settledOutcome(ask: Ask): Promise<Outcome | undefined> {
    const there = await evaluations.find(ask.portalId, ask.key);
    return there?.state === 'settled' ? there.outcome : undefined;
  }

  return async function settle(ask: Ask, outcome: Outcome, move?: Move, sight?: Sight): Promise<Outcome> {
    const channels = move ? channelsFor(ask, move) : [];
    const announce = channels.length > 0 ? { announce: { channels } } : {};
    const compiled = compiledFor(ask);
    const clock = compiled && clockStart({ ask, outcome, move, sight }, compiled, now());
    const started = clock ? { clock } : {};
    const ours = await evaluations.settle({ ask, outcome, ...(move ? { move, ...announce } : {}), ...started });
    failpoint('after-settle');
    // A refusal needs no plan, so another worker may have been first: then its word stands.
    const certain = ours && outcome.decision.kind !== 'refused';
    const settled = certain ? outcome : await settledOutcome(ask);
    if (!settled) throw new AppError('STORE_UNAVAILABLE', 'Another worker has taken this over', { retryAfterMs: 1000 });
    if (ours) onSettled?.(ask, settled);
    return settled;
  };
}

export type Settle = ReturnType<typeof createSettle>;
