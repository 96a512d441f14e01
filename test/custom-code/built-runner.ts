import fs from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';

/** The program that runs bundles, built into a folder as `npm run build` builds it. @returns its file */
export function buildRunner(folder: string): string {
  const source = path.resolve(__dirname, '../../src/custom-code/bundle-runner.ts');
  const outfile = path.join(folder, 'runner', 'bundle-runner.js');
  buildSync({ entryPoints: [source], outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20' });
  fs.writeFileSync(path.join(folder, 'runner', 'package.json'), '{}');
  return outfile;
}
