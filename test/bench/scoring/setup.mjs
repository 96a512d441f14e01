import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { NOW } from './people.mjs';
import { createPrepare, createSettle } from './outside.mjs';

const { parseModel } = createRequire(import.meta.url)('../../../build/service/src/files/load-model.js');

/** The bench model and what peers get done for them; the same for every engine. */
export function createSetup() {
  const model = parseModel(readFileSync(new URL('model.yaml', import.meta.url), 'utf8'), 'model.yaml');
  return { model, now: NOW, prepare: createPrepare(model, NOW), settle: createSettle(model) };
}

export const OURS = 'handoff';
/** Not a candidate: the part of the peers' time that is not theirs. */
export const OUTSIDE = 'outside alone';

const FILES = {
  [OURS]: './engines/handoff.mjs',
  'cel-js': './engines/cel.mjs',
  'json-logic-js': './engines/json-logic.mjs',
  'zen-engine': './engines/zen.mjs',
  'json-rules-engine': './engines/json-rules.mjs',
  [OUTSIDE]: './engines/outside-alone.mjs',
};

/** What is measured, ours first. */
export const ENGINES = Object.keys(FILES);
export const PEERS = ENGINES.filter((name) => name !== OURS && name !== OUTSIDE);

/**
 * @returns an engine: `scoreAll(contacts, take)` scores each contact, in order, and hands every answer to `take`; it may
 *   return a promise
 */
export async function openEngine(name, setup) {
  const { createEngine } = await import(FILES[name]);
  return createEngine(setup);
}
