import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../app/errors.js';

/** What `${NAME}` in a metafile stands for. */
export type Variables = Readonly<Record<string, string | number | boolean>>;

/** Which account a project is for, and where its service is. */
export interface Profile {
  readonly name: string;
  /** `hsprofile.<name>.json` as it was read. */
  readonly text: string;
  readonly accountId: number;
  readonly variables: Variables;
}

/** The profile that comes with the project: good for a look, never for an upload. */
export const EXAMPLE = 'example';
const EXAMPLE_FILE = 'src/hubspot/project/hsprofile.example.json';

const ProfileFile = z.object({
  accountId: z.int().nonnegative(),
  variables: z
    .object({ API_BASE: z.string(), AUTH: z.enum(['static', 'oauth']).default('static') })
    .catchall(z.union([z.string(), z.number(), z.boolean()])),
});

/** The file of a profile, in HubSpot's words. */
export const profileFile = (name: string): string => `hsprofile.${name}.json`;

/**
 * Reads `hsprofile.<name>.json` from the folder of the project.
 *
 * @throws {AppError} INVALID_INPUT: there is no such profile, or it cannot be read; says what to write
 */
export function readProfile(root: string, name: string): Profile {
  if (!/^[\w-]+$/.test(name))
    throw new AppError('INVALID_INPUT', `${name}: a profile's name has letters, digits, - and _ only`);
  const file = name === EXAMPLE ? EXAMPLE_FILE : profileFile(name);
  const place = path.join(root, file);
  if (!existsSync(place)) throw new AppError('INVALID_INPUT', `${file} is not there. ${howToWrite(name)}`);
  const text = readFileSync(place, 'utf8');
  return { name, text, ...parseProfile(file, text) };
}

/**
 * @throws {AppError} INVALID_INPUT: not JSON, or not a profile
 */
export function parseProfile(file: string, text: string): Pick<Profile, 'accountId' | 'variables'> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new AppError('INVALID_INPUT', `${file} is not JSON. Correct it.`, { cause: error });
  }
  const parsed = ProfileFile.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('INVALID_INPUT', `${file}: ${issue?.path.join('.')}: ${issue?.message}. Correct it.`);
}

/**
 * The profile of a real account, for what leaves this machine.
 *
 * @throws {AppError} INVALID_INPUT: the profile is the example, or names no account; says what to write
 */
export function readRealProfile(root: string, name: string): Profile {
  if (name === EXAMPLE)
    throw new AppError('INVALID_INPUT', `An account is needed: name a profile with --profile. ${howToWrite('prod')}`);
  const profile = readProfile(root, name);
  if (profile.accountId > 0) return profile;
  throw new AppError('INVALID_INPUT', `${profileFile(name)}: accountId: write the id of your HubSpot account`);
}

const howToWrite = (name: string): string =>
  `Write ${profileFile(name)} beside hsproject.json: { "accountId": <your HubSpot account>, "variables": ` +
  `{ "API_BASE": "https://<your service>", "AUTH": "static" } }`;
