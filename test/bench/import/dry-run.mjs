import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { createDryRun } from './product.mjs';
import { spentOn } from './spent.mjs';

/*
 * node dry-run.mjs <csv> <folder> <warm up> <times>: dry runs of one file, in a process of their own, so that the peak of
 * memory is theirs. Prints one JSON line.
 */
const ID = '0123456789ab';
const [file, folder, warmUp, times] = process.argv.slice(2);
symlinkSync(path.resolve(file), path.join(folder, `${ID}.large.csv`));
const dryRun = createDryRun(folder, ID);

let summary;
async function rounds(count) {
  for (let round = 0; round < count; round += 1) summary = await dryRun();
}

await rounds(Number(warmUp));
const spent = await spentOn(() => rounds(Number(times)));
const { rows, people, duplicates, moves, failed } = summary;
console.log(
  JSON.stringify({
    counts: { rows, people, duplicates, moves, failed },
    perCoreSecond: (rows * times) / spent.cpuSeconds,
    perSecond: (rows * times) / spent.seconds,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
