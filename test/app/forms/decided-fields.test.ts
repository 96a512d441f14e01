import { isDecidedElsewhere } from '../../../src/app/forms/decided-fields.js';

describe('what is not for a form to say', () => {
  it.each([
    'lifecyclestage',
    'hs_lead_status',
    'hubspot_owner_id',
    'hs_object_id',
    'hubspotscore',
    'hs_lifecyclestage_lead_date',
    'hs_predictivecontactscore_v2',
    'handoff_score',
    'handoff_accepted_by',
    'handoff_request',
    'handoff_anything_to_come',
  ])('%s is decided elsewhere', (field) => {
    expect(isDecidedElsewhere(field)).toBe(true);
  });

  it.each(['email', 'jobtitle', 'company', 'message', 'handoff_need', 'handoff_budget', 'handoff_timing_date'])(
    '%s is for whoever fills it in',
    (field) => {
      expect(isDecidedElsewhere(field)).toBe(false);
    },
  );
});
