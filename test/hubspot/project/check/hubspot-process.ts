import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { ParsedProject, ParseProject } from '../../../../src/hubspot/project/check/hubspot-parser.js';

const BUILT = path.resolve(__dirname, '../../../../build/service/src/hubspot/project/check/hubspot-parser.js');
const SCRIPT = `
const { parseWithHubspot } = require(process.argv[1]);
require('node:readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  console.log(JSON.stringify(await parseWithHubspot(JSON.parse(line))));
});`;

/** HubSpot's own parser in a process of its own: it is an ES module, which jest does not load. */
export function startHubspotParser(): { readonly parse: ParseProject; readonly end: () => void } {
  const child = spawn(process.execPath, ['-e', SCRIPT, BUILT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    parse: async (order) => {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      const { value } = await answers.next();
      return JSON.parse(value) as ParsedProject;
    },
    end: () => void child.kill(),
  };
}
