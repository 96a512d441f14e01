import type { Message } from '../../app/delivery.js';
import { escapeSlack } from './escape.js';
import type { Addressed, MessageFacts } from './message-facts.js';
import { LINK_LABEL, type Outline, outlineOf, type Part } from './outline.js';

/** What a block's text may hold is 3,000 characters; the rest is for the labels around it. @source Slack, text objects */
const BLOCK = 2900;

/**
 * What an incoming webhook takes. Slack makes links and mentions only of what is marked `<…>`: that is escaped, and
 * `verbatim` keeps it from looking for more.
 */
export function renderSlack(facts: MessageFacts, { key }: Addressed): Message & { readonly channel: 'slack' } {
  const outline = outlineOf(facts, key);
  const reference = `ref ${key.slice(0, 8)}`;
  return {
    channel: 'slack',
    // `text` is what a phone shows before the message is opened.
    body: JSON.stringify({ text: `${outline.subject} · ${reference}`, blocks: blocksOf(outline) }),
  };
}

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });

function blocksOf({ title, due, who, parts, link, footer }: Outline): readonly object[] {
  const head = [due && `*${due}*`, who && escapeSlack(who, BLOCK)].filter(Boolean).join('\n');
  return [
    { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
    ...(head === '' ? [] : [section(head)]),
    ...parts.map((part) => section(partOf(part))),
    ...(link === undefined ? [] : [button(link)]),
    { type: 'context', elements: [{ type: 'mrkdwn', text: escapeSlack(footer, BLOCK), verbatim: true }] },
  ];
}

function partOf({ label, items, list }: Part): string {
  return list
    ? `*${label}*\n${escapeSlack(items.join('\n'), BLOCK)}`
    : `*${label}:* ${escapeSlack(items.join(', '), BLOCK)}`;
}

function button(url: string): object {
  const text = { type: 'plain_text', text: LINK_LABEL, emoji: false };
  return { type: 'actions', elements: [{ type: 'button', text, url }] };
}
