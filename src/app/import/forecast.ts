import type { Forgotten } from '../privacy.js';
import type { ImportFiles, ImportRow, ImportStore, People, SampleChange, Summary } from './import-job.js';
import { batchesOf, type Batch, type JudgedFile } from './import-rows.js';
import { judgeBatch, toIdleRow, toKeep, wantsSomething, type Judged } from './judge-batch.js';
import type { SeeAsRoad } from './judge-person.js';
import type { Running } from './run-batch.js';
import { inWindow, type Watch } from './run-import.js';
import { createTally } from './summary.js';

export interface ForecastDeps {
  readonly people: Pick<People, 'find'>;
  readonly privacy: Forgotten;
  readonly seeAsRoad: SeeAsRoad;
  readonly imports: Pick<ImportStore, 'settle'>;
  readonly files: ImportFiles;
  readonly now: () => number;
  /** The portal's limit. */
  readonly callsPer10s: number;
}

const SAMPLE = 10;
const BATCH = 100;
/** The road's calls for a hundred moves: read, write, look; two more for a way back: look, clear. */
const CALLS = { forward: 3, back: 5 } as const;
/** What the budget gives of the limit for long; a tenth is kept for bursts. @source store/budget.ts */
const USED = 0.89;

/** Goes the way of the run up to the first effect: reads the people, judges every row, and counts. */
export function createForecast({ people, privacy, seeAsRoad, imports, files, now, callsPer10s }: ForecastDeps) {
  return async function forecast(running: Running, file: JudgedFile, on: Watch): Promise<Summary> {
    const tally = createTally(file.chosen);
    let sample: readonly SampleChange[] = [];
    let [reads, writes, forward, back] = [0, 0, 0, 0];

    async function one(batch: Batch): Promise<void> {
      const { usable, failed } = await judgeBatch(running, batch, { people, privacy, seeAsRoad, now: now() });
      const wanting = usable.filter(wantsSomething);
      if (batch.counting.length > 0) reads += 1;
      if (wanting.some(({ found, plan }) => !found || Object.keys(plan.sets).length > 0)) writes += 1;
      for (const { plan } of wanting) {
        if (plan.stage?.kind !== 'move') continue;
        if (plan.stage.back) back += 1;
        else forward += 1;
      }
      sample = firstOf([...sample, ...wanting.filter(changesSomething).map(sampleOf)]);
      const rows = [...wanting.map(wouldBe), ...failed.map(toIdleRow), ...batch.idle.map(toIdleRow)];
      rows.forEach((row) => tally.add(row));
      await imports.settle(
        running.job,
        rows.filter(({ outcome }) => outcome !== 'done'),
      );
    }

    const whole = { ...running.job, doneRow: 0 };
    await inWindow(batchesOf(whole, files, file), one, on);
    const moving = Math.ceil(forward / BATCH) * CALLS.forward + Math.ceil(back / BATCH) * CALLS.back;
    const calls = reads + writes + moving;
    return {
      ...tally.summary(),
      forecast: { calls, minutes: minutesFor(calls, callsPer10s), unusedColumns: running.mapper.unused, sample },
    };
  };
}

export type MakeForecast = ReturnType<typeof createForecast>;

/**
 * How long so many calls take, where nothing but the portal's budget holds them back.
 *
 * @returns minutes, rounded up to tenths
 */
export function minutesFor(calls: number, callsPer10s: number): number {
  const perSecond = (USED * callsPer10s) / 10;
  return Math.ceil(calls / perSecond / 6) / 10;
}

/** As if all had gone well. A new person who is a lead by being made does not move. */
function wouldBe(judged: Judged): ImportRow {
  const row = toKeep(judged);
  return { ...row, outcome: row.outcome ?? 'done', to: judged.plan.stage?.kind === 'move' ? row.to : null };
}

/** A row may want nothing but to say that its stage is left alone. */
function changesSomething({ found, plan }: Judged): boolean {
  return found === undefined || Object.keys(plan.sets).length > 0 || plan.stage?.kind === 'move';
}

/** Batches end in any order. */
function firstOf(changes: SampleChange[]): readonly SampleChange[] {
  return changes.sort((one, other) => one.row - other.row).slice(0, SAMPLE);
}

function sampleOf({ row, found, plan }: Judged): SampleChange {
  const { stage, sets } = plan;
  return {
    row: row.row,
    ...(found ? { contactId: found.id } : {}),
    ...(stage?.kind === 'move' ? { from: stage.from, to: stage.to } : {}),
    properties: Object.keys(sets),
  };
}
