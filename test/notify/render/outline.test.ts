import type { Advice } from '../../../src/core/recommend.js';
import { outlineOf } from '../../../src/notify/render/outline.js';
import { factsOfAda, KEY, NOW } from './facts-of-ada.js';
import { factsWith, HOSTILE } from './hostile.js';

describe('outlineOf', () => {
  it('puts what a closer needs in the order he reads it', () => {
    expect(outlineOf(factsOfAda({ note: 'Met her at the fair' }), KEY)).toEqual({
      title: 'SQL, ready to call',
      subject: 'SQL, ready to call: respond by Sun 22 Nov 10:35 CET',
      due: 'Respond by Sun 22 Nov 10:35 CET (in 5 minutes)',
      who: 'Ada Lovelace, VP Engineering, Analytical Engines',
      parts: [
        { label: 'Next', items: ['Hold the discovery call'], list: false },
        { label: 'Note', items: ['Met her at the fair'], list: false },
        {
          label: 'Why now',
          items: ['+ Asked for a demo', '+ Decision maker', '- Opened no mail for 60 days'],
          list: true,
        },
        {
          label: 'Answers',
          items: ['+ need: Replace spreadsheets before the audit', '+ timing: 2027-01-15'],
          list: true,
        },
        { label: 'Missing', items: ['budget, authority'], list: false },
        {
          label: 'Lately',
          items: ['Demo requested 2 hours ago', 'Pricing viewed 1 day ago, 3 times', 'Email replied 4 days ago'],
          list: true,
        },
      ],
      footer:
        'For Sam Seller · lead → MQL → SQL · score 72 · rests on direct:demo_requested, demo, decision-maker · ref 0123abcd',
      link: 'https://app.hubspot.com/contacts/4242/record/0-1/101',
    });
  });

  it('leaves out what nobody knows', () => {
    const { brief } = factsOfAda();
    const recommendation = { text: 'Ask first', sources: ['stage:sql'], kind: 'ask-first' as const };
    const empty = { who: [], why: [], answers: [], missing: [], timeline: [], recommendation };

    const facts = { ...factsOfAda(), brief: empty, owner: undefined, transitions: [], respondBy: undefined };

    expect(brief.score).toBe(72);
    expect(outlineOf({ ...facts, recordUrl: 'http://127.0.0.1/' }, KEY)).toEqual({
      title: 'SQL, ask first',
      subject: 'SQL, ask first',
      due: '',
      who: '',
      parts: [],
      footer: 'rests on sql · ref 0123abcd',
      link: undefined,
    });
  });

  it.each<[string, boolean, number | undefined, Advice, string]>([
    ['sql', true, undefined, 'ready', 'Urgent SQL, ready to call'],
    ['recycled', false, undefined, 'not-yet', 'Recycled lead, not ready yet'],
    ['lead', true, NOW - 3_600_000, 'ask-first', 'Urgent lead, ask first: was due Sun 22 Nov 09:30 CET'],
    ['<b>51439524', false, undefined, 'not-yet', 'Contact, not ready yet'],
  ])('names stage %s, urgent %s, due %s, %s: %s', (stage, urgent, respondBy, kind, expected) => {
    const { brief } = factsOfAda();
    const advised = { ...brief, recommendation: { ...brief.recommendation, kind } };

    expect(outlineOf(factsOfAda({ stage, urgent, respondBy, brief: advised }), KEY).subject).toBe(expected);
  });

  it.each(HOSTILE)('has one short line for each thing, and no link, of %s', (_what, text) => {
    const { who, parts, footer, subject } = outlineOf(factsWith(text), KEY);

    expect(subject).toBe('SQL, ready to call: respond by Sun 22 Nov 10:35 CET');
    for (const line of [who, footer, ...parts.flatMap(({ items }) => items)]) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u202E]|:\/\//u);
      expect(line.length).toBeLessThanOrEqual(500);
    }
  });

  it('is read in half a minute: about a hundred words, the note aside (W08)', () => {
    const { title, due, who, parts, footer } = outlineOf(factsWith('word '.repeat(99)), KEY);
    const said = parts.filter(({ label }) => label !== 'Note').flatMap(({ label, items }) => [label, ...items]);

    const words = [title, due, who, ...said, footer].join(' ').match(/[\p{L}\p{N}][^\s]*/gu) ?? [];

    expect(words.length).toBeLessThanOrEqual(125);
  });

  it('is read in half a minute as it usually is: fewer than a hundred words (W08)', () => {
    const { title, due, who, parts, footer } = outlineOf(factsOfAda(), KEY);
    const said = parts.flatMap(({ label, items }) => [label, ...items]);

    const words = [title, due, who, ...said, footer].join(' ').match(/[\p{L}\p{N}][^\s]*/gu) ?? [];

    expect(words.length).toBeLessThan(100);
  });
});
