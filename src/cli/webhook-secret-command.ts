import type { Command } from 'commander';
import { AppError } from '../app/errors.js';
import type { Secret } from '../app/secret.js';
import type { Terminal } from './terminal.js';

export interface WebhookSecretCommandDeps {
  readonly terminal: Terminal;
  /** What receivers check signatures with; `undefined` without ENCRYPTION_KEY. */
  readonly secret: Secret | undefined;
}

/** `handoff webhook-secret`: prints what a receiver of `NOTIFY_WEBHOOK_URL` checks signatures with, and nothing else. */
export function addWebhookSecretCommand(program: Command, { terminal, secret }: WebhookSecretCommandDeps): void {
  program
    .command('webhook-secret')
    .description('print the key with which a receiver of webhooks checks our signatures (from ENCRYPTION_KEY)')
    .action(() => {
      if (!secret)
        throw new AppError('CONFIG_INVALID', 'ENCRYPTION_KEY is not set: webhooks are signed with a key made from it');
      terminal.stdout.write(`${secret.reveal()}\n`);
    });
}
