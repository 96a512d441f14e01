import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowAction } from '../../app/action.js';
import { appMeta } from './app-meta.js';
import { cardFiles } from './card-files.js';
import { jsonText, METAFILE_END } from './metafile.js';
import { profileFile, type Profile } from './profile.js';
import { webhooksMeta } from './webhooks-meta.js';
import { workflowActionMeta } from './workflow-action-meta.js';

export interface ProjectParts {
  /** The folder of the project: the one with hsproject.json. */
  readonly root: string;
  readonly actions: ReadonlyMap<string, WorkflowAction>;
  readonly profile: Profile;
}

/**
 * Every file of the project as HubSpot wants it. Our `actions/` become `app/workflow-actions/`: to HubSpot `app/actions/`
 * means something else.
 *
 * @returns the text of each file, by its path below `srcDir`
 */
export function projectFiles({ root, actions, profile }: ProjectParts): ReadonlyMap<string, string> {
  const local = path.join(root, 'local.json');
  return new Map([
    [profileFile(profile.name), profile.text],
    [`app/app${METAFILE_END}`, jsonText(appMeta(profile.variables))],
    [`app/webhooks/webhooks${METAFILE_END}`, jsonText(webhooksMeta())],
    ...[...actions.values()].map(
      (action) => [`app/workflow-actions/${action.uid}${METAFILE_END}`, jsonText(workflowActionMeta(action))] as const,
    ),
    ...[...cardFiles(root)].map(([file, text]) => [`app/cards/${file}`, text] as const),
    // Where `hs project dev` sends what a card fetches; it stays on this machine.
    ...(existsSync(local) ? [['app/local.json', readFileSync(local, 'utf8')] as const] : []),
  ]);
}
