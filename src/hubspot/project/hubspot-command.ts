import { spawn } from 'node:child_process';

/** HubSpot's command line. It is far too big for a dependency, so npx brings it when it is needed. */
const PACKAGE = '@hubspot/cli@8';

/**
 * Runs HubSpot's own command line in a folder and lets it talk to the terminal.
 *
 * @param words  what follows `hs`: `['project', 'upload', '--profile', 'prod']`
 * @returns its exit code; 1 when it was ended by a signal
 */
export function runHubspotCommand(words: readonly string[], folder: string): Promise<number> {
  return new Promise((resolve, reject) => {
    // On Windows npx is a script, which only a shell can start.
    const shell = process.platform === 'win32';
    spawn('npx', ['--yes', PACKAGE, ...words], { cwd: folder, stdio: 'inherit', shell })
      .on('error', reject)
      .on('close', (code) => resolve(code ?? 1));
  });
}
