import type { Message } from '../../app/announcements/delivery.js';
import { pageOf } from './html.js';
import type { Addressed, MessageFacts } from './message-facts.js';
import { LINK_LABEL, type Linked, type Outline, outlineOf, type Part } from './outline.js';

/**
 * The same words twice, as text and as HTML. Nothing of a customer is in a header. The target is the address, taken as it
 * is: one that were mended could reach somebody else, so a bad one is the sender's to refuse.
 */
export function renderEmail(facts: MessageFacts, { key, target }: Addressed): Message & { readonly channel: 'email' } {
  return emailOf(outlineOf(facts, key), target);
}

export function emailOf(outline: Outline<string | Linked>, target: string): Message & { readonly channel: 'email' } {
  return {
    channel: 'email',
    to: target,
    subject: outline.subject,
    text: textOf(outline),
    html: pageOf(outline),
  };
}

function textOf({ title, due, who, parts, link, footer }: Outline<string | Linked>): string {
  const blocks = [
    [title, due].filter(Boolean).join('\n'),
    who,
    ...parts.map(partOf),
    link && `${LINK_LABEL}: ${link}`,
    footer,
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function partOf({ label, items, list }: Part<string | Linked>): string {
  const lines = items.map(lineOf);
  return list ? `${label}\n${lines.join('\n')}` : `${label}: ${lines.join(', ')}`;
}

function lineOf(item: string | Linked): string {
  if (typeof item === 'string') return item;
  return item.link ? `${item.text}\n  ${item.link}` : item.text;
}
