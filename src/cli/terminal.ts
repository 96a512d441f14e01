import type { Readable, Writable } from 'node:stream';

/** What a command talks to; `main.ts` gives the process's own, tests give streams of theirs. */
export interface Terminal {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly stdin: Readable;
  /** Is somebody reading along? Decides tables and progress bars. */
  readonly isTTY: { readonly stdout: boolean; readonly stderr: boolean };
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** 0 all done · 1 finished with row errors or findings · 2 refused before any effect. The last call counts. */
  readonly exit: (code: ExitCode) => void;
}

export type ExitCode = 0 | 1 | 2;
