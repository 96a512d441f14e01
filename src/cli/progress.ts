import { Presets, SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.js';

/** How far a long command is, for somebody who watches. */
export interface Progress {
  at(rows: number): void;
  /** A line on stderr that does not run into the bar. */
  note(text: string): void;
  stop(): void;
}

const REDRAW_EVERY_ROWS = 500;

/** A bar on stderr when that is a terminal, else only the notes. @param what `scoring`: said before the bar */
export function createProgress({ stderr, isTTY }: Terminal, what: string, rows: number | undefined): Progress {
  if (!isTTY.stderr || rows === undefined)
    return { at: () => undefined, note: (text) => void stderr.write(`${text}\n`), stop: () => undefined };
  const bar = new SingleBar(
    { format: `${what} {bar} {value}/{total} rows, {eta_formatted} left`, clearOnComplete: true, stream: stderr },
    Presets.shades_classic,
  );
  bar.start(rows, 0);
  return {
    at: (row) => (row % REDRAW_EVERY_ROWS === 0 ? bar.update(row) : undefined),
    note: (text) => void stderr.write(`\r\u001b[K${text}\n`),
    stop: () => bar.stop(),
  };
}
