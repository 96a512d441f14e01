import { NOW, OUTCOME, MODEL, factsOfAda } from './facts-of-ada.js';
import { briefOf } from '../../../src/core/brief.js';
import type { MessageFacts } from '../../../src/notify/render/message-facts.js';

/** What people put into a form, and what they hope comes of it. */
export const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ['a mention of everybody', '<!channel>'],
  ['a mention of one', '<@U123|sam>'],
  ['a link of Slack', '<http://evil.example|your bank>'],
  ['an entity', '&lt;!channel&gt;'],
  ['a script', '<script>alert(1)</script>'],
  ['the end of an attribute', '"\' onmouseover="alert(1)" x="'],
  ['a header', 'Ada\r\nBcc: all@example.com'],
  ['a header behind a line feed', 'Ada\nSubject: won'],
  ['a formula', '=cmd|"/c calc"!A1'],
  ['a link', 'http://evil.example/'],
  ['a script as a link', 'javascript:alert(1)'],
  ['emoji', '👩‍💻🎉 Ada'],
  ['text turned around', '\u202Egpj.exe'],
  ['half a pair', 'Ada\uD83D'],
  ['no character at all', '\u0000'],
  ['ten kilobytes', '<&>'.repeat(3_334)],
  ['ten kilobytes of words', 'a '.repeat(5_000)],
];

/** Everything a stranger or an author can fill, filled with one text. */
export function factsWith(text: string): MessageFacts {
  const names = ['firstname', 'lastname', 'jobtitle', 'company', 'handoff_need', 'handoff_budget', 'handoff_authority'];
  const reasons = [1, 2, 3, 4].map(() => ({ rule: text, axis: 'fit' as const, points: 9, because: text }));
  const brief = briefOf({
    contact: { properties: Object.fromEntries(names.map((name) => [name, text])), signals: { [text]: [NOW] } },
    outcome: { ...OUTCOME, score: { score: 1, fit: 1, intent: 1, timing: 1, coverage: 1, reasons, unknown: [] } },
    model: MODEL,
    now: NOW,
  });
  return factsOfAda({ brief, note: text, owner: { id: '77', name: text }, transitions: [{ from: text, to: text }] });
}
