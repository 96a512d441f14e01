import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

/* A process of its own on a store, built code and all, that a test may kill. */

const BUILT = path.resolve(__dirname, '../../../build/service/src/store/open-store.js');

/** Has `open(more)`, which opens the store, and `say(text)`, which is written before it returns. */
const BEGIN = `
  const { writeSync } = require('node:fs');
  const { randomUUID } = require('node:crypto');
  const { openStore } = require(${JSON.stringify(BUILT)});
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => log };
  const say = (text) => writeSync(1, text + '\\n');
  const where = JSON.parse(process.argv[1]);
  const open = (more) => openStore({ worker: randomUUID(), log, failpoint: quiet, callsPer10s: 100, ...where, ...more });
`;

export interface Child {
  readonly pid: number;
  /** The next line it says; `undefined` when it has ended. */
  line(): Promise<string | undefined>;
  /** Ends it where it stands. @returns what it had said that was not read */
  kill(): Promise<string[]>;
  ended(): Promise<number | null>;
}

export function startChild(script: string, where: { dataDir: string; databaseUrl?: string }): Child {
  const code = `${BEGIN}(async () => {${script}})().catch((error) => say('failed ' + error.code));`;
  const child = spawn(process.execPath, ['-e', code, JSON.stringify(where)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exit = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    line: async () => (await lines.next()).value as string | undefined,
    async kill() {
      child.kill('SIGKILL');
      await exit;
      const rest: string[] = [];
      for (let next = await lines.next(); !next.done; next = await lines.next()) rest.push(next.value);
      return rest;
    },
    ended: async () => (await exit)[0] as number | null,
  };
}
