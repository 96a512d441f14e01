import path from 'node:path';
import { createContext, Script } from 'node:vm';
import type { Model } from '../../../src/core/model.js';
import { buildBundles } from '../../../src/custom-code/build-bundles.js';

export const HOME = path.resolve(__dirname, '../../..');

type BundleName = 'score-lead' | 'qualify-lead' | 'set-stage';

/** The three bundles of a model as compiled scripts; each model is built once. */
export async function bundlesOf(model: Model): Promise<Readonly<Record<BundleName, Script>>> {
  const key = JSON.stringify(model);
  const known = built.get(key) ?? compiled(model);
  built.set(key, known);
  return known;
}

const built = new Map<string, Promise<Readonly<Record<BundleName, Script>>>>();

async function compiled(model: Model): Promise<Readonly<Record<BundleName, Script>>> {
  const bundles = await buildBundles({ home: HOME, model });
  const scripts = bundles.map(({ name, text }) => [name, new Script(text, { filename: `${name}.js` })]);
  return Object.fromEntries(scripts);
}

interface Surroundings {
  /** Epoch milliseconds: what the bundle's clock shows. */
  readonly now: number;
  /** What else the bundle finds; nothing, unless given. */
  readonly globals?: Readonly<Record<string, unknown>>;
}

/** Runs a bundle once in a context nothing else ran in. @returns what its callback was given, call by call */
export async function runFresh(
  script: Script,
  event: unknown,
  { now, globals = {} }: Surroundings,
): Promise<unknown[]> {
  const exports: { main?: (event: unknown, callback: (answer: unknown) => void) => Promise<void> } = {};
  const context = createContext({ exports, ...globals });
  new Script(`Date.now = () => ${now};`).runInContext(context);
  script.runInContext(context);
  const calls: unknown[] = [];
  await exports.main?.(event, (answer) => calls.push(answer));
  return calls;
}

/** The outputs of one run. */
export async function outputsOf(script: Script, event: unknown, surroundings: Surroundings) {
  const [answer] = await runFresh(script, event, surroundings);
  return { ...(answer as { readonly outputFields: Readonly<Record<string, string>> }).outputFields };
}

/** An event as HubSpot sends it. */
export function eventWith(inputFields: Readonly<Record<string, unknown>>, objectId: unknown = 101): unknown {
  return {
    callbackId: 'ap-4401-900123-7-0',
    origin: { portalId: 4401, actionDefinitionId: 71 },
    object: { objectType: 'CONTACT', objectId },
    inputFields,
  };
}
