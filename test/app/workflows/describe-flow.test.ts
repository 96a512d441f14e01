import path from 'node:path';
import { describeFlow } from '../../../src/app/workflows/describe-flow.js';
import type { FlowStep } from '../../../src/app/workflows/template.js';
import { readWorkflowTemplates } from '../../../src/files/workflow-templates.js';

const TEMPLATES = readWorkflowTemplates(path.resolve(__dirname, '../../../workflows'));
const wordsOf = (name: string): readonly string[] => {
  const template = TEMPLATES.find((one) => one.name === name);
  return template ? describeFlow(template.flow, new Map([['${action:recycle-lead}', 'Recycle lead']])) : [];
};

describe('describeFlow', () => {
  it('says who comes in', () => {
    expect(wordsOf('mql-to-sql').slice(0, 3)).toEqual([
      'Comes in, and again with each change:',
      '  - lifecyclestage is any of marketingqualifiedlead and recent_conversion_event_name contains demo or quote or trial or pricing or contact sales or talk to sales and recent_conversion_date is after 14 days ago',
      '  - lifecyclestage is any of marketingqualifiedlead and engagements_last_meeting_booked is after 14 days ago',
    ]);
  });

  it.each([
    ['a wait of days', 'recycle-stalled', '  1. Wait 14 days → 2'],
    ['a wait of one day', 'recycle-stalled', '  3. Wait a day → 2'],
    [
      'the last step, and an app action by its name',
      'recycle-stalled',
      '  7. Recycle lead: reason No movement in 14 days, and none after a follow-up, wakeUpAfter 90 → end',
    ],
    ['a value out of another step', 'no-server', '  2. Set a property: handoff_score = score of step 1 → 3'],
    ['a fixed value', 'no-server', '  14. Set a property: hs_lead_status = CONNECTED → 15'],
    [
      'a branch by a value',
      'no-server',
      '  12. By lifecyclestage of step 1: salesqualifiedlead → 13 · marketingqualifiedlead → 17 · No stage to set → 19',
    ],
    [
      'a branch by what the contact shows',
      'demo-request',
      '  5. Look again: Fit does not show (handoff_fit is less than 20 (or empty)) → 7 · Fit shows → end',
    ],
    [
      'a branch that ends',
      'await-acceptance',
      '  3. By outcome of step 2: accepted → 4 · late → 5 · refused → end · No answer can come → end',
    ],
    ['custom code', 'no-server', '  1. Custom code: 0 kB, 0 properties in → 2'],
  ])('says %s', (_what, name, line) => {
    expect(wordsOf(name)).toContain(line);
  });

  it('says whose a task is and when it is due', () => {
    const line = wordsOf('await-acceptance').find((words) => words.startsWith('  4.'));

    expect(line).toBe(
      "  4. Create a task: task type CALL, subject First call: a lead you accepted, priority HIGH, owner assignment the contact's hubspot_owner_id, due time 60 MINUTES → end",
    );
  });

  it('has a number for every step', () => {
    const counts = TEMPLATES.map(({ flow }) => {
      const steps: readonly FlowStep[] = flow.actions;
      return describeFlow(flow, new Map()).filter((line) => /^ {2}\d+\. /.test(line)).length - steps.length;
    });

    expect(counts).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
