import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ProjectFile } from '../project-config.js';
import { findingsIn, shapeFindings, type Finding } from './finding.js';

export interface ProjectFound {
  /** Absolute; `undefined` when there is nothing to check. */
  readonly folder: string | undefined;
  readonly findings: readonly Finding[];
}

/** hsproject.json and .hsignore: what HubSpot's command line reads before anything else. */
export function checkProjectFile(root: string): ProjectFound {
  const file = 'hsproject.json';
  const report = findingsIn(file);
  const place = path.join(root, file);
  const missing = (problem: string, fix: string) => ({ folder: undefined, findings: [report('', problem, fix)] });
  if (!existsSync(place)) return missing('is not there', 'name the folder that has it with --dir');
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(place, 'utf8'));
  } catch {
    return missing('is not JSON', 'correct it');
  }
  const parsed = ProjectFile.safeParse(json);
  const shape = parsed.success ? [] : shapeFindings(file, parsed.error, '');
  const source = ProjectFile.pick({ srcDir: true }).safeParse(json);
  if (!source.success) return { folder: undefined, findings: shape };
  const { srcDir } = source.data;
  const folder = path.resolve(root, srcDir);
  const findings = [...shape, ...checkIgnore(root, srcDir)];
  if (existsSync(folder)) return { folder, findings };
  const absent = report('srcDir', `${srcDir} is not there`, 'assemble the project first');
  return { folder: undefined, findings: [...findings, absent] };
}

/**
 * Without .hsignore the upload may be empty; with the wrong line in it, too.
 *
 * @source `@hubspot/local-dev-lib`: patterns are matched from the folder of .hsignore on, or from `/` without one
 */
function checkIgnore(root: string, srcDir: string): readonly Finding[] {
  const report = findingsIn('.hsignore');
  const place = path.join(root, '.hsignore');
  if (!existsSync(place))
    return [report('', 'is not there', 'add it, even empty: without it HubSpot may upload an empty project')];
  const inTheWay = new Set([...path.normalize(srcDir).split(path.sep), 'app']);
  return readFileSync(place, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      const pattern = line.trim().replace(/^\/|\/\**$/g, '');
      const hides = inTheWay.has(pattern) || pattern === '*' || pattern === '**';
      return hides ? [report(`line ${index + 1}`, `"${line.trim()}" hides the project itself`, 'take it out')] : [];
    });
}
