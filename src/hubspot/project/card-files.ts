import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../app/errors.js';
import { listFiles } from './list-files.js';
import { jsonText, METAFILE_END } from './metafile.js';

/** What a card needs at run time; HubSpot installs it in the folder of the cards, as pinned in our own package.json. */
const NEEDED = ['@hubspot/ui-extensions', 'react'] as const;

const PackageFile = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/**
 * The types the cards share with the service. In our sources a card imports them from there; HubSpot builds nothing from
 * outside the folder of the cards, so the file itself is put in the place of the one that points to it.
 */
const SHARED: ReadonlyMap<string, string> = new Map([['contract.ts', 'src/http/card-contract.ts']]);

const belongs = (file: string): boolean =>
  (/\.tsx?$/.test(file) || file.endsWith(METAFILE_END)) && !/\.test\.tsx?$/.test(file);

/**
 * The cards as HubSpot builds them: our files as they are, and a package.json beside them.
 *
 * @param root the folder of the project
 * @returns by path below `app/cards`; empty without a card
 * @throws {AppError} INVALID_INPUT: a package of a card is not pinned
 */
export function cardFiles(root: string): ReadonlyMap<string, string> {
  const folder = path.join(root, 'cards');
  const files = listFiles(folder).filter(belongs);
  if (!files.some((file) => file.endsWith(METAFILE_END))) return new Map();
  return new Map([
    ...files.map((file) => [file, readFileSync(path.join(root, SHARED.get(file) ?? `cards/${file}`), 'utf8')] as const),
    ['package.json', packageText(readFileSync(path.join(root, 'package.json'), 'utf8'))],
  ]);
}

function packageText(ours: string): string {
  const { version, dependencies, devDependencies } = PackageFile.parse(JSON.parse(ours));
  const pins = NEEDED.map((name): [string, string] => {
    const pin = dependencies[name] ?? devDependencies[name];
    if (pin !== undefined && /^\d+\.\d+\.\d+$/.test(pin)) return [name, pin];
    throw new AppError('INVALID_INPUT', `package.json: ${name}: write an exact version, since the cards need it`);
  });
  return jsonText({
    name: 'handoff-cards',
    version,
    private: true,
    type: 'module',
    dependencies: Object.fromEntries(pins),
  });
}
