import { build, type BuildOptions } from 'esbuild';
import { AppError } from '../app/errors.js';
import type { Model, Stage } from '../core/model.js';
import { headerOf } from './bundle-header.js';
import { type BundleParts, qualifyParts, scoreParts, setStageParts } from './bundle-parts.js';

/** One file to paste into HubSpot. */
export interface Bundle {
  readonly name: string;
  readonly text: string;
  readonly bytes: number;
  readonly inputs: number;
}

export interface BuildSettings {
  /** The package's own folder: the code the bundles are made of lies in it. */
  readonly home: string;
  readonly model: Model;
  /** Stages `set-stage` never leaves; default: the model's. */
  readonly protect?: readonly Stage[];
}

/** @source HubSpot's custom code actions: properties to include in code */
const MOST_INPUTS = 50;

/**
 * Builds the three bundles, all or none. The same model gives the same bytes.
 *
 * @throws {AppError} INVALID_INPUT when the model needs more properties than HubSpot hands to custom code
 */
export async function buildBundles({
  home,
  model,
  protect = model.protect,
}: BuildSettings): Promise<readonly Bundle[]> {
  const all = [scoreParts(model), qualifyParts(model), setStageParts(protect)];
  for (const parts of all) refuseTooMany(parts);
  return Promise.all(all.map((parts) => buildBundle(parts, model, home)));
}

function refuseTooMany({ name, inputs }: BundleParts): void {
  if (inputs.length <= MOST_INPUTS) return;
  const names = inputs.map((input) => input.name).join(', ');
  throw new AppError(
    'INVALID_INPUT',
    `${name} would need ${inputs.length} properties, HubSpot gives custom code at most ${MOST_INPUTS}; ask fewer in the model: ${names}`,
  );
}

async function buildBundle(parts: BundleParts, { version, description }: Model, home: string): Promise<Bundle> {
  const code = await codeOf(parts, home);
  const about = description === undefined ? version : `${version}, ${description}`;
  const header = (bytes: number): string => headerOf(parts, about, bytes);
  // Its own size stands in the header; the digits of a guess are as many as those of the answer.
  const guess = Buffer.byteLength(header(Buffer.byteLength(code)) + code);
  const text = `${header(guess)}\n${code}`;
  return { name: parts.name, text, bytes: Buffer.byteLength(text), inputs: parts.inputs.length };
}

/** HubSpot runs `exports.main`; the code of a bundle only answers. */
const mainOf = (name: string): string => `import { answer } from './actions/custom-code/${name}.js';

exports.main = async (event, callback) => {
  callback({ outputFields: await answer(event) });
};
`;

async function codeOf({ name, values }: BundleParts, home: string): Promise<string> {
  const options: BuildOptions = {
    stdin: { contents: mainOf(name), resolveDir: home, sourcefile: 'main.js' },
    absWorkingDir: home,
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    charset: 'utf8',
    external: ['@hubspot/api-client'],
    define: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)])),
    // Whatever lies around the package is no part of it.
    tsconfigRaw: {},
    logLevel: 'silent',
  };
  try {
    const { outputFiles = [] } = await build(options);
    return `'use strict';\n\n${outputFiles[0]?.text ?? ''}`;
  } catch (error) {
    const message = 'the code of the bundles cannot be read: install the package again';
    throw new AppError('INTERNAL', message, { cause: error });
  }
}
