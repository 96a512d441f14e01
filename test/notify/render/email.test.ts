import { renderEmail } from '../../../src/notify/render/email.js';
import { factsOfAda, KEY } from './facts-of-ada.js';
import { factsWith, HOSTILE } from './hostile.js';

const TO = { key: KEY, target: 'sam@example.com' };

describe('renderEmail', () => {
  it('says it in words', () => {
    expect(renderEmail(factsOfAda(), TO).text).toBe(`SQL, ready to call
Respond by Sun 22 Nov 10:35 CET (in 5 minutes)

Ada Lovelace, VP Engineering, Analytical Engines

Next: Hold the discovery call

Why now
+ Asked for a demo
+ Decision maker
- Opened no mail for 60 days

Answers
+ need: Replace spreadsheets before the audit
+ timing: 2027-01-15

Missing: budget, authority

Lately
Demo requested 2 hours ago
Pricing viewed 1 day ago, 3 times
Email replied 4 days ago

Open in HubSpot: https://app.hubspot.com/contacts/4242/record/0-1/101

For Sam Seller · lead → MQL → SQL · score 72 · rests on direct:demo_requested, demo, decision-maker · ref 0123abcd
`);
  });

  it('says the same as a page a phone can show', () => {
    const { html } = renderEmail(factsOfAda(), TO);

    expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(html).toContain('<h1 style="margin:0;font-size:20px">SQL, ready to call</h1>');
    expect(html).toContain('<p>Ada Lovelace, VP Engineering, Analytical Engines</p>');
    expect(html).toContain('<a href="https://app.hubspot.com/contacts/4242/record/0-1/101"');
  });

  it('goes to the address as it is', () => {
    const { to } = renderEmail(factsOfAda(), { key: KEY, target: 'Sam <sam@example.com>' });

    expect(to).toBe('Sam <sam@example.com>');
  });

  it.each(HOSTILE)('keeps %s out of the subject, and shows it as text', (_what, text) => {
    const { subject, html, text: words } = renderEmail(factsWith(text), TO);

    expect(subject).toBe('SQL, ready to call: respond by Sun 22 Nov 10:35 CET');
    expect(words).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\u202E]|^(?:Bcc|Subject):/mu);
    expect(words.match(/:\/\//g)).toHaveLength(1);
    expect(html).not.toMatch(/<script|<!channel|onmouseover="|href="(?!https:)/);
    expect(html.match(/<a /g)).toHaveLength(1);
  });
});
