import { renderTask } from '../../../src/notify/render/task.js';
import { factsOfAda, KEY } from './facts-of-ada.js';
import { factsWith, HOSTILE } from './hostile.js';

const TO = { key: KEY, target: '77' };
/** Every tag and every quoted attribute of ours. */
const OURS = /<\/?(?:p|strong|small|br)>|<a href="https:\/\/[^"<>]*" style="[^"<>]*">|<\/a>/g;

describe('renderTask', () => {
  it('is a call for the owner, due in time (W09)', () => {
    const { channel, properties } = renderTask(factsOfAda(), TO);

    expect(channel).toBe('owner-task');
    expect(properties).toEqual({
      hs_task_subject: 'SQL, ready to call: respond by Sun 22 Nov 10:35 CET',
      hs_task_body: [
        '<p><strong>Respond by Sun 22 Nov 10:35 CET (in 5 minutes)</strong></p>',
        '<p>Ada Lovelace, VP Engineering, Analytical Engines</p>',
        '<p><strong>Next:</strong> Hold the discovery call</p>',
        '<p><strong>Why now</strong><br>+ Asked for a demo<br>+ Decision maker<br>- Opened no mail for 60 days</p>',
        '<p><strong>Answers</strong><br>+ need: Replace spreadsheets before the audit<br>+ timing: 2027-01-15</p>',
        '<p><strong>Missing:</strong> budget, authority</p>',
        '<p><strong>Lately</strong><br>Demo requested 2 hours ago<br>Pricing viewed 1 day ago, 3 times<br>Email replied 4 days ago</p>',
        '<p><a href="https://app.hubspot.com/contacts/4242/record/0-1/101" style="display:inline-block;padding:12px 20px;border-radius:6px;background:#1a5fb4;color:#ffffff;text-decoration:none">Open in HubSpot</a></p>',
        '<p><small>For Sam Seller · lead → MQL → SQL · score 72 · rests on direct:demo_requested, demo, decision-maker · ref 0123abcd</small></p>',
      ].join('\n'),
      hs_task_type: 'CALL',
      hs_task_priority: 'MEDIUM',
      hs_task_status: 'NOT_STARTED',
      hs_timestamp: '2026-11-22T09:35:00.000Z',
      hubspot_owner_id: '77',
      handoff_key: KEY,
    });
  });

  it('is of nobody when there is no owner', () => {
    expect(renderTask(factsOfAda({ owner: undefined }), TO).properties).not.toHaveProperty('hubspot_owner_id');
  });

  it('comes first when it is urgent, and is due at once when nothing says when', () => {
    const { properties } = renderTask(factsOfAda({ urgent: true, respondBy: undefined }), TO);

    expect(properties['hs_task_priority']).toBe('HIGH');
    expect(properties['hs_timestamp']).toBe('2026-11-22T09:30:00.000Z');
  });

  it.each(HOSTILE)('shows %s as text', (_what, text) => {
    const { properties } = renderTask(factsWith(text), TO);

    expect(properties['hs_task_subject']).toBe('SQL, ready to call: respond by Sun 22 Nov 10:35 CET');
    expect(properties['hs_task_body']?.replace(OURS, '')).not.toMatch(/[<>"']/);
    expect(properties['hs_task_body']?.length).toBeLessThan(10_000);
  });

  it('escapes an entity once more, so that it is read as it was written', () => {
    expect(renderTask(factsWith('&lt;b'), TO).properties['hs_task_body']).toContain('&amp;lt;b');
  });

  it('escapes the address of the record as well', () => {
    const { properties } = renderTask(factsOfAda({ recordUrl: 'https://app.hubspot.com/?a=1&copy=2' }), TO);

    expect(properties['hs_task_body']).toContain('<a href="https://app.hubspot.com/?a=1&amp;copy=2"');
  });
});
