import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isAppError } from '../../../app/errors.js';
import { listFiles } from '../list-files.js';
import { METAFILE_END } from '../metafile.js';
import { parseProfile, profileFile, type Variables } from '../profile.js';
import { findingsIn, placeText, type Finding } from './finding.js';

/** A metafile with the profile's variables filled in. */
export interface ReadMetafile {
  readonly file: string;
  /** What the file holds; `undefined` when it is not JSON. */
  readonly json: unknown;
}

/** An assembled project as it stands on disk. */
export interface Tree {
  readonly files: readonly string[];
  readonly metafiles: readonly ReadMetafile[];
  /** Name of the one profile in it. */
  readonly profile: string | undefined;
  readonly variables: Variables;
}

/** The profiles an assembled project holds, by name. */
const profilesIn = (files: readonly string[]): readonly string[] =>
  files.flatMap((file) => /^hsprofile\.([^.]+)\.json$/.exec(file)?.[1] ?? []);

/**
 * Reads an assembled project.
 *
 * @param folder  absolute
 * @param profile name of the profile to fill in; `undefined`: the only one there
 */
export function readTree(folder: string, profile?: string): { readonly tree: Tree; readonly findings: Finding[] } {
  const files = listFiles(folder);
  const findings: Finding[] = [];
  const name = profile ?? onlyProfile(files, findings);
  const variables = name === undefined ? {} : readVariables(folder, name, findings);
  const metafiles = files
    .filter((file) => file.endsWith(METAFILE_END))
    .map((file) => {
      const json = readJson(folder, file, findings);
      // Without a profile every variable would be missing, and that has been said once.
      return { file, json: name === undefined ? json : fillIn(json, { file, variables, findings }) };
    });
  return { tree: { files, metafiles, profile: name, variables }, findings };
}

function onlyProfile(files: readonly string[], findings: Finding[]): string | undefined {
  const [name, ...more] = profilesIn(files);
  if (name !== undefined && more.length === 0) return name;
  const problem = name === undefined ? 'no profile is there' : `${more.length + 1} profiles are there`;
  findings.push(
    findingsIn(profileFile('<name>'))('', problem, 'assemble again: a project is assembled for one profile'),
  );
  return undefined;
}

function readVariables(folder: string, name: string, findings: Finding[]): Variables {
  const file = profileFile(name);
  const place = path.join(folder, file);
  if (!existsSync(place)) {
    findings.push(findingsIn(file)('', 'is not there', `assemble with --profile ${name}`));
    return {};
  }
  try {
    return parseProfile(file, readFileSync(place, 'utf8')).variables;
  } catch (error) {
    if (!isAppError(error)) throw error;
    findings.push(findingsIn(file)('', error.message, 'correct it, then assemble again'));
    return {};
  }
}

/** HubSpot's own command drops a file it cannot read without a word. */
function readJson(folder: string, file: string, findings: Finding[]): unknown {
  try {
    return JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    findings.push(
      findingsIn(file)('', `is not JSON: ${because}`, 'correct it: HubSpot leaves the file out in silence'),
    );
    return undefined;
  }
}

interface Filling {
  readonly file: string;
  readonly variables: Variables;
  readonly findings: Finding[];
}

/** As HubSpot does it: in every text; a text that is one variable and no more becomes the variable's own value. */
function fillIn(value: unknown, filling: Filling, at: readonly PropertyKey[] = []): unknown {
  if (typeof value === 'string') return fillInText(value, filling, at);
  if (Array.isArray(value)) return value.map((item, index) => fillIn(item, filling, [...at, index]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, fillIn(held, filling, [...at, key])]));
}

function fillInText(text: string, { file, variables, findings }: Filling, at: readonly PropertyKey[]): unknown {
  const valueOf = (name: string): string | number | boolean => {
    const value = variables[name];
    if (value !== undefined) return value;
    const problem = `\${${name}} is not in the profile`;
    findings.push(findingsIn(file)(placeText('', at), problem, `add ${name} to the variables of the profile`));
    return '';
  };
  const whole = /^\$\{([^}]+)\}$/.exec(text)?.[1];
  return whole === undefined
    ? text.replace(/\$\{(.*?)\}/g, (_, name: string) => String(valueOf(name)))
    : valueOf(whole);
}
