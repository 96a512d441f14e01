import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../app/errors.js';
import type { Model } from '../core/model.js';
import { crossChecks } from './cross-checks.js';
import { describeIssues, markMissing, type Complaint } from './describe-issues.js';
import { mergeFragments, placeText, type Content } from './merge-fragments.js';
import { fileProblem, modelInvalid, type Problem } from './model-problem.js';
import { axesIn, modelFrom, ModelFile } from './model-schema.js';
import { modelVersion } from './model-version.js';
import { MAX_BYTES, readYaml, type Source } from './yaml-source.js';

/**
 * Reads a model from text. `include` needs a directory: use `loadModel`.
 *
 * @param place the file's name, for the messages
 * @throws {AppError} MODEL_INVALID: everything wrong at once, one line each, as `file:line:column path: what is expected`
 */
export function parseModel(text: string, place: string): Model {
  return modelOf(mergeFragments(readYaml(text, place), refuseFragment));
}

interface LoadOptions {
  /** The models directory that fragments must lie in; default: the directory of the file. */
  readonly root?: string;
  /** Reads a file; given by callers who want to know which files a model is made of. */
  readonly read?: (file: string) => Buffer;
}

/**
 * Reads a model file and the fragments it includes.
 *
 * @throws {AppError} NOT_FOUND when there is no such file, MODEL_INVALID when it, or a fragment of it, is refused
 */
export function loadModel(file: string, { root = path.dirname(file), read = readModelFile }: LoadOptions = {}): Model {
  const open = (place: string): Source => readYaml(decoded(read(path.join(root, place)), place), place);
  const place = path.relative(root, file).split(path.sep).join('/');
  return modelOf(mergeFragments(open(place), (fragment) => openFragment(fragment, root, open)));
}

/**
 * Bytes of a model file.
 *
 * @throws {AppError} NOT_FOUND, or MODEL_INVALID when it is not a file or larger than 256 KiB
 */
export function readModelFile(file: string): Buffer {
  const facts = statOf(file);
  if (!facts) throw new AppError('NOT_FOUND', `${file}: no such file`);
  if (!facts.isFile()) throw fileProblem(path.basename(file), 'not a file');
  if (facts.size > MAX_BYTES) throw fileProblem(path.basename(file), 'the file is larger than 256 KiB');
  return bytesOf(file);
}

function statOf(file: string): fs.Stats | undefined {
  try {
    return fs.statSync(file);
  } catch {
    return undefined;
  }
}

function bytesOf(file: string): Buffer {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    throw new AppError('NOT_FOUND', `${file}: cannot be read`, { cause: error });
  }
}

function openFragment(fragment: string, root: string, open: (place: string) => Source): Source {
  const file = path.join(root, fragment);
  if (statOf(file) && !staysInside(root, file))
    throw new AppError('INVALID_INPUT', 'leads out of the models directory');
  return open(fragment);
}

/** A link inside the directory may lead anywhere. */
function staysInside(root: string, file: string): boolean {
  const inside = path.relative(fs.realpathSync(root), fs.realpathSync(file));
  return !inside.startsWith('..') && !path.isAbsolute(inside);
}

function refuseFragment(fragment: string): Source {
  throw new AppError('INVALID_INPUT', `${fragment}: only a model in a directory can include fragments`);
}

function decoded(bytes: Buffer, place: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fileProblem(place, 'the file is not UTF-8');
  }
}

function modelOf(content: Content): Model {
  const parsed = ModelFile.safeParse(content.value, { error: markMissing });
  const complaints = parsed.success ? [] : describeIssues(parsed.error.issues, content.value);
  const problems = [...complaints, ...crossChecks(content.value)].map((complaint) => problemOf(content, complaint));
  if (!parsed.success || problems.length > 0) throw modelInvalid(content.place, problems);
  return modelFrom(parsed.data, {
    version: modelVersion(parsed.data.name, content.value),
    axes: axesIn(Object.keys(content.value)),
  });
}

function problemOf(content: Content, { path: where, message, atKey, see }: Complaint): Problem {
  return {
    ...content.locate(where, atKey ? 'key' : 'value'),
    path: where,
    message: see ? `${message}, first at ${placeText(content, see)}` : message,
  };
}
