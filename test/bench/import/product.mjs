import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const HOME = path.resolve(import.meta.dirname, '../../..');
const build = (file) => require(path.join(HOME, 'build/service/src', file));

export const { parse } = require('csv-parse');
export const { parse: parseAll } = require('csv-parse/sync');
export const { readCsvPages } = build('files/read-csv.js');
export const { rateOf } = build('store/budget.js');

const { createForecast } = build('app/import/forecast.js');
const { createRunImport } = build('app/import/run-import.js');
const { compileModel } = build('files/compile-model.js');
const { createImportFiles } = build('files/import-files.js');
const { loadImportMapping } = build('files/load-import-mapping.js');
const { loadModel } = build('files/load-model.js');

const STAGES = 'subscriber lead marketingqualifiedlead salesqualifiedlead opportunity customer evangelist other'.split(
  ' ',
);
const STATUSES = ['NEW', 'OPEN', 'IN_PROGRESS', 'CONNECTED', 'OPEN_DEAL', 'UNQUALIFIED', 'BAD_TIMING'];
const NOW = Date.UTC(2026, 10, 26);

/** A dry run from first to last, on a portal and a store in memory that answer at once. The portal knows nobody. */
export function createDryRun(folder, id) {
  const mapping = loadImportMapping('salesforce', path.join(HOME, 'workflows/imports'));
  const compiled = compileModel(loadModel(path.join(HOME, 'workflows/models/saas.yaml')));
  const properties = [...Object.values(mapping.properties), 'email', 'lifecyclestage', 'hs_lead_status'];
  const field = (name) => ({ name, type: 'string', several: false, readOnly: false, options: [] });
  const people = {
    fields: async () => new Map(properties.map((name) => [name, field(name)])),
    find: async () => new Map(),
  };
  const profile = {
    portalId: 1,
    stageOrder: STAGES,
    stageLabels: new Map(),
    leadStatuses: new Set(STATUSES),
    properties: new Set(properties),
    kinds: new Map(),
  };
  const imports = { advance: async () => true, settle: async () => undefined };
  const files = createImportFiles(folder);
  const privacy = { has: () => false };
  const run = createRunImport({
    ...{ imports, files, people, models: { get: () => compiled }, crm: { profile: async () => profile } },
    runBatch: () => Promise.reject(new Error('a dry run carries nothing out')),
    forecast: createForecast({ people, privacy, imports, files, now: () => NOW, callsPer10s: 190 }),
    seed: () => 7,
  });
  const options = { dryRun: true, allowBackward: false, reason: 'bench' };
  const job = { portalId: 1, id, kind: 'import', mapping, options, doneRow: 0 };
  return () => run(job, () => false);
}
