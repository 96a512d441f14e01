import { createActionsApp } from '../fakes/actions-app.js';
import { PROFILE } from '../fakes/memory-crm.js';

const LEAD = { lifecyclestage: 'lead', hs_lead_status: 'NEW' };
const SAL = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'IN_PROGRESS' };
const SQL = { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };
const OUT = { ...LEAD, hs_lead_status: 'UNQUALIFIED' };
const REASONS = ['No budget', 'Wrong fit', 'Chose a competitor'];
const DONE = { because: '', hs_execution_state: 'SUCCESS' };

const portalWith = (contact: Record<string, string>, profile = PROFILE) =>
  createActionsApp({ contacts: { 101: contact }, model: { says: { disqualifyReasons: REASONS } }, profile });
const call = (reason: string, note?: string) => ({ inputFields: { reason, note } });

describe('disqualify-lead', () => {
  it.each([
    ['a lead', LEAD],
    ['an accepted lead (G16)', SAL],
    ['an SQL (G16)', SQL],
    ['a contact without a stage', { lifecyclestage: '' }],
  ])('takes %s out: Lead Status says so, the stage stays', async (_who, contact) => {
    const app = portalWith(contact);

    await expect(app.call('disqualify-lead', call('No budget'))).resolves.toEqual({ result: 'applied', ...DONE });

    expect(app.crm.contacts.get('101')).toEqual({
      ...contact,
      hs_lead_status: 'UNQUALIFIED',
      handoff_disqualify_reason: 'No budget',
    });
    expect(app.store.transitions).toMatchObject([{ to: 'disqualified', rule: 'asked', because: ['No budget'] }]);
  });

  it.each([
    ['in the model’s spelling', 'no BUDGET', 'No budget'],
    ['with blanks around it', '  wrong fit ', 'Wrong fit'],
    ['in words of its own', 'Moved to the moon', 'Moved to the moon'],
    ['that only begins like one of the model', 'No budget this year', 'No budget this year'],
  ])('counts a reason %s (R07)', async (_name, given, counted) => {
    const app = portalWith(LEAD);

    await app.call('disqualify-lead', call(given));

    expect(app.crm.contacts.get('101')).toMatchObject({ handoff_disqualify_reason: counted });
    expect(app.store.transitions).toMatchObject([{ because: [counted] }]);
    expect(app.store.evaluations()).toMatchObject([{ outcome: { decision: { because: counted } } }]);
  });

  it('keeps the note beside the reason, in the log only', async () => {
    const app = portalWith(LEAD);

    await app.call('disqualify-lead', call('wrong fit', 'Two people, no plans'));

    expect(app.store.transitions).toMatchObject([{ because: ['Wrong fit', 'Two people, no plans'] }]);
    expect(JSON.stringify(app.crm.contacts.get('101'))).not.toContain('Two people');
  });

  it.each([
    ['a customer', { lifecyclestage: 'customer' }, 'refused', 'The stage customer is protected'],
    ['an opportunity', { lifecyclestage: 'opportunity' }, 'refused', 'The stage opportunity is protected'],
    [
      'a stage of the portal’s own',
      { lifecyclestage: '51439524' },
      'refused',
      'The contact is at a stage this app does not know, so it is left alone',
    ],
    ['a lead that is out', OUT, 'ignored', 'The contact is already at this stage'],
  ])('leaves %s alone (G11)', async (_who, contact, result, because) => {
    const app = portalWith({ ...contact, handoff_disqualify_reason: 'Wrong fit' });

    const answer = await app.call('disqualify-lead', call('No budget'));

    expect(answer).toEqual({ result, because, hs_execution_state: 'SUCCESS' });
    expect(app.crm.callsOf('write')).toEqual([]);
  });

  it('leaves the lead in a portal without Unqualified', async () => {
    const app = portalWith(LEAD, { ...PROFILE, leadStatuses: new Set(['NEW', 'OPEN']) });

    await expect(app.call('disqualify-lead', call('No budget'))).resolves.toEqual({
      result: 'refused',
      because: 'This portal has no such stage',
      hs_execution_state: 'SUCCESS',
    });
    expect(app.crm.callsOf('write')).toEqual([]);
  });

  it('takes the lead out in a portal without our properties', async () => {
    const app = portalWith(LEAD, { ...PROFILE, properties: new Set(['lifecyclestage', 'hs_lead_status']) });

    await expect(app.call('disqualify-lead', call('No budget'))).resolves.toEqual({ result: 'applied', ...DONE });
    expect(app.crm.contacts.get('101')).toEqual(OUT);
  });

  it('says so when HubSpot refuses', async () => {
    const app = portalWith(LEAD);
    app.crm.script('write', 'refused');

    await expect(app.call('disqualify-lead', call('No budget'))).resolves.toMatchObject({
      result: 'refused',
      because: 'HubSpot refused the record: VALIDATION_ERROR',
    });
    expect(app.store.transitions).toEqual([]);
  });
});
