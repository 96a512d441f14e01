import type { SandboxPortal } from '../portal/portal.js';
import { signV2, signV3 } from '../signing.js';
import type { Execution } from './executions.js';

/** An action of an app, as the portal knows it once the app is installed. */
export interface AppAction {
  /** `1-<definition id>`, as flows name it. */
  readonly actionTypeId: string;
  readonly uid: string;
  /** What people see; default the uid. HubSpot never shows the uid itself. */
  readonly name?: string;
  /** What people fill in; default nothing. Only told to who asks for action types: calls carry what the flow maps. */
  readonly inputs?: readonly AppInput[];
  readonly actionUrl: string;
  /** Revision of the definition; default 1. */
  readonly version?: number;
  /** `objectRequestOptions.properties`: sent along in `object.properties`. */
  readonly objectProperties?: readonly string[];
}

/** An input field of an app's action. */
export interface AppInput {
  readonly name: string;
  /** HubSpot's: `string`, `number`, `bool`, `enumeration` … */
  readonly type: string;
  readonly label?: string;
  readonly required?: boolean;
  /** Fixed choices. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

/**
 * The body of one execution, the same for each attempt.
 *
 * @source live bodies on platform 2026.03. `fields`, `typedInputs` and the `extensionDefinition` ids are not documented
 */
export function executionBody(
  portal: SandboxPortal,
  action: AppAction,
  execution: Execution,
  inputs: Readonly<Record<string, string>>,
): string {
  const definition = Number(action.actionTypeId.slice(2));
  const version = action.version ?? 1;
  return JSON.stringify({
    callbackId: execution.callbackId,
    origin: {
      portalId: portal.portalId,
      actionDefinitionId: definition,
      actionDefinitionVersion: version,
      extensionDefinitionId: definition,
      extensionDefinitionVersionId: version,
    },
    context: { source: 'WORKFLOWS', workflowId: Number(execution.flowId), actionId: Number(execution.actionId) },
    object: { objectId: Number(execution.contactId), objectType: 'CONTACT', ...requested(portal, action, execution) },
    fields: inputs,
    inputFields: inputs,
    typedInputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, { value, type: 'STRING' }])),
  });
}

/** Signed for this very moment: v2 always, v3 beside it when asked. @param at epoch milliseconds on the sandbox clock */
export function signedHeaders(
  secret: string,
  call: { readonly url: string; readonly body: string; readonly at: number },
  withV3: boolean,
): Record<string, string> {
  const { url, body, at } = call;
  return {
    'content-type': 'application/json',
    'x-hubspot-signature': signV2(secret, 'POST', url, body),
    'x-hubspot-signature-version': 'v2',
    ...(withV3 && {
      'x-hubspot-signature-v3': signV3(secret, 'POST', url, body, Math.floor(at)),
      'x-hubspot-request-timestamp': String(Math.floor(at)),
    }),
  };
}

function requested(
  portal: SandboxPortal,
  { objectProperties }: AppAction,
  { contactId }: Execution,
): { readonly properties?: Readonly<Record<string, string | null>> } {
  if (objectProperties === undefined) return {};
  const values = portal.properties(contactId) ?? {};
  return { properties: Object.fromEntries(objectProperties.map((name) => [name, values[name] || null])) };
}
