import { createReadStream } from 'node:fs';
import { parse } from './product.mjs';
import { spentOn } from './spent.mjs';

/* node csv-parse-alone.mjs <csv>: reads a file once with csv-parse and does nothing with it. Prints one JSON line. */
const parser = parse();
let records = 0;
const spent = await spentOn(async () => {
  createReadStream(process.argv[2], { highWaterMark: 128 * 1024 }).pipe(parser);
  parser.on('data', () => (records += 1));
  await new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject));
});
const rows = records - 1;
console.log(
  JSON.stringify({
    rows,
    perCoreSecond: rows / spent.cpuSeconds,
    perSecond: rows / spent.seconds,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
