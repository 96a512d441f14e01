import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { AppError, isAppError } from '../app/errors.js';
import type { CompiledModel, Log, Models } from '../app/ports.js';
import { compileModel } from './compile-model.js';
import { loadModel, readModelFile } from './load-model.js';

/** The model that decides where nobody names one. */
export const DEFAULT_MODEL = 'saas';

interface ModelsDirectoryDeps {
  /** Every `*.yaml` and `*.yml` directly in it is a model; fragments live in folders below. */
  readonly dir: string;
  readonly log: Log;
  /** Default: `saas` if there is one, else the first by name. */
  readonly defaultName?: string;
}

export interface ModelsDirectory extends Models {
  /** Looks at the files again. What is bad is logged once, and the model that decided so far keeps deciding. */
  reload(): void;
  /** Calls `reload` every so often until the function it returns is called. Does not keep the process alive. */
  watch(intervalMs: number): () => void;
}

/** What a file came to when it was last read. */
interface Loaded {
  readonly file: string;
  /** Everything it was made of: file → hash, `''` for one that was not there. */
  readonly parts: ReadonlyMap<string, string>;
  /** The last good version; absent for a file that was never good. */
  readonly model: CompiledModel | undefined;
  readonly problem: string | undefined;
}

/**
 * The models of a directory, each as the last good version of its file.
 *
 * @throws {AppError} MODEL_INVALID naming the file when one is bad at the start, CONFIG_INVALID when there is none, or
 *   none of the name `defaultName`
 */
export function createModelsDirectory({ dir, log, defaultName }: ModelsDirectoryDeps): ModelsDirectory {
  let loaded: readonly Loaded[] = modelFiles(dir).map((file) => readFresh(dir, file));
  refuseBadStart(loaded, dir, defaultName);
  let byName = indexed(loaded);

  function reload(): void {
    const before = new Map(loaded.map((entry) => [entry.file, entry]));
    const next = replaceRemoved(loaded, looked(dir, loaded), log);
    for (const now of next) logChange(log, now, before.get(now.file));
    loaded = next;
    byName = indexed(loaded);
  }

  function defaultModel(): CompiledModel | undefined {
    const wanted = defaultName ?? (byName.has(DEFAULT_MODEL) ? DEFAULT_MODEL : [...byName.keys()].sort()[0]);
    return wanted === undefined ? undefined : byName.get(wanted);
  }

  /** A fault of ours must not end the process from within a timer. */
  function tick(): void {
    try {
      reload();
    } catch (error) {
      log.error('models not reloaded', { error });
    }
  }

  return {
    get: (name) => (name === undefined || name === '' ? defaultModel() : byName.get(name)),
    names: () => [...byName.keys()].sort(),
    reload,
    watch(intervalMs) {
      const timer = setInterval(tick, intervalMs).unref();
      return () => clearInterval(timer);
    },
  };
}

function refuseBadStart(loaded: readonly Loaded[], dir: string, defaultName: string | undefined): void {
  const bad = loaded.flatMap(({ problem }) => problem ?? []);
  if (bad.length > 0) throw new AppError('MODEL_INVALID', bad.join('\n'), { facts: { problems: bad } });
  if (loaded.length === 0) throw new AppError('CONFIG_INVALID', `MODELS_DIR: no model file in ${dir}`);
  const names = loaded.map(({ model }) => model?.model.name);
  const twice = loaded.find(({ model }, index) => names.indexOf(model?.model.name) !== index);
  if (twice) throw new AppError('MODEL_INVALID', sameName(twice));
  if (defaultName !== undefined && !names.includes(defaultName))
    throw new AppError('CONFIG_INVALID', `no model called ${defaultName} in ${dir}`);
}

function sameName({ file, model }: Loaded): string {
  return `${path.basename(file)}: another file already holds a model called ${model?.model.name ?? ''}`;
}

/** Files in the order of their names: of two that call themselves the same, the first one has the name. */
function indexed(loaded: readonly Loaded[]): ReadonlyMap<string, CompiledModel> {
  const byName = new Map<string, CompiledModel>();
  for (const { model } of loaded) if (model && !byName.has(model.model.name)) byName.set(model.model.name, model);
  return byName;
}

/** The directory as it is now. What did not change is not read again, and keeps its name against newcomers. */
function looked(dir: string, before: readonly Loaded[]): Loaded[] {
  const known = new Map(before.map((loaded) => [loaded.file, loaded]));
  const files = modelFiles(dir);
  const held = before.filter((loaded) => files.includes(loaded.file) && unchanged(loaded));
  const taken = new Set(held.flatMap(({ model }) => model?.model.name ?? []));
  return files.map((file) => {
    const same = held.find((loaded) => loaded.file === file);
    if (same) return same;
    const now = keepGood(known.get(file), readFresh(dir, file), taken);
    if (now.model) taken.add(now.model.model.name);
    return now;
  });
}

function keepGood(known: Loaded | undefined, fresh: Loaded, taken: ReadonlySet<string>): Loaded {
  const clash = fresh.model !== undefined && taken.has(fresh.model.model.name);
  // Looked at again each time: the name may become free without this file changing.
  if (clash) return { file: fresh.file, parts: LOOK_AGAIN, model: known?.model, problem: sameName(fresh) };
  return fresh.problem === undefined ? fresh : { ...fresh, model: known?.model };
}

/** A directory that is empty for a moment (a deployment, a mount) takes no model away. */
function replaceRemoved(before: readonly Loaded[], next: readonly Loaded[], log: Log): readonly Loaded[] {
  const removed = before.filter(({ file, model }) => model && !next.some((loaded) => loaded.file === file));
  if (next.some(({ model }) => model !== undefined)) {
    for (const { file } of removed) log.info('model removed', { file: path.basename(file) });
    return next;
  }
  return [...removed, ...next];
}

function logChange(log: Log, now: Loaded, before: Loaded | undefined): void {
  if (now === before) return;
  const file = path.basename(now.file);
  if (now.problem === undefined) {
    const version = now.model?.model.version;
    if (version !== before?.model?.model.version) log.info('model loaded', { file, model: version });
  } else if (now.problem !== before?.problem) {
    log.error('model file refused, the version before it keeps deciding', {
      file,
      problem: now.problem,
      model: now.model?.model.version,
    });
  }
}

function modelFiles(dir: string): string[] {
  try {
    const names = fs.readdirSync(dir).filter((name) => /^[^.].*\.ya?ml$/.test(name));
    return names.sort().map((name) => path.join(dir, name));
  } catch {
    return [];
  }
}

function readFresh(dir: string, file: string): Loaded {
  const parts = new Map<string, string>();
  const read = (part: string): Buffer => {
    parts.set(part, '');
    const bytes = readModelFile(part);
    parts.set(part, hashOf(bytes));
    return bytes;
  };
  try {
    return { file, parts, model: compileModel(loadModel(file, { root: dir, read })), problem: undefined };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { file, parts, model: undefined, problem: error.message.split('\n')[0] ?? error.code };
  }
}

const LOOK_AGAIN: ReadonlyMap<string, string> = new Map();

function unchanged({ parts }: Loaded): boolean {
  return (
    parts !== LOOK_AGAIN &&
    [...parts].every(([part, hash]) => {
      try {
        return hashOf(readModelFile(part)) === hash;
      } catch {
        return hash === '';
      }
    })
  );
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
