import { PassThrough, Readable } from 'node:stream';
import { createSecret, type Secret } from '../../src/app/secret.js';
import { createProgram, runProgram } from '../../src/cli/run-program.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { addWebhookSecretCommand } from '../../src/cli/webhook-secret-command.js';

async function run(secret: Secret | undefined) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const codes: number[] = [];
  const terminal: Terminal = {
    stdout,
    stderr,
    stdin: Readable.from(['']),
    isTTY: { stdout: false, stderr: false },
    now: () => 0,
    exit: (code) => void codes.push(code),
  };
  const program = createProgram(terminal);
  addWebhookSecretCommand(program, { terminal, secret });
  await runProgram(program, ['webhook-secret'], terminal);
  return { codes, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

describe('handoff webhook-secret', () => {
  it('prints the key a receiver checks with, and nothing else', async () => {
    expect(await run(createSecret('whsec_MDEyMw=='))).toEqual({ codes: [], out: 'whsec_MDEyMw==\n', err: '' });
  });

  it('is refused where there is nothing to make it from', async () => {
    const { codes, out, err } = await run(undefined);

    expect([codes, out]).toEqual([[2], '']);
    expect(err).toMatch(/^handoff: ENCRYPTION_KEY is not set: .*\n$/);
  });
});
