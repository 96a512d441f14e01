import { asList, asObject, asText } from './read-input.js';

/** What must be there, whatever it says. @source Automation API: required parts of a flow's body and of its actions */
const IN_CREATE = ['type', 'flowType', 'objectTypeId', 'isEnabled', 'actions'] as const;
const IN_PUT = ['type', 'revisionId', 'isEnabled', 'actions'] as const;
const IN_ACTION: Readonly<Record<string, readonly string[]>> = {
  SINGLE_CONNECTION: ['actionId', 'actionTypeId', 'actionTypeVersion', 'fields'],
  CUSTOM_CODE: ['actionId', 'runtime', 'sourceCode', 'inputFields', 'outputFields', 'secretNames'],
  STATIC_BRANCH: ['actionId', 'inputValue', 'staticBranches'],
  LIST_BRANCH: ['actionId', 'listBranches'],
};

/**
 * Every place of a flow's body where something is missing.
 *
 * @returns paths such as `actions.0.actionTypeVersion`; empty when all is there. What it holds is for the workflows to judge
 */
export function missingIn(body: unknown, how: 'create' | 'put'): readonly string[] {
  const flow = asObject(body);
  const inActions = asList(flow['actions']).flatMap((action, index) => {
    const type = asText(asObject(action)['type']);
    const needed = type !== undefined && Object.hasOwn(IN_ACTION, type) ? IN_ACTION[type] : undefined;
    return absent(asObject(action), needed ?? ['type']).map((name) => `actions.${index}.${name}`);
  });
  return [...absent(flow, how === 'create' ? IN_CREATE : IN_PUT), ...inActions];
}

function absent(value: Readonly<Record<string, unknown>>, needed: readonly string[]): string[] {
  return needed.filter((name) => value[name] === undefined || value[name] === null);
}
