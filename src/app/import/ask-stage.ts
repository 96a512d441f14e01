import type { Ask } from '../ask.js';
import { isAppError, type AppError } from '../errors.js';
import type { GiveBack } from '../give-back.js';
import type { StageWant } from '../judge-request.js';
import type { Outcome } from '../outcome.js';
import type { EvaluationStore } from '../ports.js';
import type { Qualify } from '../qualify.js';
import { isUnderWay } from '../under-way.js';
import type { ImportJob } from './import-job.js';

export interface AskStageDeps {
  readonly qualify: Qualify['qualify'];
  readonly evaluations: Pick<EvaluationStore, 'find'>;
  readonly giveBack: GiveBack;
  /** 64 hex of a text. */
  readonly digest: (text: string) => string;
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

/** What became of one stage that was asked for. there: it was there by then. `because`: the rule that held it, or HubSpot's word. */
export interface StageResult {
  readonly kind: 'moved' | 'there' | 'held' | 'failed';
  readonly because: string;
}

/** How often somebody who cannot be decided now is tried again here, before the import is put off as a whole. */
const TRIES = 5;
const PAUSE_MS = 1_000;
/** What is planned and cut short is finished by the take-up loop; that long it may take, in looks a second apart. */
const LOOKS = 180;

/**
 * Asks the road for one stage, once for ever per import and row: a repeat, after a crash or a resume, hears the first answer.
 *
 * @throws {AppError} what the road throws when it cannot be decided now: nothing is lost, ask again; HUBSPOT_UNAUTHORIZED at
 *   once, since nobody else of the import fares better until somebody has done something
 */
export function createAskStage(deps: AskStageDeps) {
  const { qualify, evaluations, giveBack, digest, now, pause } = deps;

  function askOf(job: ImportJob, row: number, contactId: string, want: StageWant): Ask {
    const { portalId, id } = job;
    return {
      portalId,
      contactId,
      key: digest(`import\n${portalId}\n${id}\n${row}`),
      way: job.kind === 'set-stage' ? 'manual' : 'import',
      actor: job.options.actor ?? `import:${id}`,
      action: `import:${id}`,
      want,
      at: now(),
    };
  }

  /** Decided before, or being carried out: waits for its end. `undefined`: nobody ever asked. */
  async function known(ask: Ask): Promise<Outcome | undefined> {
    for (let looks = 0; ; looks += 1) {
      const there = await evaluations.find(ask.portalId, ask.key);
      if (there === undefined || there.outcome === undefined) return undefined;
      if (there.state === 'settled') return there.outcome;
      if (looks === LOOKS) return undefined;
      await pause(PAUSE_MS);
    }
  }

  return async function askStage(
    job: ImportJob,
    what: { readonly row: number; readonly contactId: string; readonly want: StageWant },
  ): Promise<StageResult> {
    const ask = askOf(job, what.row, what.contactId, what.want);
    for (let tries = 1; ; tries += 1) {
      const before = await known(ask);
      if (before) return resultOf(before);
      try {
        return resultOf(await qualify(ask, 'later'));
      } catch (error) {
        // What somebody else is at, our own take-up among them, is not ours to give.
        if (!isUnderWay(error)) await giveBack(ask, 0);
        const refusal = tokenRefused(error);
        if (refusal) throw refusal;
        if (tries === TRIES || !isAppError(error)) throw error;
        await pause(error.retryAfterMs ?? PAUSE_MS);
      }
    }
  };
}

/** What a planned move waits for stands behind the error that says it is finished later. */
function tokenRefused(error: unknown): AppError | undefined {
  const cause = isAppError(error) ? error.cause : undefined;
  return [error, cause].find((one): one is AppError => isAppError(one, 'HUBSPOT_UNAUTHORIZED'));
}

export type AskStage = ReturnType<typeof createAskStage>;

function resultOf({ decision, move }: Outcome): StageResult {
  if (decision.kind === 'refused') return { kind: 'failed', because: decision.because };
  if (!move) return { kind: decision.rule === THERE ? 'there' : 'held', because: decision.rule };
  return move.state === 'applied' ? { kind: 'moved', because: '' } : { kind: 'failed', because: move.because };
}

const THERE = 'already-there';
