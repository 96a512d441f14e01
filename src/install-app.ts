import { WORKFLOW_ACTIONS } from '../actions/workflow-actions.js';
import { WATCHED } from './app/sync/notices.js';
import { WEBHOOKS_PATH } from './http/webhooks-route.js';
import type { Sandbox } from './sandbox/sandbox.js';
import type { WebhookTarget } from './sandbox/control-routes.js';
import type { Webhooks } from './sandbox/webhooks.js';
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

/** How badly the line behaves. */
type Line = Pick<WebhookTarget, 'duplicates' | 'reorder' | 'backoffMs'>;

/** Has the portal tell the service what happens to contacts, as the app's subscriptions do. */
export function subscribeApp(sandbox: Sandbox, serviceUrl: string, line: Line = {}): Webhooks {
  return sandbox.subscribe(sandbox.portal, {
    targetUrl: `${serviceUrl}${WEBHOOKS_PATH}`,
    subscriptions: [
      ...WATCHED.map((propertyName) => ({ type: 'contact.propertyChange' as const, propertyName })),
      { type: 'contact.deletion' },
      { type: 'contact.merge' },
      { type: 'contact.privacyDeletion' },
    ],
    ...line,
  });
}
