import { createCardApp } from '../../fakes/card-app.js';
import { CARD_PROFILE, cardModel, NEARLY } from '../../fakes/card-model.js';
import { START } from '../../fakes/road.js';

const SQL = { ...NEARLY, lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };
const at = (lifecyclestage: string, hs_lead_status = '') => ({ ...NEARLY, lifecyclestage, hs_lead_status });
const START_ISO = '2026-03-02T09:00:00.000Z';
const code = (reply: { readonly ok: boolean; readonly code?: string }) => (reply.ok ? 'ok' : reply.code);

describe('accept', () => {
  it('makes an MQL an SAL, and says who did', async () => {
    const { press, contact, log, acceptances } = createCardApp();

    const reply = await press('accept');

    expect(reply).toMatchObject({ ok: true, view: { stage: { at: 'sal' }, may: { accept: false } } });
    expect(contact()).toMatchObject({
      lifecyclestage: 'marketingqualifiedlead',
      hs_lead_status: 'IN_PROGRESS',
      handoff_accepted_by: 'sanne@sales.example',
      handoff_accepted_at: START_ISO,
    });
    expect(log()).toEqual(['mql → sal manual user:9001']);
    expect(acceptances.answers).toEqual([
      { portalId: 4401, contactId: '101', key: expect.any(String), outcome: 'accepted', by: 'user:9001', at: START },
    ]);
  });

  it('leaves an SQL where it is, and shows in Lead Status that somebody is at it', async () => {
    const { press, contact, log, acceptances } = createCardApp({ contact: SQL });

    const reply = await press('accept', { seenStage: 'sql' });

    expect(reply).toMatchObject({ ok: true, view: { stage: { at: 'sql' }, may: { accept: false } } });
    expect(contact()).toMatchObject({ lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'IN_PROGRESS' });
    expect([log(), acceptances.answers.map(({ outcome }) => outcome)]).toEqual([[], ['accepted']]);
  });

  it('keeps the answer where the portal cannot hold SAL', async () => {
    const profile = { ...CARD_PROFILE, leadStatuses: new Set(['OPEN']) };
    const { press, contact, acceptances } = createCardApp({ profile });

    expect(code(await press('accept'))).toBe('ok');
    expect(contact()).toMatchObject({ hs_lead_status: 'OPEN', handoff_accepted_by: 'sanne@sales.example' });
    expect(acceptances.answers).toHaveLength(1);
  });

  it('names the user where HubSpot does not say his address', async () => {
    const { press, contact } = createCardApp();

    await press('accept', {}, 'userId=9001&portalId=4401');

    expect(contact()['handoff_accepted_by']).toBe('user:9001');
  });

  it.each([
    ['a lead', at('lead', 'NEW'), 'lead'],
    ['an SAL', at('marketingqualifiedlead', 'IN_PROGRESS'), 'sal'],
    ['a recycled lead', at('marketingqualifiedlead', 'BAD_TIMING'), 'recycled'],
    ['a disqualified lead', at('lead', 'UNQUALIFIED'), 'disqualified'],
    ['an SQL that is being worked', at('salesqualifiedlead', 'IN_PROGRESS'), 'sql'],
    ['a customer', at('customer'), 'customer'],
    ['a contact at a stage of the portal’s own', at('4212345'), '4212345'],
  ])('is not possible with %s, and says so', async (_name, contact, seenStage) => {
    const { press, crm, acceptances } = createCardApp({ contact });

    const reply = await press('accept', { seenStage });

    expect(reply).toMatchObject({
      ok: false,
      code: 'not-possible',
      because: expect.stringMatching(/^A lead at .*\.$/),
    });
    expect([crm.callsOf('write'), acceptances.answers]).toEqual([[], []]);
  });

  it('ends what a workflow waits for', async () => {
    const { press, service, store } = createCardApp({ contact: SQL });
    const want = { kind: 'await-acceptance', minutes: 60 } as const;
    const ask = {
      portalId: 4401,
      contactId: '101',
      key: 'w',
      way: 'workflow',
      actor: 'workflow:5',
      at: START,
    } as const;
    await service.execute({ ...ask, action: 'await-acceptance', want, callbackId: 'callback-w' });

    await press('accept', { seenStage: 'sql' });
    await service.takeUpOnce();

    expect(store.evaluations().find(({ ask: { key } }) => key === 'w')?.outcome?.handover).toEqual({
      outcome: 'accepted',
      by: 'user:9001',
      afterMinutes: 0,
    });
  });
});

describe('set-stage', () => {
  const sql = (more: object = {}) => ({ stage: 'sql', note: 'Called: starts in May', ...more });

  it('sets SQL with its note, the stages skipped, and who did; sales hears of it', async () => {
    const { press, contact, store, acceptances } = createCardApp();

    const reply = await press('set-stage', sql());

    expect(reply).toMatchObject({ ok: true, view: { stage: { at: 'sql' }, may: { accept: false, setSql: false } } });
    expect(contact()).toMatchObject({
      lifecyclestage: 'salesqualifiedlead',
      hs_lead_status: 'CONNECTED',
      handoff_accepted_by: 'sanne@sales.example',
      handoff_accepted_at: START_ISO,
    });
    expect(store.transitions).toMatchObject([
      {
        from: 'mql',
        to: 'sql',
        way: 'manual',
        actor: 'user:9001',
        rule: 'manual',
        because: ['Called: starts in May'],
        passed: ['sal'],
        model: 'small@0a1b2c3d',
      },
    ]);
    expect(store.announced).toEqual([{ contactId: '101', stage: 'sql', channels: ['owner-task'] }]);
    expect(acceptances.answers).toMatchObject([{ outcome: 'accepted', by: 'user:9001' }]);
  });

  it.each([
    ['missed', { country: 'Japan' }],
    ['not to be judged', { country: '' }],
  ])('over a requirement that is %s takes a reason, which is kept', async (_name, held) => {
    const { press, store, contact } = createCardApp({ contact: { ...NEARLY, ...held } });

    const without = await press('set-stage', sql());
    const blank = await press('set-stage', sql({ override: ' ' }));
    expect([without, blank]).toMatchObject([
      {
        code: 'override-required',
        because: 'Not met: We sell in the Benelux. To set SQL all the same, say why.',
        view: { stage: { at: 'mql' } },
      },
      { code: 'override-required' },
    ]);
    expect(contact()['lifecyclestage']).toBe('marketingqualifiedlead');
    const over = await press('set-stage', sql({ override: 'Billed in Utrecht' }));

    expect(code(over)).toBe('ok');
    expect(store.transitions).toMatchObject([
      {
        rule: 'override:served-country',
        because: ['Called: starts in May', 'Override: We sell in the Benelux: Billed in Utrecht'],
      },
    ]);
  });

  it('logs no override where nothing stood in the way', async () => {
    const { press, store } = createCardApp();

    await press('set-stage', sql({ override: 'to be sure' }));

    expect(store.transitions).toMatchObject([{ rule: 'manual', because: ['Called: starts in May'] }]);
  });

  it('wants a note, and asks for it in words', async () => {
    const { press, crm } = createCardApp();

    expect(await press('set-stage', sql({ note: ' ' }))).toMatchObject({
      ok: false,
      code: 'note-required',
      because: 'Say what was agreed: SQL takes a note.',
    });
    expect(crm.callsOf('write')).toEqual([]);
  });

  it('is how a lead becomes one where only a rep may set it', async () => {
    const stages = { mql: {}, sql: { enter: { evidence: 1 }, policy: 'vetted' } } as const;
    const { press, read, log } = createCardApp({ compiled: cardModel({ stages }) });
    const before = await read();

    await press('set-stage', sql());

    expect(before).toMatchObject({ view: { stage: { next: { missing: ['a rep sets it'] } } } });
    expect(log()).toEqual(['mql → sql manual user:9001']);
  });

  it.each([
    ['a lead', at('lead', 'NEW'), 'lead', ['mql', 'sal']],
    ['a subscriber', at('subscriber'), 'subscriber', ['mql', 'sal']],
    ['an SAL', at('marketingqualifiedlead', 'IN_PROGRESS'), 'sal', []],
    ['a recycled lead', at('marketingqualifiedlead', 'BAD_TIMING'), 'recycled', ['sal']],
    ['a disqualified lead', at('lead', 'UNQUALIFIED'), 'disqualified', ['mql', 'sal']],
  ])('works from %s, with what was skipped', async (_name, contact, seenStage, passed) => {
    const { press, store } = createCardApp({ contact });

    expect(code(await press('set-stage', sql({ seenStage })))).toBe('ok');
    expect(store.transitions).toMatchObject([{ from: seenStage, to: 'sql', passed }]);
  });

  it('leaves a protected stage, backward, only with a reason for that', async () => {
    const { press, crm, store } = createCardApp({ contact: at('opportunity') });

    const without = await press('set-stage', sql({ seenStage: 'opportunity' }));
    const over = await press('set-stage', sql({ seenStage: 'opportunity', override: 'The deal was a mistake' }));

    expect([code(without), code(over)]).toEqual(['override-required', 'ok']);
    expect(crm.stagesShown.get('101')).toEqual(['', 'salesqualifiedlead']);
    expect(store.transitions).toMatchObject([
      {
        from: 'opportunity',
        to: 'sql',
        rule: 'override:protect:opportunity',
        because: ['Called: starts in May', 'Override: The stage opportunity is protected: The deal was a mistake'],
      },
    ]);
  });

  it.each([
    ['an SQL', SQL, 'sql'],
    ['a contact at a stage of the portal’s own', at('4212345'), '4212345'],
  ])('is not possible with %s', async (_name, contact, seenStage) => {
    const { press, crm } = createCardApp({ contact });

    expect(code(await press('set-stage', sql({ seenStage, override: 'x' })))).toBe('not-possible');
    expect(crm.callsOf('write')).toEqual([]);
  });
});

describe('recycle', () => {
  it('takes a lead back to marketing with its reason and the day to look again; a rep has refused it', async () => {
    const { press, contact, store, acceptances } = createCardApp({ contact: SQL });

    const reply = await press('recycle', { seenStage: 'sql', reason: 'Not before summer', wakeUpAfterDays: 30 });

    expect(reply).toMatchObject({ ok: true, view: { stage: { at: 'recycled' } } });
    expect(contact()).toMatchObject({
      lifecyclestage: 'marketingqualifiedlead',
      hs_lead_status: 'BAD_TIMING',
      handoff_recycle_reason: 'Not before summer',
      handoff_wake_up_date: '2026-04-01',
    });
    expect(store.transitions).toMatchObject([{ from: 'sql', to: 'recycled', because: ['Not before summer'] }]);
    expect(acceptances.answers).toMatchObject([{ outcome: 'refused', by: 'user:9001' }]);
  });

  it('takes an opportunity back too, since a rep says why', async () => {
    const { press, log } = createCardApp({ contact: at('opportunity') });

    await press('recycle', { seenStage: 'opportunity', reason: 'Went quiet' });

    expect(log()).toEqual(['opportunity → recycled manual user:9001']);
  });

  it.each([
    ['without a reason', NEARLY, 'mql', ' ', 'reason-required'],
    ['of a lead', at('lead'), 'lead', 'Later', 'not-possible'],
    ['of one that is back already', at('marketingqualifiedlead', 'BAD_TIMING'), 'recycled', 'Later', 'not-possible'],
  ])('%s is answered in words', async (_name, contact, seenStage, reason, expected) => {
    const { press, crm } = createCardApp({ contact });

    expect(code(await press('recycle', { seenStage, reason }))).toBe(expected);
    expect(crm.callsOf('write')).toEqual([]);
  });
});

describe('disqualify', () => {
  it('puts a lead out for a reason of the model’s, in its spelling, with the note in the log', async () => {
    const { press, contact, store } = createCardApp();

    const reply = await press('disqualify', { reason: ' no BUDGET ', note: 'Asked twice' });

    expect(reply).toMatchObject({ ok: true, view: { stage: { at: 'disqualified' } } });
    expect(contact()).toMatchObject({
      lifecyclestage: 'marketingqualifiedlead',
      hs_lead_status: 'UNQUALIFIED',
      handoff_disqualify_reason: 'No budget',
    });
    expect(store.transitions).toMatchObject([{ to: 'disqualified', because: ['No budget', 'Asked twice'] }]);
  });

  it('takes any reason where the model has no list', async () => {
    const { press, store } = createCardApp({ compiled: cardModel({ disqualifyReasons: [] }) });

    await press('disqualify', { reason: 'Moved away' });

    expect(store.transitions).toMatchObject([{ because: ['Moved away'] }]);
  });

  it.each([
    ['no reason', '', 'reason-required', 'Say why the lead is out.'],
    ['a reason that is not on the list', 'Moved away', 'reason-required', 'Choose one of: No budget, Wrong fit.'],
  ])('with %s is answered in words', async (_name, reason, expected, because) => {
    expect(await createCardApp().press('disqualify', { reason })).toMatchObject({ code: expected, because });
  });

  it('of an opportunity is not possible', async () => {
    const { press } = createCardApp({ contact: at('opportunity') });

    expect(code(await press('disqualify', { seenStage: 'opportunity', reason: 'No budget' }))).toBe('not-possible');
  });
});

describe('answers', () => {
  it('are put on the contact, scored, and move the lead on where the model says so', async () => {
    const { press, contact, store } = createCardApp();

    const reply = await press('answers', { answers: { start: ' in May ' } });

    expect(reply).toMatchObject({ ok: true, view: { stage: { at: 'sql' } } });
    expect(contact()).toMatchObject({ handoff_timing_answer: 'in May', handoff_fit: '50' });
    expect(store.transitions).toMatchObject([
      { from: 'mql', to: 'sql', way: 'manual', actor: 'user:9001', rule: 'enter:sql' },
    ]);
  });

  it('go where the answer is held now', async () => {
    const { press, contact } = createCardApp({ contact: { ...NEARLY, handoff_timing_date: '2026-04-01' } });

    await press('answers', { answers: { start: '2026-05-01' } });

    expect(contact()).toMatchObject({ handoff_timing_date: '2026-05-01' });
    expect(contact()['handoff_timing_answer']).toBeUndefined();
  });

  it('are taken back when they are empty', async () => {
    const { press, contact } = createCardApp();

    const reply = await press('answers', { answers: { need: '' } });

    expect(contact()['handoff_need']).toBe('');
    expect(reply).toMatchObject({
      ok: true,
      view: { answers: [{ question: 'need', state: 'missing', value: '' }, {}] },
    });
  });

  it('never take a lead out: what the model says of it is written, and a person decides', async () => {
    const { press, contact, log } = createCardApp({ contact: { ...NEARLY, country: 'Japan' } });

    const reply = await press('answers', { answers: { start: 'in May' } });

    expect(reply).toMatchObject({ ok: true, view: { stage: { at: 'mql' } } });
    expect(contact()).toMatchObject({ handoff_timing_answer: 'in May', handoff_decision: 'disqualify' });
    expect(log()).toEqual([]);
  });

  it('of a contact at a stage we do not know are kept, and move nothing', async () => {
    const { press, contact } = createCardApp({ contact: at('4212345') });

    expect(code(await press('answers', { seenStage: '4212345', answers: { start: 'in May' } }))).toBe('ok');
    expect(contact()).toMatchObject({ lifecyclestage: '4212345', handoff_timing_answer: 'in May' });
  });

  it.each([
    ['a day that does not exist', { start: '2026-02-30' }, 'start takes a date such as 2026-12-01.'],
    ['words for a day', { start: 'soon' }, 'start takes a date such as 2026-12-01.'],
    [
      'a question the model does not ask',
      { budget: '5' },
      'The model asks no such question (any more). Load the card again.',
    ],
    [
      'a name every object has',
      { constructor: '5' },
      'The model asks no such question (any more). Load the card again.',
    ],
  ])('refuse %s in words, and write nothing', async (_name, answers, because) => {
    const { press, crm } = createCardApp({ contact: { ...NEARLY, handoff_timing_date: '2026-04-01' } });

    expect(await press('answers', { answers })).toMatchObject({ ok: false, code: 'invalid-input', because });
    expect(crm.callsOf('write')).toEqual([]);
  });

  it('say so when the portal has no such property', async () => {
    const properties = new Set([...CARD_PROFILE.properties].filter((name) => name !== 'handoff_timing_answer'));
    const { press } = createCardApp({ profile: { ...CARD_PROFILE, properties } });

    expect(await press('answers', { answers: { start: 'May' } })).toMatchObject({
      code: 'invalid-input',
      because: 'This portal has no property handoff_timing_answer: an admin runs "handoff setup".',
    });
  });

  it('say so when HubSpot refuses them', async () => {
    const { press, crm, contact } = createCardApp();
    crm.script('write', 'refused');

    expect(code(await press('answers', { answers: { need: 'Other' } }))).toBe('refused-by-hubspot');
    expect(contact()['handoff_need']).toBe('Faster follow-up');
  });
});

describe('score', () => {
  it('writes the score again and moves nothing', async () => {
    const { press, contact, log } = createCardApp({
      contact: { ...NEARLY, handoff_model: 'small@old', handoff_fit: '9' },
    });

    const reply = await press('score');

    expect(reply).toMatchObject({ ok: true, view: { score: { stale: false, writtenAt: START_ISO } } });
    expect([contact()['handoff_fit'], log()]).toEqual(['50', []]);
  });
});

describe('a press', () => {
  const PRESSES = [
    ['accept', {}],
    ['set-stage', { stage: 'sql', note: 'Called' }],
    ['recycle', { reason: 'Later' }],
    ['disqualify', { reason: 'No budget' }],
    ['answers', { answers: { start: 'in May' } }],
    ['score', {}],
  ] as const;

  it.each(PRESSES)('of %s repeated gets the same answer and does nothing new', async (button, body) => {
    const { press, crm, store, acceptances } = createCardApp();
    const first = await press(button, { ...body, id: 'p' });
    const done = [crm.callsOf('write').length, store.transitions.length, acceptances.answers.length];

    const again = await press(button, { ...body, id: 'p' });

    expect(again).toEqual(first);
    expect([crm.callsOf('write').length, store.transitions.length, acceptances.answers.length]).toEqual(done);
  });

  it.each(PRESSES)('of %s on a page that is out of date is answered with what is so now', async (button, body) => {
    const { press, crm, acceptances } = createCardApp({ contact: SQL });

    const reply = await press(button, body);

    expect(reply).toMatchObject({
      ok: false,
      code: 'out-of-date',
      because: 'Somebody was quicker: the lead is at Ready for sales now. Nothing was done.',
      view: { stage: { at: 'sql' } },
    });
    expect([crm.callsOf('write'), acceptances.answers]).toEqual([[], []]);
  });

  it('that came to nothing comes to nothing when it is repeated, whatever is so by then', async () => {
    const { press, crm, log } = createCardApp({ contact: SQL });
    await press('accept', { id: 'p' });
    Object.assign(crm.contacts.get('101')!, NEARLY);

    expect(code(await press('accept', { id: 'p' }))).toBe('out-of-date');
    expect(log()).toEqual([]);
  });

  it('of two reps at once is one: the other hears who was quicker', async () => {
    const { press, log } = createCardApp();

    const replies = await Promise.all([
      press('accept', {}),
      press('disqualify', { reason: 'No budget' }, 'userId=9002&portalId=4401'),
    ]);

    expect(replies.map(code).sort()).toEqual(['ok', 'out-of-date']);
    expect(log()).toHaveLength(1);
  });

  it('with one id by two reps is two', async () => {
    const { press, store } = createCardApp();

    await press('score', { id: 'p' });
    await press('score', { id: 'p' }, 'userId=9002&portalId=4401');

    expect(store.evaluations().map(({ ask }) => ask.actor)).toEqual(['user:9001', 'user:9002']);
  });

  it('that HubSpot ignores is answered so, with what it shows', async () => {
    const { press, crm, log, acceptances } = createCardApp();
    crm.always('write', 'ignored');

    const reply = await press('set-stage', { stage: 'sql', note: 'Called' });

    expect(reply).toMatchObject({
      ok: false,
      code: 'ignored-by-hubspot',
      because: 'HubSpot accepted the write and did not change the stage.',
      view: { stage: { at: 'mql' } },
    });
    expect([log(), acceptances.answers]).toEqual([[], []]);
  });

  it.each([
    ['refuses', 'refused', 'refused-by-hubspot'],
    ['no longer knows the contact', 'missing', 'contact-not-found'],
  ] as const)('HubSpot %s is answered so', async (_name, fault, expected) => {
    const { press, crm } = createCardApp();
    crm.always(fault === 'missing' ? 'read' : 'write', fault);

    expect(code(await press('accept'))).toBe(expected);
  });

  it('while HubSpot is away is kept, and carried out later if the lead is still where it was', async () => {
    const { press, crm, service, clock, log } = createCardApp();
    crm.script('read', 'busy', 'busy');

    const reply = await press('accept', { id: 'p' });
    clock.now += 5_000;
    await service.takeUpOnce();

    expect(reply).toMatchObject({ ok: false, code: 'under-way' });
    expect(log()).toEqual(['mql → sal manual user:9001']);
    expect(code(await press('accept', { id: 'p' }))).toBe('ok');
  });

  it('that is done but cannot be shown says so', async () => {
    const { press, crm, log } = createCardApp();
    crm.afterNext('write', () => crm.script('read', 'none', 'busy'));

    expect(await press('accept')).toEqual({
      ok: false,
      code: 'hubspot-busy',
      because: 'Done, but HubSpot would not show the contact just now. Load the card again.',
    });
    expect(log()).toHaveLength(1);
  });

  it('cut off after the move is finished later; what the rep said by it was kept before', async () => {
    const { press, service, store, acceptances, log, clock } = createCardApp();
    store.fail('settle', 'before');

    await expect(press('accept', { id: 'p' })).rejects.toThrow('503');
    const before = [acceptances.answers.length, log().length];
    clock.now += 61_000;
    await service.takeUpOnce();

    expect([before, acceptances.answers.length, log()]).toEqual([[1, 0], 1, ['mql → sal manual user:9001']]);
    expect(code(await press('accept', { id: 'p' }))).toBe('ok');
  });
});
