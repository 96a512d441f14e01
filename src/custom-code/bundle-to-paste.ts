import { AppError } from '../app/errors.js';
import type { CodeBundle } from '../app/workflows/fill-template.js';
import type { Model } from '../core/model.js';
import { buildBundles } from './build-bundles.js';
import { qualifyParts, scoreParts, type Field } from './bundle-parts.js';

export interface BundleOrder {
  /** The package's own folder. */
  readonly home: string;
  readonly name: string;
  readonly model: Model;
}

const namesOf = (fields: readonly Field[]): readonly string[] => fields.map(({ name }) => name);

/**
 * One bundle with the inputs and outputs to define around it.
 *
 * @throws {AppError} as `buildBundles` does, and INTERNAL for a name that is not a bundle of the model
 */
export async function bundleToPaste({ home, name, model }: BundleOrder): Promise<CodeBundle> {
  const parts = [scoreParts(model), qualifyParts(model)].find((one) => one.name === name);
  const bundle = (await buildBundles({ home, model })).find((one) => one.name === name);
  if (parts === undefined || bundle === undefined) throw new AppError('INTERNAL', `There is no bundle ${name}`);
  return { source: bundle.text, inputs: namesOf(parts.inputs), outputs: namesOf(parts.outputs) };
}
