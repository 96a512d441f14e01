import { addFormsCommand } from '../../src/cli/forms-command.js';
import { runWithService } from './run-with-service.js';

const FORM = '2c4d1f3e-0d6b-4f5a-9f0e-6f0a1b2c3d4e';
const UNTIL = '2027-11-21T00:00:00.000Z';
const run = (words: string, given?: Parameters<typeof runWithService>[2]) =>
  runWithService(addFormsCommand, ['forms', ...words.split(' ')], given);

describe('handoff forms', () => {
  it('asks the service for a token, good for a year, and prints value and field', async () => {
    const answer = { value: 'h1.x', expiresAt: UNTIL, field: { name: 'handoff_request', hidden: true } };

    const { asked, out } = await run(`token --form ${FORM} --kind demo_requested`, { answer });

    expect(asked).toEqual([['forms/tokens', { form: FORM, kind: 'demo_requested', days: 365 }]]);
    expect(out).toContain('h1.x');
    expect(out).toContain('"name": "handoff_request"');
  });

  it('makes a demo form, and says what to do with it', async () => {
    const answer = { state: 'created', form: FORM, name: 'Request a demo', kind: 'demo_requested', expiresAt: UNTIL };

    const { asked, out } = await run('create-demo --days 30', { answer });

    expect(asked).toEqual([['forms/demo', { kind: 'demo_requested', days: 30 }]]);
    expect(out).toBe(
      [
        `created: Request a demo, form ${FORM}`,
        `  its hidden field proves demo_requested until ${UNTIL}; its lifecycle stage stays Lead`,
        `  in a page of HubSpot, or from any other: POST /forms/${FORM}/submit`,
        `  to see it work: handoff forms test --form ${FORM} --email you+test@example.com`,
        '',
      ].join('\n'),
    );
  });

  it('lists what about the forms sets a stage, and what holds for every form', async () => {
    const finding = { form: FORM, name: 'Old', finding: 'stage-field', what: 'lifecyclestage', advice: 'Take it off' };

    const table = await run('audit', { lines: [finding] });
    const json = await run('audit --json', { lines: [finding] });

    expect([table.asked, json.asked]).toEqual([[['forms/audit', {}]], [['forms/audit', {}]]]);
    expect(table.out).toContain('Take it off');
    expect(table.out).toContain('handoff quarantine list');
    expect(JSON.parse(json.out)).toEqual(finding);
  });

  it('says that no form sets a stage', async () => {
    expect((await run('audit')).out).toContain('No form sets a stage by itself.');
  });

  it('opens a form for some of its fields, and closes it', async () => {
    const answer = { form: FORM, signal: 'quote_requested', fields: ['email', 'company'], until: UNTIL };

    const opened = await run(`open --form ${FORM} --kind quote_requested --field email company`, { answer });
    const closed = await run(`close --form ${FORM}`, { answer: { closed: true } });

    expect(opened.asked).toEqual([
      ['forms/open', { form: FORM, kind: 'quote_requested', days: 365, fields: ['email', 'company'] }],
    ]);
    expect(opened.out).toContain('email, company');
    expect([closed.asked, closed.out]).toEqual([[['forms/close', { form: FORM }]], 'closed\n']);
  });

  it('lists the forms that are open', async () => {
    const open = { portalId: 4401, form: FORM, signal: 'demo_requested', fields: ['email', 'company'], until: UNTIL };

    const { asked, out } = await run('list', { lines: [open] });

    expect(asked).toEqual([['forms', {}]]);
    expect(out).toContain('email · company');
  });

  it.each([
    [true, 0, 'ok    decision      advance: lead → sql (direct:demo_requested)\n'],
    [false, 1, 'FAIL  decision      Nothing was heard\n'],
  ])('shows how far a test came: all well %s, exit %d (P6)', async (ok, exit, last) => {
    const said = ok ? 'advance: lead → sql (direct:demo_requested)' : 'Nothing was heard';
    const answer = { ok, steps: [{ step: 'decision', ok, said }], contactId: '77' };

    const ran = await run(`test --form ${FORM} --email a@example.com`, { answer });

    expect([ran.asked, ran.exit]).toEqual([[['forms/test', { form: FORM, email: 'a@example.com' }]], exit]);
    expect(ran.out).toBe(`${last}Contact 77 was made by this test: delete it when done.\n`);
  });
});
