import { PassThrough, Readable } from 'node:stream';
import type { Command } from 'commander';
import type { ListingDeps } from '../../src/cli/listing.js';
import { createProgram, runProgram } from '../../src/cli/run-program.js';
import type { ServiceClient } from '../../src/cli/service-client.js';
import type { Terminal } from '../../src/cli/terminal.js';

/** Runs a command line against a service that gives these lines and this answer, and keeps what it was asked. */
export async function runWithService(
  add: (program: Command, deps: ListingDeps) => void,
  words: readonly string[],
  { lines = [] as readonly unknown[], answer = {} } = {},
) {
  const asked: unknown[] = [];
  const service: ServiceClient = {
    ask: async (place, { json } = {}) => (asked.push([place, json]), Response.json(answer)),
    async *lines(place, { query = {} } = {}) {
      asked.push([place, query]);
      for (const line of lines) yield JSON.stringify(line);
    },
  };
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  let exit: number | undefined;
  const terminal: Terminal = {
    stdout,
    stderr,
    stdin: Readable.from([]),
    isTTY: { stdout: false, stderr: false },
    now: () => 0,
    exit: (code) => void (exit = code),
  };
  const program = createProgram(terminal);
  add(program, { terminal, service });
  await runProgram(program, words, terminal);
  return { asked, out: String((stdout.read() as Buffer | null) ?? ''), exit };
}
