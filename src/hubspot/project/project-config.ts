import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../app/errors.js';

export const PLATFORM = '2026.03';

/** Other keys are HubSpot's business. */
export const ProjectFile = z.object({
  name: z.string().min(1),
  srcDir: z.string().min(1),
  platformVersion: z.literal(PLATFORM),
});

/**
 * Where the project is assembled: the `srcDir` of hsproject.json.
 *
 * @param root the folder of the project
 * @returns an absolute path below `build`
 * @throws {AppError} INVALID_INPUT: hsproject.json cannot be read, or its `srcDir` is no folder of ours to fill and clear
 */
export function sourceFolder(root: string): string {
  const { srcDir } = readProjectFile(root);
  const build = path.join(root, 'build') + path.sep;
  const folder = path.resolve(root, srcDir);
  // What is not wanted there is removed: only in a folder where nothing is written by hand.
  if (folder.startsWith(build)) return folder;
  throw new AppError('INVALID_INPUT', `hsproject.json: srcDir: write a folder below build/, not ${srcDir}`);
}

function readProjectFile(root: string): { readonly srcDir: string } {
  try {
    return ProjectFile.pick({ srcDir: true }).parse(
      JSON.parse(readFileSync(path.join(root, 'hsproject.json'), 'utf8')),
    );
  } catch (error) {
    throw new AppError('INVALID_INPUT', `${root}: hsproject.json is not there or not a HubSpot project`, {
      cause: error,
    });
  }
}
