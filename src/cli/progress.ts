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

/** A bar for work that is done elsewhere and looked at now and then, with rate and time left. */
export interface RateBar {
  /** @param total 0: not known yet */
  at(done: number, total: number): void;
  stop(): void;
}

/** On stderr when that is a terminal, else silent. @param what said before the bar */
export function createRateBar({ stderr, isTTY, now }: Terminal, what: string): RateBar {
  if (!isTTY.stderr) return { at: () => undefined, stop: () => undefined };
  const format = `${what} {bar} {value}/{total} rows, {rate} a second, {eta_formatted} left`;
  const bar = new SingleBar({ format, clearOnComplete: true, stream: stderr, etaBuffer: 50 }, Presets.shades_classic);
  let began: { readonly at: number; readonly done: number } | undefined;
  return {
    at(done, total) {
      if (total === 0) return;
      if (!began) {
        began = { at: now(), done };
        bar.start(total, done, { rate: '–' });
      }
      const seconds = (now() - began.at) / 1000;
      bar.update(done, { rate: seconds > 0 ? Math.round((done - began.done) / seconds).toLocaleString('en') : '–' });
    },
    stop: () => bar.stop(),
  };
}
