import colors from 'picocolors';
import type { Ask } from '../app/ask.js';
import type { Outcome } from '../app/outcome.js';
import type { Terminal } from './terminal.js';

/** What a person is called on the terminal; the sandbox knows, the service does not. */
export interface Named {
  readonly name: string;
  readonly company: string;
}

export interface AccountDeps {
  readonly terminal: Terminal;
  readonly nameOf: (contactId: string) => Named;
  /** Calls to HubSpot so far. */
  readonly calls: () => number;
}

/** What a script that handles people one by one needs for each: read, write, and a look after a stage write. */
const NAIVE = { each: 2, moved: 1 } as const;
const WIDTH = { name: 20, company: 18, way: 22, score: 5 } as const;
const MOST_SHOWN = 5;
/** More do not fit on a line of 120 characters. */
const MOST_REASONS = 2;

interface Tally {
  asks: number;
  moved: number;
  readonly kinds: Map<string, number>;
  readonly missing: Map<string, number>;
}

const fit = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

const add = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

const most = (counts: ReadonlyMap<string, number>): [string, number][] =>
  [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

/** The line on one person whose stage was to move; `undefined` for everybody else, whom the summary counts. */
function lineOf({ decision, move, score }: Outcome, { name, company }: Named): string | undefined {
  if (!move || decision.kind === 'refused') return undefined;
  const way = `${decision.from} → ${move.state === 'applied' ? decision.to : `${decision.to} (${move.state})`}`;
  const colored =
    { sql: colors.green, mql: colors.cyan, disqualified: colors.dim }[decision.to] ?? ((text: string) => text);
  const best = score?.reasons.slice(0, MOST_REASONS).map(({ because }) => because) ?? [];
  const why =
    decision.kind === 'disqualify'
      ? decision.because
      : best.join(' · ') || `Meets what the model asks of ${decision.to}`;
  const points = score ? String(score.score).padStart(WIDTH.score) : ' '.repeat(WIDTH.score);
  return `  ${fit(name, WIDTH.name)} ${fit(company, WIDTH.company)} ${colored(fit(way, WIDTH.way))} ${points}  ${move.because || why}`;
}

const HEAD = `  ${fit('who', WIDTH.name)} ${fit('company', WIDTH.company)} ${fit('stage', WIDTH.way)} ${'score'.padStart(WIDTH.score)}  because`;

function kindLine(kind: string, count: number, all: number): string {
  return `  ${kind.padEnd(12)} ${String(count).padStart(4)}  ${'▇'.repeat(Math.max(1, Math.round((count / all) * 40)))}`;
}

/**
 * A live account for the terminal: one line per person who moves, newest last, and a summary when asked.
 *
 * @returns `settled` to be told of each outcome, `summary` to print what it came to so far
 */
export function createLiveAccount({ terminal, nameOf, calls }: AccountDeps) {
  const tally: Tally = { asks: 0, moved: 0, kinds: new Map(), missing: new Map() };
  const say = (line: string): void => void terminal.stdout.write(`${line}\n`);
  let begun = false;

  return {
    settled(ask: Ask, outcome: Outcome): void {
      // What the workflow asks besides (to tell sales, say) decides nothing.
      if (ask.want.kind !== 'qualify') return;
      const { decision } = outcome;
      tally.asks += 1;
      add(tally.kinds, decision.kind);
      if (outcome.move?.state === 'applied') tally.moved += 1;
      if (decision.kind === 'hold') for (const missing of decision.missing) add(tally.missing, missing);
      const line = lineOf(outcome, nameOf(ask.contactId));
      if (line === undefined) return;
      if (!begun) say(colors.bold(HEAD));
      begun = true;
      say(line);
    },

    summary(tookMs: number): void {
      const used = calls();
      const naive = tally.asks * NAIVE.each + tally.moved * NAIVE.moved;
      say('');
      say(colors.bold(`${tally.asks} people decided in ${(tookMs / 1000).toFixed(1)} s, ${tally.moved} of them moved`));
      for (const [kind, count] of most(tally.kinds)) say(kindLine(kind, count, tally.asks));
      const missing = most(tally.missing).slice(0, MOST_SHOWN);
      if (missing.length > 0)
        say(`\n  Most often still needed: ${missing.map(([what, n]) => `${what} (${n})`).join(', ')}`);
      say(
        `  HubSpot calls: ${used}, which is ${(used / Math.max(1, tally.asks)).toFixed(3)} a person; one by one: ${naive}`,
      );
    },
  };
}
