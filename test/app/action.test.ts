import { scoreLead } from '../../actions/score-lead.js';
import { outputFields } from '../../src/app/action.js';
import type { Outcome } from '../../src/app/outcome.js';
import { hold, SCORE } from '../fakes/compiled-model.js';

describe('outputFields', () => {
  it('adds that the execution succeeded', () => {
    const outcome: Outcome = { decision: hold('lead', 'scored'), score: SCORE, model: 'saas@0011aabb' };

    expect(outputFields(scoreLead, outcome)).toMatchObject({ score: '72', hs_execution_state: 'SUCCESS' });
    expect(outputFields(scoreLead, outcome)).not.toHaveProperty('reason');
  });

  it.each([
    'no-contact-given',
    'not-a-contact',
    'invalid-input',
    'contact-not-found',
    'model-unknown',
    'hubspot-rejected',
    'hubspot-unauthorized',
    'hubspot-unavailable',
  ] as const)('lets the workflow go on after %s, and names the reason', (code) => {
    const outcome: Outcome = { decision: { kind: 'refused', code, because: 'For a person' } };

    expect(outputFields(scoreLead, outcome)).toMatchObject({ reason: code, hs_execution_state: 'FAIL_CONTINUE' });
  });

  it('succeeds even where HubSpot ignored the move: the outputs say so', () => {
    const outcome: Outcome = {
      decision: hold('lead', 'scored'),
      move: { state: 'ignored', stage: 'lead', because: 'HubSpot accepted the write and did not change the stage' },
    };

    expect(outputFields(scoreLead, outcome)['hs_execution_state']).toBe('SUCCESS');
  });
});
