import type { WorkflowAction } from '../../../app/action.js';
import { METAFILE_END } from '../metafile.js';
import { PLATFORM } from '../project-config.js';
import { profileFile, type Variables } from '../profile.js';
import { httpsFindings } from './addresses.js';
import { checkApp } from './app.js';
import { checkAsMade, type Made } from './as-made.js';
import { checkEnvelopes, type Component } from './envelope.js';
import { checkExtension, isExtension } from './extension.js';
import { findingsIn, type Finding } from './finding.js';
import type { ParsedProject, ParseProject } from './hubspot-parser.js';
import { checkProjectFile } from './project-file.js';
import { readTree, type Tree } from './read-tree.js';
import { checkWebhooks } from './webhooks.js';
import { checkWorkflowAction } from './workflow-action.js';

/** What the service is, for comparison. */
export interface Service {
  readonly actions: ReadonlyMap<string, WorkflowAction>;
  /** Paths it answers when HubSpot calls. */
  readonly routes: ReadonlySet<string>;
  readonly neededScopes: readonly string[];
  readonly knownScopes: readonly string[];
}

export interface CheckOrder {
  /** The folder of the project: the one with hsproject.json. Absolute. */
  readonly root: string;
  /** Name of the profile; `undefined`: the one the assembled project has. */
  readonly profile?: string | undefined;
  readonly service: Service;
  readonly parse: ParseProject;
  /** What the definitions make for a profile's variables; absent: it is not compared. */
  readonly make?: (variables: Variables) => Made;
}

export interface Checked {
  readonly metafiles: number;
  readonly findings: readonly Finding[];
}

/**
 * Checks an assembled project without an account: what HubSpot's own parser says, what it passes over in silence, and
 * whether the project and the service belong together.
 */
export async function checkProject({ root, profile, service, parse, make }: CheckOrder): Promise<Checked> {
  const { folder, findings } = checkProjectFile(root);
  if (folder === undefined) return { metafiles: 0, findings };
  const { tree, findings: read } = readTree(folder, profile);
  const metafiles = tree.metafiles.map(({ file }) => file);
  const parsed = await parse({ folder, platform: PLATFORM, profile: tree.profile, metafiles });
  const { components, findings: envelopes } = checkEnvelopes(tree.metafiles, parsed.types);
  const ours = [
    ...findings,
    ...read,
    ...envelopes,
    ...checkAddress(tree),
    ...components.flatMap((component) => checkConfig(component, tree, service)),
    ...checkAllThere(components, tree, service),
  ];
  const all = [...ours, ...checkParsed(parsed, metafiles, ours)];
  const edited = make && tree.profile !== undefined ? checkAsMade(folder, make(tree.variables), all) : [];
  return { metafiles: metafiles.length, findings: [...all, ...edited] };
}

const baseOf = ({ variables }: Tree): string => String(variables['API_BASE'] ?? '');

/** Every address of the project starts with it. */
function checkAddress(tree: Tree): readonly Finding[] {
  if (tree.profile === undefined) return [];
  const report = findingsIn(profileFile(tree.profile));
  const place = 'variables.API_BASE';
  const base = baseOf(tree);
  const insecure = httpsFindings(report, place, base);
  if (insecure.length > 0 || !/[/?#]$/.test(base)) return insecure;
  return [report(place, `ends in "${base.slice(-1)}"`, 'leave that out')];
}

function checkConfig(component: Component, tree: Tree, service: Service): readonly Finding[] {
  const served = { ...service, base: baseOf(tree) };
  const { type } = component;
  if (type === 'workflow-action') return checkWorkflowAction(component, served);
  if (type === 'app') return checkApp(component, served);
  if (type === 'webhooks') return checkWebhooks(component, served);
  return isExtension(type) ? checkExtension(component, type, tree.files) : [];
}

function checkAllThere(components: readonly Component[], { files }: Tree, { actions }: Service): readonly Finding[] {
  const there = new Set(components.filter(({ type }) => type === 'workflow-action').map(({ uid }) => uid));
  return [...actions.keys()]
    .map((uid) => ({ uid, file: `app/workflow-actions/${uid}${METAFILE_END}` }))
    .filter(({ uid, file }) => !there.has(uid) && !files.includes(file))
    .map(({ uid, file }) => findingsIn(file)('', `the action ${uid} is left out`, 'assemble again'));
}

/** HubSpot's parser drops what it cannot use: what came out must be what went in. What we found already is not repeated. */
function checkParsed(
  parsed: ParsedProject,
  metafiles: readonly string[],
  ours: readonly Finding[],
): readonly Finding[] {
  if (parsed.refusal) {
    const problem = `HubSpot refuses the project: ${parsed.refusal}`;
    return ours.length > 0 ? [] : [findingsIn('hsproject.json')('', problem, 'correct what it names')];
  }
  const said = new Set(ours.map(({ file }) => file));
  const skipped = parsed.skipped.map((file) =>
    findingsIn(file)('', 'HubSpot skips it: it is in a folder of its own', 'put it right in the folder of its type'),
  );
  const errors = parsed.errors
    .filter(({ file }) => !said.has(file))
    .map(({ file, message }) => findingsIn(file)('', `HubSpot: ${message}`, 'correct it'));
  const known = new Set([...said, ...parsed.skipped, ...parsed.understood, ...errors.map(({ file }) => file)]);
  const dropped = metafiles
    .filter((file) => !known.has(file))
    .map((file) => findingsIn(file)('', 'HubSpot leaves it out', 'compare it with the others'));
  return [...skipped, ...errors, ...dropped];
}
