import { lackingIn, propertiesIn } from '../../../src/app/workflows/check-portal.js';
import type { Flow, FlowStep, FilterBranch } from '../../../src/app/workflows/template.js';

const branch = (...properties: string[]): FilterBranch => ({
  filterBranchType: 'AND',
  filterBranchOperator: 'AND',
  filterBranches: [],
  filters: properties.map((property) => ({ filterType: 'PROPERTY', property, operation: { operator: 'IS_KNOWN' } })),
});

function flowOf(actions: readonly FlowStep[], enrolled = branch('createdate')): Flow {
  return {
    name: 'Handoff: test',
    type: 'CONTACT_FLOW',
    flowType: 'WORKFLOW',
    objectTypeId: '0-1',
    isEnabled: false,
    startActionId: '1',
    actions,
    enrollmentCriteria: {
      type: 'LIST_BASED',
      shouldReEnroll: true,
      unEnrollObjectsNotMeetingCriteria: false,
      listFilterBranch: enrolled,
      reEnrollmentTriggersFilterBranches: [branch('hs_again')],
    },
  };
}

const step = (fields: Record<string, never> | object, actionTypeId = '0-5'): FlowStep => ({
  type: 'SINGLE_CONNECTION',
  actionId: '1',
  actionTypeId,
  actionTypeVersion: 0,
  fields: { ...fields },
});
const set = (property: string, staticValue: string) =>
  step({ property_name: property, value: { type: 'STATIC_VALUE', staticValue } });
const held = (...names: string[]) => names.map((name) => ({ name, options: [] }));
const ALWAYS = held('createdate', 'hs_again');

describe('propertiesIn', () => {
  it('finds properties wherever a flow may name one', () => {
    const flow = flowOf([
      set('a_set', 'x'),
      step(
        { owner_assignment: { type: 'CUSTOM', value: { type: 'OBJECT_PROPERTY', propertyName: 'b_owner' } } },
        '0-3',
      ),
      step({ owner_properties: ['c_told'] }, '0-9'),
      {
        type: 'STATIC_BRANCH',
        actionId: '2',
        inputValue: { type: 'OBJECT_PROPERTY', propertyName: 'd_asked' },
        staticBranches: [],
      },
      { type: 'LIST_BRANCH', actionId: '3', listBranches: [{ branchName: 'x', filterBranch: branch('e_again') }] },
      {
        type: 'CUSTOM_CODE',
        actionId: '4',
        runtime: 'NODE20X',
        sourceCode: '',
        inputFields: [{ name: 'f', value: { type: 'OBJECT_PROPERTY', propertyName: 'f_code' } }],
        outputFields: [],
        secretNames: [],
      },
    ]);

    expect(propertiesIn(flow)).toEqual([
      'a_set',
      'b_owner',
      'c_told',
      'createdate',
      'd_asked',
      'e_again',
      'f_code',
      'hs_again',
    ]);
  });
});

describe('lackingIn', () => {
  it('has nothing to say of a portal that has it all', () => {
    const stages = { name: 'lifecyclestage', options: ['lead', 'salesqualifiedlead'] };

    expect(lackingIn(flowOf([set('lifecyclestage', 'salesqualifiedlead')]), [...ALWAYS, stages])).toEqual([]);
  });

  it('tells our missing properties in one line, with the command that makes them', () => {
    const flow = flowOf([set('handoff_score', '1'), set('handoff_fit', '1')]);

    expect(lackingIn(flow, ALWAYS)).toEqual([
      'the portal has no property handoff_fit, handoff_score: run handoff setup, then apply again',
    ]);
  });

  it("tells of a property that is nobody's of ours", () => {
    expect(lackingIn(flowOf([set('my_score', '1')]), ALWAYS)).toEqual([
      'the portal has no contact property my_score: create it, or take another workflow',
    ]);
  });

  it('tells of a stage this portal does not have (W01)', () => {
    const stages = { name: 'lifecyclestage', options: ['lead'] };

    expect(lackingIn(flowOf([set('lifecyclestage', 'salesqualifiedlead')]), [...ALWAYS, stages])).toEqual([
      'the property lifecyclestage has no option salesqualifiedlead here: add it in HubSpot, then apply again',
    ]);
  });
});
