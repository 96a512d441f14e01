import { short, whole } from '../numbers.mjs';
import { withFolder } from '../service/folder.mjs';
import { LIMIT, measureBoundByBudget, ROWS } from './bound-by-budget.mjs';
import { FEW, MANY, measureDryRuns } from './dry-runs.mjs';

function dryTable({ first, few, many, peer }) {
  const row = (what, { perCoreSecond, perSecond, peakMegabytes }) => [
    what,
    whole(perCoreSecond),
    short(1e6 / perCoreSecond),
    whole(perSecond),
    whole(peakMegabytes),
    `${short(peer.perCoreSecond / perCoreSecond)} ×`,
  ];
  return {
    head: ['dry run', 'rows/s of one core', 'µs of CPU each', 'rows/s by the clock', 'peak MB', 'time of csv-parse'],
    rows: [
      row(`${whole(FEW)} rows, first of its process`, first),
      row(`${whole(FEW)} rows, again and again`, few),
      row(`${whole(MANY)} rows`, many),
      row(`csv-parse alone, ${whole(MANY)} rows`, peer),
    ],
  };
}

function boundTable({ seconds, calls, steady, used, ofLimit }) {
  const operations = Object.entries(calls.byEndpoint).sort(([, one], [, other]) => other - one);
  return {
    head: [`import of ${whole(ROWS)} rows, limit of ${LIMIT} calls per 10 s`, ''],
    rows: [
      ['seconds', short(seconds)],
      ['rows/s', whole(ROWS / seconds)],
      ['calls per 100 rows', short((calls.total / ROWS) * 100)],
      ...operations.map(([name, count]) => [`  ${name}`, short((count / ROWS) * 100)]),
      [`calls/s, over ${short(steady.seconds)} s`, short(steady.perSecond)],
      ['share of what the budget gives', `${short(used * 100)} %`],
      ["share of the portal's limit", `${short(ofLimit * 100)} %`],
      ['most calls in any 10 s', whole(calls.maxInWindow)],
      ['answered 429', whole(calls.rateLimited)],
    ],
  };
}

function aimsOf({ few, many }, { calls, used }) {
  const same = few.perCoreSecond / many.perCoreSecond;
  const limited = calls.rateLimited / calls.total;
  const fast = many.perCoreSecond;
  return [
    { what: `rows/s of one core, ${whole(MANY)} rows`, aim: '≥ 100,000', got: whole(fast), met: fast >= 100_000 },
    {
      what: `peak of memory, ${whole(MANY)} rows`,
      aim: '< 200 MB',
      got: `${whole(many.peakMegabytes)} MB`,
      met: many.peakMegabytes < 200,
    },
    {
      what: `rows/s at ${whole(FEW)} to those at ${whole(MANY)}`,
      aim: '0.9 to 1.1',
      got: short(same),
      met: same >= 0.9 && same <= 1.1,
    },
    { what: 'share of the budget used', aim: '≥ 95 %', got: `${short(used * 100)} %`, met: used >= 0.95 },
    { what: '429s, share of calls', aim: '≤ 0.1 %', got: `${short(limited * 100)} %`, met: limited <= 0.001 },
  ];
}

/**
 * A dry run as fast as a core goes, and an import as fast as HubSpot lets it.
 *
 * @throws Error when a row was read, counted, written or moved differently from what the file says
 */
export async function runImport({ say }) {
  const dry = await withFolder((folder) => measureDryRuns(folder, say));
  const bound = await measureBoundByBudget(say);
  return {
    name: 'import',
    title: 'Import: a dry run of a million rows, and a run bound by the budget of the portal',
    notes: [
      'Checked first: our reader and csv-parse read the same cells; people, duplicates and moves as counted apart;',
      'after the import the portal has each person once, and the log each move once.',
      'A dry run reads the file twice: first who is in it, then every row against its person. Portal and store are in memory',
      'and answer at once; nobody in the file is known. Each file in a process of its own, 11 columns, 2 % of the rows double.',
      'The run: service (embedded store) and portal are two processes. The budget gives 89 % of the limit for long, so that',
      'a burst of a tenth fits into any 10 s.',
    ],
    tables: [dryTable(dry), boundTable(bound)],
    aims: aimsOf(dry, bound),
    data: { dry, bound },
  };
}
