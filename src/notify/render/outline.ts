import type { Weighed } from '../../core/brief-lines.js';
import { cutText, plainText } from '../../core/plain-text.js';
import { httpsLink, withoutLinks } from './escape.js';
import { dueInWords } from './clock.js';
import type { MessageFacts } from './message-facts.js';
import { chainOf, stageName } from './stage-words.js';
import { tellTitle } from './tell-words.js';

/** A line that leads somewhere. */
export interface Linked {
  readonly text: string;
  /** https, or nothing to follow. */
  readonly link: string | undefined;
}

/** Lines under a label; `list`: each on its own line, else behind the label. */
export interface Part<Item extends string | Linked = string> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly list: boolean;
}

/** A message before any channel: plain text, no line longer than its cut, nothing escaped yet. */
export interface Outline<Item extends string | Linked = string> {
  /** Ours alone, fit for a subject: no text of a customer. */
  readonly title: string;
  /** The title and when the owner is due; ours alone too. */
  readonly subject: string;
  /** `''` when nobody is due. */
  readonly due: string;
  /** `''` when nothing is known of the person. */
  readonly who: string;
  readonly parts: readonly Part<Item>[];
  /** Where it comes from, the short reference last. */
  readonly footer: string;
  readonly link: string | undefined;
}

/** Shown on the link, in every channel. */
export const LINK_LABEL = 'Open in HubSpot';
const NOTE_WORDS = 40;
const ADVICE = { ready: 'ready to call', 'ask-first': 'ask first', 'not-yet': 'not ready yet' } as const;

/**
 * Puts a brief and its facts in the order a closer reads them.
 *
 * @param key of the delivery; its first 8 characters are the reference
 */
export function outlineOf(facts: MessageFacts, key: string): Outline {
  const { brief, respondBy, now, timeZone, urgent } = facts;
  const name = stageName(facts.stage);
  const told = `${urgent ? `urgent ${name}` : name}, ${ADVICE[brief.recommendation.kind]}`;
  const title = capital(facts.tell ? tellTitle(facts.tell) : told);
  const due = respondBy === undefined ? undefined : dueInWords(respondBy, now, timeZone);
  return {
    title,
    subject: due ? `${title}: ${due.moment.charAt(0).toLowerCase()}${due.moment.slice(1)}` : title,
    due: due ? `${due.moment} (${due.away})` : '',
    who: withoutLinks(brief.who.map(({ text }) => text).join(', ')),
    parts: partsOf(facts),
    footer: footerOf(facts, key),
    link: httpsLink(facts.recordUrl),
  };
}

function partsOf({ brief, note }: MessageFacts): readonly Part[] {
  const textsOf = (lines: readonly { readonly text: string }[]): string[] => lines.map(({ text }) => text);
  const parts: readonly Part[] = [
    { label: 'Next', items: brief.next ? [brief.next.text] : [], list: false },
    { label: 'Note', items: [cutText(plainText(note), NOTE_WORDS)].filter(Boolean), list: false },
    { label: 'Why now', items: brief.why.map(weighed), list: true },
    { label: 'Answers', items: brief.answers.map(weighed), list: true },
    { label: 'Missing', items: [textsOf(brief.missing).join(', ')].filter(Boolean), list: false },
    { label: 'Lately', items: textsOf(brief.timeline), list: true },
  ];
  return parts
    .filter(({ items }) => items.length > 0)
    .map((part) => ({ ...part, items: part.items.map(withoutLinks) }));
}

const weighed = ({ text, against }: Weighed): string => `${against ? '-' : '+'} ${text}`;

/** A source without its kind: people know their rules by id. */
const ruleOf = (source: string): string => cutText(plainText(source.slice(source.indexOf(':') + 1)), 3);

function footerOf({ brief, owner, transitions }: MessageFacts, key: string): string {
  const name = cutText(plainText(owner?.name), 4);
  const said = [
    name && `For ${name}`,
    chainOf(transitions),
    brief.score === undefined ? '' : `score ${brief.score}`,
    `rests on ${brief.recommendation.sources.map(ruleOf).join(', ')}`,
    `ref ${key.slice(0, 8)}`,
  ];
  return withoutLinks(said.filter(Boolean).join(' · '));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
