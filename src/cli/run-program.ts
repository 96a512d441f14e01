import { Command, CommanderError } from 'commander';
import { isAppError } from '../app/errors.js';
import { printable } from './printable.js';
import type { Terminal } from './terminal.js';

/** The `handoff` command without its subcommands: it writes to the terminal it is given and never ends the process. */
export function createProgram({ stdout, stderr }: Terminal): Command {
  return new Command('handoff')
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) });
}

/**
 * Runs a command line. A refusal (an option that does not exist, an AppError) is one line on stderr and exit code 2;
 * what nobody foresaw is thrown.
 *
 * @param words the words after `handoff`
 */
export async function runProgram(program: Command, words: readonly string[], terminal: Terminal): Promise<void> {
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return terminal.exit(error.exitCode === 0 ? 0 : 2);
    if (!isAppError(error)) throw error;
    terminal.stderr.write(`handoff: ${printable(error.message.split('\n')[0] ?? '')}\n`);
    terminal.exit(2);
  }
}
