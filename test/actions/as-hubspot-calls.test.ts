import { createActionsApp, executionBody, type Called } from '../fakes/actions-app.js';

const LEAD = { lifecyclestage: 'lead', hs_lead_status: 'NEW' };
const SQL = { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };
const SAL = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'IN_PROGRESS', handoff_accepted_by: 'Sanne' };

type Row = readonly [uid: string, given: { at: Record<string, string>; inputs: unknown }, outputs: unknown];

/** One execution of each action, and all that HubSpot hears of it. */
const EACH: readonly Row[] = [
  [
    'score-lead',
    { at: LEAD, inputs: { model: 'saas' } },
    {
      score: '72',
      fit: '80',
      intent: '65',
      timing: '',
      coverage: '0.9',
      reasons: '+50 Asked for a demo · -15 Not seen for 60 days',
      model: 'saas@0011aabb',
      hs_execution_state: 'SUCCESS',
    },
  ],
  [
    'qualify-lead',
    { at: LEAD, inputs: { model: 'saas', mode: 'act', assignTo: '64492917' } },
    {
      decision: 'advance',
      stage: 'mql',
      moved: 'true',
      score: '72',
      because: '+50 Asked for a demo · -15 Not seen for 60 days',
      missing: '',
      nextAction: 'Nurture',
      hs_execution_state: 'SUCCESS',
    },
  ],
  [
    'set-stage',
    { at: SQL, inputs: { stage: 'mql', reason: 'Too early', allowBackward: 'true' } },
    { result: 'applied', stage: 'mql', because: '', hs_execution_state: 'SUCCESS' },
  ],
  [
    'notify-sales',
    { at: SQL, inputs: { channels: 'slack;email', urgency: 'urgent', note: 'Call before noon' } },
    {
      sent: 'recorded',
      key: '4401:101:sql',
      because: 'Kept, and sent within the minute',
      hs_execution_state: 'SUCCESS',
    },
  ],
  [
    'await-acceptance',
    { at: SAL, inputs: { minutes: '5' } },
    { outcome: 'accepted', by: 'Sanne', afterMinutes: '0', because: '', hs_execution_state: 'SUCCESS' },
  ],
  [
    'recycle-lead',
    { at: SQL, inputs: { reason: 'Next year', wakeUpAfter: '90' } },
    { result: 'applied', count: '1', because: '', hs_execution_state: 'SUCCESS' },
  ],
  [
    'disqualify-lead',
    { at: LEAD, inputs: { reason: 'No budget', note: 'Asked twice' } },
    { result: 'applied', because: '', hs_execution_state: 'SUCCESS' },
  ],
];

const typed = (inputs: object) =>
  Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, { value, type: 'STRING' }]));

/** The shapes a call comes in: each is the same call. */
const SHAPES: readonly (readonly [string, (inputs: object) => Called])[] = [
  ['the live body', (inputs) => ({ inputFields: inputs, body: { typedInputs: typed(inputs) } })],
  [
    'the documented body, with properties of the contact',
    (inputs) => ({
      inputFields: inputs,
      body: {
        fields: undefined,
        object: {
          objectId: 101,
          objectType: 'CONTACT',
          properties: { email: 'ann@example.com', lifecyclestage: null },
        },
      },
    }),
  ],
  ['fields without inputFields', (inputs) => ({ inputFields: inputs, body: { inputFields: undefined } })],
  ['an id as text', (inputs) => ({ inputFields: inputs, body: { object: { objectId: '101', objectType: '0-1' } } })],
  ['inputs nobody declared', (inputs) => ({ inputFields: { ...inputs, stages: 'customer', toString: 'x' } })],
  [
    'an agent that names a contact',
    (inputs) => ({ inputFields: inputs, body: { context: { source: 'AGENTS', agentId: 7 } } }),
  ],
];

describe.each(EACH)('%s as HubSpot calls it', (uid, { at, inputs }, outputs) => {
  const filled = inputs as object;

  it.each(SHAPES)('answers %s', async (_name, shape) => {
    const app = createActionsApp({ contacts: { 101: at } });

    await expect(app.call(uid, shape(filled))).resolves.toEqual(outputs);
  });

  it('answers v2, which the guide still describes', async () => {
    const app = createActionsApp({ contacts: { 101: at } });

    const reply = await app.post(`/hubspot/actions/${uid}`, executionBody({ inputFields: inputs }), 'v2');

    expect([reply.status, reply.body]).toEqual([200, { outputFields: outputs }]);
  });

  it('answers a repeat in the same words, calls HubSpot no more and changes nothing (P1)', async () => {
    const app = createActionsApp({ contacts: { 101: at } });
    const called = { inputFields: inputs };
    await app.call(uid, called);
    const before = [app.crm.calls.length, app.store.transitions.length, app.announcements.kept().length];

    app.restart('w2');

    await expect(app.call(uid, called)).resolves.toEqual(outputs);
    expect([app.crm.calls.length, app.store.transitions.length, app.announcements.kept().length]).toEqual(before);
    expect(app.store.evaluations()).toHaveLength(1);
  });

  it.each([
    ['no object', { object: undefined }, 'no-contact-given', 'The call names no enrolled contact'],
    ['a null object', { object: null }, 'no-contact-given', 'The call names no enrolled contact'],
    ['no id', { object: { objectType: 'CONTACT' } }, 'no-contact-given', 'The call names no enrolled contact'],
    [
      'a company',
      { object: { objectId: 9, objectType: 'COMPANY' } },
      'not-a-contact',
      'Only contacts can be qualified',
    ],
    [
      'a contact nobody knows',
      { object: { objectId: 999, objectType: 'CONTACT' } },
      'contact-not-found',
      'HubSpot has no such contact (any more)',
    ],
  ])('lets the workflow go on after a call with %s, and says why', async (_name, body, reason, because) => {
    const app = createActionsApp({ contacts: { 101: at } });

    const answer = await app.call(uid, {
      inputFields: inputs,
      body: { context: { source: 'AGENTS', agentId: 7 }, ...body },
    });

    expect(answer).toMatchObject({ hs_execution_state: 'FAIL_CONTINUE', reason });
    expect(answer['because'] ?? answer['reasons']).toBe(because);
    expect(Object.values(answer).filter((value) => typeof value !== 'string')).toEqual([]);
    expect(Object.keys(answer).sort()).toEqual([...Object.keys(outputs as object), 'reason'].sort());
    expect(app.crm.callsOf('write')).toEqual([]);
  });

  it.each([
    ['a list as inputs', { inputFields: ['saas'] }],
    ['text as inputs', { inputFields: 'saas' }],
    ['an object id of words', { body: { object: { objectId: 'ann', objectType: 'CONTACT' } } }],
    ['no callback id', { body: { callbackId: undefined } }],
  ])('answers 400 to %s', async (_name, called) => {
    const app = createActionsApp({ contacts: { 101: at } });

    const reply = await app.post(`/hubspot/actions/${uid}`, executionBody(called));

    expect([reply.status, reply.body.error]).toEqual([400, 'invalid-input']);
    expect(app.crm.calls).toEqual([]);
  });
});
