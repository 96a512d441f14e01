import type { Command } from 'commander';
import { listing, type ListingDeps } from './listing.js';

interface Options {
  readonly json?: boolean;
  readonly portal?: string;
  readonly contact?: string;
  readonly since?: string;
  readonly limit?: string;
}

const LOGS = {
  decisions: {
    says: 'list what was decided, oldest first',
    columns: ['at', 'contactId', 'way', 'kind', 'from', 'to', 'rule', 'score', 'state'],
  },
  transitions: {
    says: 'list stage changes, oldest first',
    columns: ['at', 'contactId', 'from', 'to', 'way', 'actor', 'rule', 'because'],
  },
  deliveries: {
    says: 'list what sales was told and how it went, oldest first',
    columns: ['at', 'contactId', 'channel', 'target', 'state', 'attempts', 'because'],
  },
  assignments: {
    says: 'list who was given which lead and why, oldest first',
    columns: ['at', 'contactId', 'email', 'owner', 'stage', 'because', 'passedOver'],
  },
} as const;

/** Characters of one cell: reasons are many. */
const WIDEST = 48;

/** `handoff decisions`, `transitions`, `deliveries` and `assignments`: what the running service remembers, oldest first. */
export function addLogCommands(program: Command, deps: ListingDeps): void {
  for (const [log, { says, columns }] of Object.entries(LOGS)) {
    program
      .command(log)
      .description(says)
      .option('--json', 'one JSON object a line')
      .option('--portal <id>', 'only this portal')
      .option('--contact <id>', 'only this contact')
      .option('--since <time>', 'only what is at or after this ISO time')
      .option('--limit <n>', 'at most so many')
      .action(({ json = false, portal, contact, since, limit }: Options) =>
        listing(
          log,
          { columns, json, none: `No ${log} yet.`, query: { portal, contact, since, limit }, widest: WIDEST },
          deps,
        ),
      );
  }
}
