import { WORKFLOW_ACTIONS } from '../actions/workflow-actions.js';
import type { WorkflowEngine } from './sandbox/workflows/workflow-engine.js';

/** Ids a sandbox portal gives to the actions of the app, in their order. */
const FIRST_ACTION_TYPE = 71;

/** Installs the app in the portal, as uploading it does: every action by its name, with its fields. */
export function installApp(engine: WorkflowEngine, serviceUrl: string): void {
  [...WORKFLOW_ACTIONS.values()].forEach(({ uid, name, inputs }, index) =>
    engine.registerAction({
      actionTypeId: `1-${FIRST_ACTION_TYPE + index}`,
      uid,
      actionUrl: `${serviceUrl}/hubspot/actions/${uid}`,
      name: name.en,
      inputs: inputs.map(({ name: field, type, label, required }) => ({
        name: field,
        type,
        label: label.en,
        required,
      })),
    }),
  );
}
