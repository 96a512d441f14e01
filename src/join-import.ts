import { createHash, randomBytes, randomInt } from 'node:crypto';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from './app/errors.js';
import type { GiveBack } from './app/give-back.js';
import { createAskStage } from './app/import/ask-stage.js';
import { createForecast } from './app/import/forecast.js';
import { createImportDesk } from './app/import/import-desk.js';
import type { SeeAsRoad } from './app/import/judge-person.js';
import { createRunBatch } from './app/import/run-batch.js';
import { createRunImport } from './app/import/run-import.js';
import { createUndoImport } from './app/import/undo-import.js';
import { createWorkImports } from './app/import/work-imports.js';
import type { Log } from './app/ports.js';
import type { Forgotten } from './app/privacy.js';
import type { Qualify } from './app/qualify.js';
import { readOf } from './app/read-of.js';
import type { Config } from './config.js';
import { createImportFiles } from './files/import-files.js';
import { loadImportMapping, readImportMapping } from './files/load-import-mapping.js';
import { HOME } from './home.js';
import type { Gateway } from './hubspot/gateway.js';
import type { ImportRoutesDeps } from './http/import-routes.js';
import type { Parts } from './join-notify.js';
import { repeat } from './timers.js';

/** Mappings that come with the package. */
const MAPPINGS = path.join(HOME, 'workflows/imports');
const LOOK_EVERY_MS = 500;
const FOLDER = 'imports';

export interface ImportParts extends Omit<Parts, 'crm'> {
  readonly crm: Gateway;
  readonly qualify: Qualify['qualify'];
  readonly giveBack: GiveBack;
  readonly privacy: Forgotten;
  readonly portalOfToken: () => Promise<number | undefined>;
}

/** Files waiting for their import, the import itself, and the desk that takes orders. */
export function joinImport({ config, log }: { readonly config: Config; readonly log: Log }, parts: ImportParts) {
  const { store, crm, models, qualify, giveBack, privacy, portalOfToken } = parts;
  const { imports, evaluations, engagements, signals } = store;
  const { people } = crm;
  const now = Date.now;
  const files = createImportFiles(path.join(config.dataDir, FOLDER));
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const askStage = createAskStage({ qualify, evaluations, giveBack, digest, now, pause: (ms) => pause(ms) });
  const seeAsRoad: SeeAsRoad = async (contact, seen) => {
    const told = await signals.of(contact.portalId, contact.contactId, 'later');
    return readOf(engagements, contact, { ...seen, told });
  };
  const runImport = createRunImport({
    ...{ imports, files, people, crm, models },
    runBatch: createRunBatch({ people, privacy, seeAsRoad, imports, askStage, now }),
    forecast: createForecast({
      people,
      privacy,
      seeAsRoad,
      imports,
      files,
      now,
      callsPer10s: config.hubspot.callsPer10s,
    }),
    seed: () => randomInt(2 ** 32),
  });
  const undoImport = createUndoImport({ imports, people, crm, askStage });
  const work = createWorkImports({ imports, files, runImport, undoImport, log, random: Math.random });
  const routes: ImportRoutesDeps = {
    desk: createImportDesk({
      ...{ imports, people, portalOfToken, now },
      keepFile: (id, input, how) => files.add(id, input, how),
      dropFile: (id) => files.remove(id),
      knowsPortal: async (portalId) => portalId === (await portalOfToken()),
      newId: () => randomBytes(6).toString('hex'),
    }),
    readMapping: readImportMapping,
    mappingNamed,
  };
  return {
    routes,
    /** @returns ends it between two batches */
    startImporting: (): (() => Promise<void>) => {
      const stopLooking = repeat(LOOK_EVERY_MS, () => work.once(), log);
      return async () => {
        await stopLooking();
        await work.stop();
      };
    },
  };
}

/** By bare name only: over the wire nobody names files. */
function mappingNamed(name: string) {
  try {
    return /^[a-z][a-z0-9-]*$/.test(name) ? loadImportMapping(name, MAPPINGS) : undefined;
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
