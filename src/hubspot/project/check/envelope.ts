import path from 'node:path';
import { z } from 'zod';
import { findingsIn, shapeFindings, type Finding } from './finding.js';
import type { ComponentType } from './hubspot-parser.js';
import type { ReadMetafile } from './read-tree.js';

/** A metafile that says what it is; what its `config` holds depends on the type. */
export interface Component {
  readonly file: string;
  readonly uid: string;
  readonly type: string;
  readonly config: unknown;
}

/** @source `@hubspot/project-parsing-lib`; `permissions` only came with platform 2026.09 */
const Envelope = z.strictObject({
  uid: z.string(),
  type: z.string(),
  config: z.record(z.string(), z.unknown()),
  dependencies: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
});
const UID = /^[A-Za-z0-9_.-]+$/;
const MAX_UID = 64;

/** What every metafile must be, whatever its type; those that are come back as components. */
export function checkEnvelopes(metafiles: readonly ReadMetafile[], types: Readonly<Record<string, ComponentType>>) {
  const components: Component[] = [];
  const findings: Finding[] = [];
  for (const { file, json } of metafiles) {
    if (json === undefined) continue;
    const parsed = Envelope.safeParse(json);
    if (!parsed.success) findings.push(...shapeFindings(file, parsed.error, ''));
    else components.push({ file, ...parsed.data });
  }
  const each = components.flatMap((component) => [...checkUid(component), ...checkFolder(component, types)]);
  return {
    components,
    findings: [...findings, ...each, ...checkUnique(components), ...checkSingle(components, types)],
  };
}

function checkUid({ file, uid }: Component): readonly Finding[] {
  const report = findingsIn(file);
  if (uid.length > MAX_UID) return [report('uid', `has ${uid.length} characters`, `use at most ${MAX_UID}`)];
  if (UID.test(uid)) return [];
  return [report('uid', `HubSpot does not take "${uid}"`, 'use letters, digits, "_", "-" and "." only')];
}

function checkFolder({ file, type }: Component, types: Readonly<Record<string, ComponentType>>): readonly Finding[] {
  const report = findingsIn(file);
  const known = types[type];
  if (!known) return [report('type', `HubSpot knows no type "${type}"`, 'use one of HubSpot’s types')];
  const folder = path.posix.dirname(file);
  if (folder === known.folder) return [];
  return [report('type', `a ${type} does not belong in ${folder}`, `put it in ${known.folder}`)];
}

/** HubSpot knows components by uid alone, whatever their type. */
function checkUnique(components: readonly Component[]): readonly Finding[] {
  return components.flatMap(({ file, uid }, index) => {
    const first = components.find((other) => other.uid === uid);
    if (!first || components.indexOf(first) === index) return [];
    return [findingsIn(file)('uid', `"${uid}" is also the uid of ${first.file}`, 'give each component its own')];
  });
}

function checkSingle(
  components: readonly Component[],
  types: Readonly<Record<string, ComponentType>>,
): readonly Finding[] {
  const more = components.filter(
    ({ type }, index) => types[type]?.single === true && components.findIndex((other) => other.type === type) !== index,
  );
  const second = more.map(({ file, type }) => findingsIn(file)('type', `is one ${type} too many`, 'keep one'));
  if (components.some(({ type }) => type === 'app')) return second;
  return [...second, findingsIn('app/app-hsmeta.json')('', 'there is no app', 'assemble again')];
}
