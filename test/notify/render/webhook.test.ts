import { renderWebhook } from '../../../src/notify/render/webhook.js';
import { factsOfAda, KEY } from './facts-of-ada.js';
import { factsWith, HOSTILE } from './hostile.js';

const TO = { key: KEY, target: 'crm.example.com' };
const bodyOf = (facts: Parameters<typeof renderWebhook>[0]) => JSON.parse(renderWebhook(facts, TO).body);

describe('renderWebhook', () => {
  it('says the same to a program', () => {
    expect(bodyOf(factsOfAda({ note: 'Met her at the fair', urgent: true }))).toEqual({
      type: 'lead.announced',
      id: KEY,
      at: '2026-11-22T09:29:40.000Z',
      portalId: 4242,
      contactId: '101',
      stage: 'sql',
      from: 'lead',
      reasons: ['Asked for a demo', 'Decision maker', 'Opened no mail for 60 days'],
      missing: ['budget', 'authority'],
      score: 72,
      recommendation: 'ready',
      rules: ['decision:direct:demo_requested', 'rule:demo', 'rule:decision-maker'],
      respondBy: '2026-11-22T09:35:00.000Z',
      clock: null,
      urgent: true,
      note: 'Met her at the fair',
      recordUrl: 'https://app.hubspot.com/contacts/4242/record/0-1/101',
    });
  });

  it('has null for what is not known', () => {
    const { score: _score, ...brief } = factsOfAda().brief;

    const body = bodyOf(factsOfAda({ brief, transitions: [], respondBy: undefined, recordUrl: 'http://127.0.0.1/' }));

    expect(body).toMatchObject({ from: null, score: null, respondBy: null, note: null, recordUrl: null });
  });

  it.each(HOSTILE)('holds %s as one short text', (_what, text) => {
    const { reasons, note, rules } = bodyOf(factsWith(text));

    for (const line of [...reasons, ...rules, note ?? '']) expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u202E]/u);
    for (const line of [...reasons, ...rules]) expect(line.length).toBeLessThanOrEqual(121);
    expect((note ?? '').length).toBeLessThanOrEqual(2_401);
  });
});
