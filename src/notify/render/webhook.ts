import type { Message } from '../../app/announcements/delivery.js';
import type { Tell } from '../../core/watch-clock.js';
import { cutText, plainText } from '../../core/plain-text.js';
import { httpsLink } from './escape.js';
import type { Addressed, MessageFacts } from './message-facts.js';

/** The body is for a program, so the note keeps more of its words. */
const NOTE_WORDS = 200;
const RULE_WORDS = 10;

/**
 * The same facts for a program. Stages in our words, times ISO in UTC; what is not known is `null`, never left out. Texts
 * are plain: whoever shows them escapes them. `id` is the delivery's key, the same at every repeat.
 */
export function renderWebhook(facts: MessageFacts, { key }: Addressed): Message & { readonly channel: 'webhook' } {
  const { brief, respondBy, transitions } = facts;
  const body = {
    type: 'lead.announced',
    id: key,
    at: isoTime(facts.at),
    portalId: facts.portalId,
    contactId: facts.contactId,
    stage: facts.stage,
    from: transitions[0]?.from ?? null,
    reasons: brief.why.map(({ text }) => text),
    missing: brief.missing.map(({ text }) => text),
    score: brief.score ?? null,
    recommendation: brief.recommendation.kind,
    rules: brief.recommendation.sources.map((source) => cutText(plainText(source), RULE_WORDS)),
    respondBy: respondBy === undefined ? null : isoTime(respondBy),
    clock: facts.tell ? clockOf(facts.tell) : null,
    urgent: facts.urgent,
    note: cutText(plainText(facts.note), NOTE_WORDS) || null,
    recordUrl: httpsLink(facts.recordUrl) ?? null,
  };
  return { channel: 'webhook', body: JSON.stringify(body) };
}

function clockOf({ kind, deadline, count, of, dueAt }: Tell) {
  return { kind, deadline: deadline ?? null, count: count ?? null, of: of ?? null, dueAt: isoTime(dueAt) };
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
