/** Pieces of a flow as the Automation API takes it. */

export const to = (nextActionId: string) => ({ connection: { edgeType: 'STANDARD', nextActionId } });

/** A built-in action, or one of an app. */
export const step = (actionId: string, actionTypeId: string, fields: object, more: object = {}) => ({
  type: 'SINGLE_CONNECTION',
  actionId,
  actionTypeId,
  actionTypeVersion: 0,
  fields,
  ...more,
});

export const code = (actionId: string, sourceCode: string, more: object = {}) => ({
  type: 'CUSTOM_CODE',
  actionId,
  runtime: 'NODE20X',
  sourceCode,
  inputFields: [],
  outputFields: [],
  secretNames: [],
  ...more,
});

export const staticText = (staticValue: string) => ({ type: 'STATIC_VALUE', staticValue });
export const property = (propertyName: string) => ({ type: 'OBJECT_PROPERTY', propertyName });
export const output = (actionId: string, dataKey: string) => ({ type: 'FIELD_DATA', actionId, dataKey });

export const setCity = (actionId: string, value: unknown, more: object = {}) =>
  step(actionId, '0-5', { property_name: 'city', value }, more);

/** Starts at the first of its steps. */
export const flowOf = (actions: readonly { actionId: string }[], more: object = {}) => ({
  name: 'Test',
  type: 'CONTACT_FLOW',
  flowType: 'WORKFLOW',
  objectTypeId: '0-1',
  isEnabled: true,
  startActionId: actions[0]?.actionId,
  actions,
  ...more,
});

/** Takes in who meets one property filter. */
export const whoMeets = (propertyName: string, operation: object, more: object = {}) => ({
  enrollmentCriteria: {
    type: 'LIST_BASED',
    listFilterBranch: {
      filterBranchType: 'OR',
      filters: [],
      filterBranches: [
        {
          filterBranchType: 'AND',
          filterBranches: [],
          filters: [{ filterType: 'PROPERTY', property: propertyName, operation }],
        },
      ],
    },
    ...more,
  },
});
