import { createActionsApp } from '../fakes/actions-app.js';

const CONTACTS = { 101: { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' } };
const MINUTES = 'minutes: expected more than 0, at most 43200 (30 days)';
const DAYS = 'wakeUpAfter: expected whole days, 0 to 3650';
const CHANNELS = 'expected any of owner-task, email, slack, webhook';

describe('an execution with unusable inputs', () => {
  it.each<[uid: string, inputs: object, because: string]>([
    ['await-acceptance', {}, 'minutes: is required'],
    ['await-acceptance', { minutes: null }, 'minutes: is required'],
    ['await-acceptance', { minutes: ' ' }, 'minutes: is required'],
    ['await-acceptance', { minutes: 'five' }, 'minutes: expected a number'],
    ['await-acceptance', { minutes: '1e3' }, 'minutes: expected a number'],
    ['await-acceptance', { minutes: true }, 'minutes: expected a number'],
    ['await-acceptance', { minutes: {} }, 'minutes: expected text'],
    ['await-acceptance', { minutes: [5] }, 'minutes: expected text'],
    ['await-acceptance', { minutes: 0 }, MINUTES],
    ['await-acceptance', { minutes: '-5' }, MINUTES],
    ['await-acceptance', { minutes: '43200.1' }, MINUTES],
    ['await-acceptance', { minutes: '9'.repeat(400) }, MINUTES],
    ['recycle-lead', { wakeUpAfter: 1 }, 'reason: is required'],
    ['recycle-lead', { reason: '' }, 'reason: is required'],
    ['recycle-lead', { reason: {} }, 'reason: expected text'],
    ['recycle-lead', { reason: 'x', wakeUpAfter: '1.5' }, DAYS],
    ['recycle-lead', { reason: 'x', wakeUpAfter: -1 }, DAYS],
    ['recycle-lead', { reason: 'x', wakeUpAfter: 3651 }, DAYS],
    ['recycle-lead', { reason: 'x', wakeUpAfter: 'soon' }, 'wakeUpAfter: expected a number'],
    ['recycle-lead', {}, 'reason: is required'],
    ['disqualify-lead', {}, 'reason: is required'],
    ['disqualify-lead', { reason: '\t' }, 'reason: is required'],
    ['disqualify-lead', { reason: ['No budget'] }, 'reason: expected text'],
    ['disqualify-lead', { reason: 'x', note: {} }, 'note: expected text'],
    ['notify-sales', { channels: 'slack;pager' }, `channels.1: ${CHANNELS}`],
    ['notify-sales', { channels: 'toString' }, `channels.0: ${CHANNELS}`],
    ['notify-sales', { channels: 7 }, `channels.0: ${CHANNELS}`],
    ['notify-sales', { channels: ['slack'] }, 'channels: expected text'],
    ['notify-sales', { urgency: 'panic' }, 'urgency: expected one of normal, urgent'],
    ['notify-sales', { urgency: 'normal;urgent' }, 'urgency: expected one of normal, urgent'],
    ['notify-sales', { urgency: false, note: [] }, 'urgency: expected one of normal, urgent; note: expected text'],
    [
      'set-stage',
      { stage: 'recycled' },
      'stage: expected one of subscriber, lead, mql, sal, sql, opportunity, customer',
    ],
    ['set-stage', {}, 'stage: is required'],
    ['set-stage', { stage: 'mql', allowBackward: 'yes' }, 'allowBackward: expected true or false'],
    ['set-stage', { stage: 'mql', allowBackward: 1 }, 'allowBackward: expected true or false'],
    ['qualify-lead', { mode: 'delete' }, 'mode: expected one of act, suggest, observe'],
    ['qualify-lead', { assignTo: 'Anna' }, 'assignTo: expected a HubSpot owner id, which is a number'],
    ['score-lead', { model: { name: 'saas' } }, 'model: expected text'],
  ])('%s %j goes on as failed, and says what to fill in', async (uid, inputFields, because) => {
    const app = createActionsApp({ contacts: CONTACTS });

    const answer = await app.call(uid, { inputFields });

    expect(answer).toMatchObject({ reason: 'invalid-input', hs_execution_state: 'FAIL_CONTINUE' });
    expect(answer['because'] ?? answer['reasons']).toBe(because);
    expect(app.store.evaluations()).toMatchObject([{ outcome: { decision: { kind: 'refused', because } } }]);
    expect(app.crm.calls).toEqual([]);
  });
});

describe('an execution with odd but usable inputs', () => {
  it.each<[uid: string, inputs: object, want: object]>([
    ['await-acceptance', { minutes: 5 }, { kind: 'await-acceptance', minutes: 5 }],
    ['await-acceptance', { minutes: ' 0.5 ' }, { minutes: 0.5 }],
    ['await-acceptance', { minutes: '43200' }, { minutes: 43_200 }],
    ['recycle-lead', { reason: 'x', wakeUpAfter: 0 }, { kind: 'recycle', reason: 'x', wakeUpAfterDays: 0 }],
    ['recycle-lead', { reason: ' x ', wakeUpAfter: null }, { reason: 'x', wakeUpAfterDays: undefined }],
    ['recycle-lead', { reason: 7, wakeUpAfter: '3650' }, { reason: '7', wakeUpAfterDays: 3650 }],
    ['disqualify-lead', { reason: 'x', note: '' }, { kind: 'disqualify', reason: 'x', note: undefined }],
    ['set-stage', { stage: 'mql', allowBackward: true }, { kind: 'set-stage', stage: 'mql', allowBackward: true }],
    ['set-stage', { stage: 'mql', allowBackward: 'false' }, { allowBackward: false }],
    ['notify-sales', {}, { kind: 'notify', channels: [], urgent: false, note: undefined }],
    ['notify-sales', { channels: null, urgency: '', note: ' ' }, { channels: [], urgent: false, note: undefined }],
    ['notify-sales', { channels: 'slack' }, { channels: ['slack'] }],
    ['notify-sales', { channels: ' owner-task ; email ' }, { channels: ['owner-task', 'email'] }],
    ['notify-sales', { channels: ';slack;;slack;' }, { channels: ['slack'] }],
    ['notify-sales', { channels: ';', urgency: 'urgent' }, { channels: [], urgent: true }],
  ])('%s %j is taken', async (uid, inputFields, want) => {
    const app = createActionsApp({ contacts: CONTACTS });

    await app.call(uid, { inputFields });

    expect(app.store.evaluations().map(({ ask }) => ask.want)).toMatchObject([want]);
  });
});
