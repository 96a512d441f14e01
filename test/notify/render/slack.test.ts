import { renderSlack } from '../../../src/notify/render/slack.js';
import { factsOfAda, KEY } from './facts-of-ada.js';
import { factsWith, HOSTILE } from './hostile.js';

const TO = { key: KEY, target: 'hooks.slack.com' };
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });

describe('renderSlack', () => {
  it('is a header, the brief, a button and a reference', () => {
    const { channel, body } = renderSlack(factsOfAda(), TO);

    expect(channel).toBe('slack');
    expect(JSON.parse(body)).toEqual({
      text: 'SQL, ready to call: respond by Sun 22 Nov 10:35 CET · ref 0123abcd',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'SQL, ready to call', emoji: false } },
        section('*Respond by Sun 22 Nov 10:35 CET (in 5 minutes)*\nAda Lovelace, VP Engineering, Analytical Engines'),
        section('*Next:* Hold the discovery call'),
        section('*Why now*\n+ Asked for a demo\n+ Decision maker\n- Opened no mail for 60 days'),
        section('*Answers*\n+ need: Replace spreadsheets before the audit\n+ timing: 2027-01-15'),
        section('*Missing:* budget, authority'),
        section('*Lately*\nDemo requested 2 hours ago\nPricing viewed 1 day ago, 3 times\nEmail replied 4 days ago'),
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              text: { type: 'plain_text', text: 'Open in HubSpot', emoji: false },
              url: 'https://app.hubspot.com/contacts/4242/record/0-1/101',
            },
          ],
        },
        {
          type: 'context',
          elements: [
            {
              type: 'mrkdwn',
              text: 'For Sam Seller · lead → MQL → SQL · score 72 · rests on direct:demo_requested, demo, decision-maker · ref 0123abcd',
              verbatim: true,
            },
          ],
        },
      ],
    });
  });

  it('has no button without a safe link, and no empty section', () => {
    const { brief } = factsOfAda();
    const facts = factsOfAda({ brief: { ...brief, who: [] }, respondBy: undefined, recordUrl: 'http://127.0.0.1/' });

    const { blocks } = JSON.parse(renderSlack(facts, TO).body);

    expect(blocks.map(({ type }: { type: string }) => type)).toEqual([
      'header',
      'section',
      'section',
      'section',
      'section',
      'section',
      'context',
    ]);
    expect(JSON.stringify(blocks)).not.toContain('"text":""');
  });

  it.each(HOSTILE)('mentions nobody and links nowhere for %s, and stays within a block', (_what, text) => {
    const { body } = renderSlack(factsWith(text), TO);
    const message = JSON.parse(body);
    const texts: string[] = message.blocks.flatMap(
      (block: { text?: { text: string }; elements?: readonly { text: string | { text: string } }[] }) =>
        block.text
          ? [block.text.text]
          : (block.elements ?? []).flatMap(({ text: own }) => (typeof own === 'string' ? own : own.text)),
    );

    expect(message.text).toBe('SQL, ready to call: respond by Sun 22 Nov 10:35 CET · ref 0123abcd');
    expect(texts.length).toBeGreaterThan(5);
    for (const shown of texts) {
      expect(shown).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      expect(shown.length).toBeLessThanOrEqual(3_000);
    }
    expect(texts.at(-1)).toMatch(/ref 0123abcd$/);
  });

  it('cuts a block that Slack would not take', () => {
    const why = [{ text: '<'.repeat(5_000), sources: ['rule:long'], against: false }];

    const { blocks } = JSON.parse(renderSlack(factsOfAda({ brief: { ...factsOfAda().brief, why } }), TO).body);

    expect(blocks[3].text.text).toMatch(/^\*Why now\*\n\+ (?:&lt;)+…$/);
    expect(blocks[3].text.text.length).toBeLessThanOrEqual(3_000);
  });
});
