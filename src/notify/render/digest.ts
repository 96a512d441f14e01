import type { DigestLead, DigestTotals, OpenDigest } from '../../app/announcements/digest.js';
import type { Delivery, Message } from '../../app/announcements/delivery.js';
import { cutText, plainText } from '../../core/plain-text.js';
import { emailOf } from './email.js';
import { httpsLink, withoutLinks } from './escape.js';
import { bodyOf } from './html.js';
import type { Addressed } from './message-facts.js';
import type { Linked, Outline } from './outline.js';
import { slackOf } from './slack.js';
import { stageName } from './stage-words.js';

/** What a digest tells one target. */
export interface DigestFacts {
  readonly digest: Pick<OpenDigest, 'portalId' | 'group' | 'at'>;
  readonly totals: DigestTotals;
  /** Absent: nobody, or everybody. */
  readonly owner: { readonly id: string; readonly name: string } | undefined;
  /** A contact in HubSpot. */
  readonly recordUrl: (contactId: string) => string;
}

const IMPORT = 'import:';
const MOST_SHOWN = 'Best first';

const countOf = ({ stages }: DigestTotals): number => stages.reduce((sum, { count }) => sum + count, 0);
const many = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`;

/** How many, which stages, the best of them: ours alone but for the names. */
function outlineOf({ digest, totals, owner, recordUrl }: DigestFacts, key: string): Outline<string | Linked> {
  const count = countOf(totals);
  const stages = totals.stages.map((one) => many(one.count, stageName(one.stage)));
  const title = `Imported: ${stages.length === 1 ? stages.join('') : `${many(count, 'lead')}, ${stages.join(', ')}`}`;
  const more = count - totals.best.length;
  const name = cutText(plainText(owner?.name), 4);
  const source = digest.group.startsWith(IMPORT) ? `import ${digest.group.slice(IMPORT.length)}` : digest.group;
  return {
    title,
    subject: title,
    due: '',
    who: '',
    parts: [
      { label: MOST_SHOWN, items: totals.best.map((lead) => lineOf(lead, recordUrl)), list: true },
      ...(more > 0 ? [{ label: 'And', items: [`${more} more in HubSpot`], list: false }] : []),
    ],
    footer: [name && `For ${name}`, withoutLinks(cutText(plainText(source), 4)), `ref ${key.slice(0, 8)}`]
      .filter(Boolean)
      .join(' · '),
    link: undefined,
  };
}

function lineOf({ who, score, stage, contactId }: DigestLead, recordUrl: DigestFacts['recordUrl']): Linked {
  const said = [
    who === '' ? `contact ${contactId}` : who,
    score === undefined ? '' : `score ${score}`,
    stageName(stage),
  ];
  return { text: withoutLinks(said.filter(Boolean).join(' · ')), link: httpsLink(recordUrl(contactId)) };
}

/** A list to work through, not a call: due at once, without the hurry of a single lead. */
function taskOf(outline: Outline<string | Linked>, { digest, owner }: DigestFacts, key: string): Message {
  return {
    channel: 'owner-task',
    properties: {
      hs_task_subject: outline.subject,
      hs_task_body: bodyOf(outline),
      hs_task_type: 'TODO',
      hs_task_priority: 'MEDIUM',
      hs_task_status: 'NOT_STARTED',
      hs_timestamp: new Date(digest.at).toISOString(),
      ...(owner ? { hubspot_owner_id: owner.id } : {}),
      handoff_key: key,
    },
  };
}

function webhookOf({ digest, totals, recordUrl }: DigestFacts, key: string): Message {
  const body = {
    type: 'leads.imported',
    id: key,
    at: new Date(digest.at).toISOString(),
    portalId: digest.portalId,
    group: digest.group,
    count: countOf(totals),
    stages: totals.stages,
    best: totals.best.map(({ contactId, stage, score, ownerId }) => ({
      ...{ contactId, stage, score: score ?? null, ownerId: ownerId || null },
      recordUrl: httpsLink(recordUrl(contactId)) ?? null,
    })),
  };
  return { channel: 'webhook', body: JSON.stringify(body) };
}

/** A digest's message with its final bytes: the same facts give the same bytes. */
export function renderDigest(facts: DigestFacts, { key, target }: Addressed): Delivery['message'] {
  const outline = outlineOf(facts, key);
  switch (facts.totals.channel) {
    case 'owner-task':
      return taskOf(outline, facts, key);
    case 'email':
      return emailOf(outline, target);
    case 'slack':
      return slackOf(outline, key);
    case 'webhook':
      return webhookOf(facts, key);
  }
}
