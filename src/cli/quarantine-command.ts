import type { Command } from 'commander';
import { z } from 'zod';
import { AppError } from '../app/errors.js';
import { listing, type ListingDeps } from './listing.js';

const Ended = z.object({ state: z.string(), because: z.string() });

interface ListOptions {
  readonly json?: boolean;
  readonly all?: boolean;
  readonly since?: string;
}

const HELD = ['id', 'at', 'contactId', 'kind', 'from', 'stage', 'form', 'state', 'because'] as const;
const DIFFERENCES = ['contactId', 'log', 'portal', 'at', 'problem', 'todo'] as const;

async function end(id: string, how: 'release' | 'revert', { terminal, service }: ListingDeps): Promise<void> {
  if (!/^[1-9]\d*$/.test(id))
    throw new AppError('INVALID_INPUT', `${id}: the id is a number of handoff quarantine list`);
  const { state, because } = Ended.parse(await (await service.ask(`quarantine/${id}/${how}`, { post: true })).json());
  terminal.stdout.write(`${state}: ${because}\n`);
  terminal.exit(state === 'released' || state === 'reverted' ? 0 : 1);
}

/** `handoff quarantine list|release|revert` and `reconcile`: what comes of forms and of others. */
export function addQuarantineCommands(program: Command, deps: ListingDeps): void {
  const quarantine = program.command('quarantine').description('what forms claimed without proof');
  quarantine
    .command('list')
    .option('--all', 'what was ended too')
    .option('--json', 'one JSON object a line')
    .action(({ json = false, all = false }: ListOptions) =>
      listing(
        'quarantine',
        { columns: HELD, json, none: 'Nothing is held.', query: { state: all ? undefined : 'open' } },
        deps,
      ),
    );
  for (const how of ['release', 'revert'] as const)
    quarantine
      .command(`${how} <id>`)
      .description(how === 'release' ? 'it counts after all: logged, and announced' : 'takes it back')
      .action((id: string) => end(id, how, deps));
  program
    .command('reconcile')
    .description('compare the log with the portal, and say what to do where they differ')
    .option('--since <time>', 'only logs that went on at or after this ISO time')
    .option('--json', 'one JSON object a line')
    .action(({ json = false, since }: ListOptions) =>
      listing('reconcile', { columns: DIFFERENCES, json, none: 'Log and portal agree.', query: { since } }, deps),
    );
}
