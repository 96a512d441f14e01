import fs from 'node:fs';
import path from 'node:path';
import type { Model } from '../../src/core/model.js';
import { loadModel, readModelFile } from '../../src/files/load-model.js';

const MODELS_DIR = path.resolve(__dirname, '../../workflows/models');

/** The models the product comes with, and the fragments any of them may include: what lies in the folders. */
export const SHIPPED = namesIn(MODELS_DIR);
export const CHANNELS = namesIn(path.join(MODELS_DIR, 'channels'));

function namesIn(dir: string): readonly string[] {
  const files = fs.readdirSync(dir).filter((name) => name.endsWith('.yaml'));
  return files.map((name) => path.basename(name, '.yaml')).sort();
}

/** A shipped model as a user has it who took the `#` away before these channels. */
export function loadShipped(name: string, channels: readonly string[] = []): Model {
  const model = path.join(MODELS_DIR, `${name}.yaml`);
  const include = `\ninclude: [${channels.map((channel) => `channels/${channel}`).join(', ')}]\n`;
  return loadModel(model, {
    root: MODELS_DIR,
    read: (file) => Buffer.concat([readModelFile(file), Buffer.from(file === model ? include : '')]),
  });
}
