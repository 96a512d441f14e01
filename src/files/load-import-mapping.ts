import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../app/errors.js';
import type { ImportMapping } from '../app/import/mapping.js';
import { describeIssues, markMissing, type Complaint } from './describe-issues.js';
import { MappingFile, MappingJson, mappingComplaints, mappingFrom } from './import-mapping-schema.js';
import { readModelFile } from './load-model.js';
import { modelInvalid, type Problem } from './model-problem.js';
import { readYaml, type Source } from './yaml-source.js';

/**
 * Reads a mapping from text.
 *
 * @param place the file's name, for the messages
 * @throws {AppError} MODEL_INVALID: everything wrong at once, one line each, as `file:line:column path: what is expected`
 */
export function parseImportMapping(text: string, place: string): ImportMapping {
  const source = readYaml(text, place);
  const parsed = MappingFile.safeParse(source.value, { error: markMissing });
  const complaints = parsed.success
    ? mappingComplaints(parsed.data)
    : describeIssues(parsed.error.issues, source.value);
  if (!parsed.success || complaints.length > 0)
    throw modelInvalid(
      place,
      complaints.map((complaint) => problemOf(source, complaint)),
    );
  return mappingFrom(parsed.data);
}

function problemOf(source: Source, { path: at, message, atKey = false, see }: Complaint): Problem {
  const also = see === undefined ? '' : ` (see line ${source.locate(see, 'value').line})`;
  const { place } = source;
  return { place, path: at, message: message + also, ...source.locate(at, atKey ? 'key' : 'value') };
}

/**
 * Finds a mapping by name among those that come with the product, or by file.
 *
 * @param home folder of the mappings that come with the product
 * @throws {AppError} NOT_FOUND, naming those there are; MODEL_INVALID when the file is not a mapping
 */
export function loadImportMapping(name: string, home: string): ImportMapping {
  const named = /^[a-z][a-z0-9-]*$/.test(name);
  const file = named ? path.join(home, `${name}.yaml`) : name;
  if (named && !fs.existsSync(file)) {
    const known = fs.readdirSync(home).flatMap((entry) => (entry.endsWith('.yaml') ? [entry.slice(0, -5)] : []));
    throw new AppError(
      'NOT_FOUND',
      `--source: no mapping ${name}; there are ${known.sort().join(', ')}, or name a file`,
    );
  }
  return parseImportMapping(readModelFile(file).toString('utf8'), path.basename(file));
}

/** A mapping that came over the wire; `undefined` when it is none. */
export function readImportMapping(json: unknown): ImportMapping | undefined {
  const read = MappingJson.safeParse(json);
  return read.success ? { ...read.data, stage: read.data.stage } : undefined;
}
