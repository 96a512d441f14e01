import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';
import { writeLeads } from './leads-file.mjs';
import { parseAll, readCsvPages } from './product.mjs';

export const FEW = 10_000;
export const MANY = 1_000_000;
/** Of the small file: what is timed is then compiled code, and long enough. */
const ROUNDS = 30;

/** What a file of so many rows comes to in a portal that knows nobody, counted apart from the product. */
const EXPECTED = {
  [FEW]: {
    ...{ rows: 10_000, people: 9_800, duplicates: 200, failed: {} },
    moves: { 'lead → mql': 1667, 'lead → sal': 1600, 'lead → sql': 1667, 'lead → disqualified': 1666 },
  },
  [MANY]: {
    ...{ rows: 1_000_000, people: 980_000, duplicates: 20_000, failed: {} },
    moves: { 'lead → mql': 166_667, 'lead → sal': 160_000, 'lead → sql': 166_667, 'lead → disqualified': 166_666 },
  },
};

const run = promisify(execFile);

async function inProcess(name, ...args) {
  const script = fileURLToPath(new URL(name, import.meta.url));
  const { stdout } = await run(process.execPath, [script, ...args.map(String)]);
  return JSON.parse(stdout);
}

/** @throws Error when our reader and csv-parse read a file differently */
async function checkReader(file) {
  const [, ...theirs] = parseAll(readFileSync(file));
  const ours = [];
  for await (const page of readCsvPages(file)) ours.push(...page.map(({ cells }) => cells));
  if (!isDeepStrictEqual(ours, theirs)) throw new Error('our reader and csv-parse read the file differently');
}

/** Dry runs in a process of their own. @throws Error when they come to something else than is expected */
async function dryRuns(folder, rows, { warmUp, times }) {
  const own = mkdtempSync(path.join(folder, 'run-'));
  const got = await inProcess('dry-run.mjs', path.join(folder, `${rows}.csv`), own, warmUp, times);
  if (!isDeepStrictEqual(got.counts, EXPECTED[rows]))
    throw new Error(`expected ${JSON.stringify(EXPECTED[rows])}, a dry run says ${JSON.stringify(got.counts)}`);
  return got;
}

/**
 * Dry runs of a small and of a large file, and csv-parse alone on the large one.
 *
 * @throws Error when the answers are not those that are right
 */
export async function measureDryRuns(folder, say) {
  say('import: writing the files');
  for (const rows of [FEW, MANY]) await writeLeads(path.join(folder, `${rows}.csv`), rows);
  await checkReader(path.join(folder, `${FEW}.csv`));
  say(`import: dry runs of ${FEW} rows`);
  const first = await dryRuns(folder, FEW, { warmUp: 0, times: 1 });
  const few = await dryRuns(folder, FEW, { warmUp: ROUNDS, times: ROUNDS });
  say(`import: dry run of ${MANY} rows`);
  const many = await dryRuns(folder, MANY, { warmUp: 0, times: 1 });
  say(`import: csv-parse alone, ${MANY} rows`);
  const peer = await inProcess('csv-parse-alone.mjs', path.join(folder, `${MANY}.csv`));
  if (peer.rows !== MANY) throw new Error(`csv-parse reads ${peer.rows} rows`);
  return { first, few, many, peer };
}
