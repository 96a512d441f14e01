import type { Message } from '../../app/announcements/delivery.js';
import { escapeSlack } from './escape.js';
import type { Addressed, MessageFacts } from './message-facts.js';
import { LINK_LABEL, type Linked, type Outline, outlineOf, type Part } from './outline.js';

/** What a block's text may hold is 3,000 characters; the rest is for the labels around it. @source Slack, text objects */
const BLOCK = 2900;
/** Of a line that leads somewhere: ten of them, and where they lead, fit into a block. */
const LINE = 180;

/**
 * What an incoming webhook takes. Slack makes links and mentions only of what is marked `<…>`: that is escaped, and
 * `verbatim` keeps it from looking for more.
 */
export function renderSlack(facts: MessageFacts, { key }: Addressed): Message & { readonly channel: 'slack' } {
  return slackOf(outlineOf(facts, key), key);
}

export function slackOf(outline: Outline<string | Linked>, key: string): Message & { readonly channel: 'slack' } {
  const reference = `ref ${key.slice(0, 8)}`;
  return {
    channel: 'slack',
    // `text` is what a phone shows before the message is opened.
    body: JSON.stringify({ text: `${outline.subject} · ${reference}`, blocks: blocksOf(outline) }),
  };
}

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });

function blocksOf({ title, due, who, parts, link, footer }: Outline<string | Linked>): readonly object[] {
  const head = [due && `*${due}*`, who && escapeSlack(who, BLOCK)].filter(Boolean).join('\n');
  return [
    { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
    ...(head === '' ? [] : [section(head)]),
    ...parts.map((part) => section(partOf(part))),
    ...(link === undefined ? [] : [button(link)]),
    { type: 'context', elements: [{ type: 'mrkdwn', text: escapeSlack(footer, BLOCK), verbatim: true }] },
  ];
}

function partOf({ label, items, list }: Part<string | Linked>): string {
  const texts = items.map((item) => (typeof item === 'string' ? item : item.text));
  if (!list) return `*${label}:* ${escapeSlack(texts.join(', '), BLOCK)}`;
  if (items.every((item) => typeof item === 'string')) return `*${label}*\n${escapeSlack(texts.join('\n'), BLOCK)}`;
  return [`*${label}*`, ...items.map(lineOf)].join('\n').slice(0, BLOCK);
}

/** Cut before it is marked: a link that ended in the middle would be no link. */
function lineOf(item: string | Linked): string {
  const { text, link } = typeof item === 'string' ? { text: item, link: undefined } : item;
  const escaped = escapeSlack(text, LINE);
  return link ? `<${link}|${escaped}>` : escaped;
}

function button(url: string): object {
  const text = { type: 'plain_text', text: LINK_LABEL, emoji: false };
  return { type: 'actions', elements: [{ type: 'button', text, url }] };
}
