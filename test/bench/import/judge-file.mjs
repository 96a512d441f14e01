import { createRequire } from 'node:module';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/*
 * node judge-file.mjs <csv> <folder>: judges a file as a dry run does before it asks HubSpot anything (encoding, records,
 * mapping, which row of each person counts), then reads it again in batches, and says how fast and in what memory. A process
 * of its own, so that the peak is its own.
 */
const require = createRequire(import.meta.url);
const build = (file) => require(path.resolve(import.meta.dirname, '../../../build/service/src', file));
const { createImportFiles } = build('files/import-files.js');
const { loadImportMapping } = build('files/load-import-mapping.js');
const { judgeFile, batchesOf } = build('app/import/import-rows.js');

const [file, folder] = process.argv.slice(2);
const ID = '0123456789ab';
mkdirSync(folder, { recursive: true });
copyFileSync(file, path.join(folder, `${ID}.large.csv`));
const mappings = path.resolve(import.meta.dirname, '../../../workflows/imports');
const job = {
  id: ID,
  mapping: loadImportMapping('salesforce', mappings),
  options: { allowBackward: false },
  doneRow: 0,
};
const files = createImportFiles(folder);

function spent(since) {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

const began = performance.now();
const cpu = process.cpuUsage();
const judged = await judgeFile(job, files, 7);
const seconds = (performance.now() - began) / 1000;
const cpuSeconds = spent(cpu);
const again = process.cpuUsage();
let counting = 0;
for await (const batch of batchesOf(job, files, judged)) counting += batch.counting.length;
const batchSeconds = spent(again);
const { rows, people, duplicates, unusable } = judged.chosen;
if (counting !== people) throw new Error(`${people} people, ${counting} rows that count`);
console.log(
  JSON.stringify({
    ...{ rows, people, duplicates, unusable, seconds, cpuSeconds, batchSeconds },
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
