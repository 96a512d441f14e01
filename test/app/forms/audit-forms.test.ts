import { auditForms } from '../../../src/app/forms/audit-forms.js';
import type { Form } from '../../../src/app/forms/form.js';
import { DAY, FORM, formWith, NOW, OTHER_FORM, PORTAL, readToken, tokenFor } from '../../fakes/memory-forms.js';

const audit = (form: Form) => auditForms([form], { portalId: PORTAL, readToken, now: NOW });
const withStage = (stage: string): Form => ({ ...formWith(), stage });
const asking = (value: string, hidden = true): Form => formWith([{ name: 'handoff_request', hidden, value }]);

describe('auditing forms', () => {
  it.each<[string, Form, string, string]>([
    [
      'a field of stages, of before March 2024',
      formWith([{ name: 'lifecyclestage', hidden: true }]),
      'stage-field',
      'lifecyclestage',
    ],
    ['a setting that makes SQLs', withStage('salesqualifiedlead'), 'stage-setting', 'sql'],
    ['a setting that makes MQLs', withStage('marketingqualifiedlead'), 'stage-setting', 'mql'],
    ['a setting with a stage of the portal’s own', withStage('90071'), 'stage-setting', '90071'],
    ['a field of the owner', formWith([{ name: 'hubspot_owner_id' }]), 'decided-field', 'hubspot_owner_id'],
    ['a field of the lead status', formWith([{ name: 'hs_lead_status' }]), 'decided-field', 'hs_lead_status'],
    ['a field of our score', formWith([{ name: 'handoff_score', hidden: true }]), 'decided-field', 'handoff_score'],
    ['a request in plain view', asking(tokenFor(), false), 'request-shown', 'handoff_request'],
    ['a request nobody signed', asking('yes'), 'request-unproven', 'handoff_request'],
    [
      'a request without a value',
      formWith([{ name: 'handoff_request', hidden: true }]),
      'request-unproven',
      'handoff_request',
    ],
    [
      'a request signed for another form',
      asking(tokenFor({ form: OTHER_FORM })),
      'request-unproven',
      'handoff_request',
    ],
    ['a request signed for another portal', asking(tokenFor({ portalId: 1 })), 'request-unproven', 'handoff_request'],
    ['a request that has expired', asking(tokenFor({ expiresAt: NOW })), 'request-unproven', 'handoff_request'],
    ['a request that soon expires', asking(tokenFor({ expiresAt: NOW + 29 * DAY })), 'request-ends', 'handoff_request'],
  ])('finds %s (P5)', (_name, form, finding, what) => {
    expect(audit(form)).toEqual([
      { form: FORM, name: 'Demo', finding, what, advice: expect.stringMatching(/\w/) as string },
    ]);
  });

  it.each<[string, Form]>([
    ['the stage Lead', withStage('lead')],
    ['the stage Subscriber', withStage('subscriber')],
    ['the account’s own stage', formWith()],
    ['answers of a lead', formWith([{ name: 'handoff_need' }, { name: 'email' }, { name: 'jobtitle' }])],
    ['a field of a company that is called alike', formWith([{ name: 'hubspot_owner_id', ofContact: false }])],
    ['a request that is good for long', asking(tokenFor())],
  ])('finds nothing in %s', (_name, form) => {
    expect(audit(form)).toEqual([]);
  });

  it('names the command that makes a new value, for what the old one proved', () => {
    const [finding] = audit(asking(tokenFor({ expiresAt: NOW - 1, signal: 'quote_requested' })));

    expect(finding?.advice).toBe(
      `The value of the hidden field has expired; handoff forms token --form ${FORM} --kind quote_requested makes a new value`,
    );
  });

  it('says how long a request is good', () => {
    const [finding] = audit(asking(tokenFor({ expiresAt: Date.UTC(2026, 11, 1) })));

    expect(finding?.advice).toContain('Good until 2026-12-01 only');
  });
});
