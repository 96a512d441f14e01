import { createHash } from 'node:crypto';
import type { DigestOccasion } from '../app/announcements/compose-digests.js';
import type { Delivery } from '../app/announcements/delivery.js';
import type { DigestLine, DigestTotals } from '../app/announcements/digest.js';
import type { Models, Owner } from '../app/ports.js';
import { actsFrom } from '../core/acts.js';
import { whoLines } from '../core/brief-lines.js';
import type { PortalOfMessages } from './compose-messages.js';
import { renderDigest } from './render/digest.js';

export interface ComposeDigestDeps {
  readonly portal: () => PortalOfMessages;
  /** What the listing calls the one target of a channel: a host, never the address itself. */
  readonly targets: { readonly slack: string; readonly webhook: string };
}

const keyOf = (...parts: readonly (string | number)[]): string =>
  createHash('sha256')
    .update(['digest', ...parts].join('\n'))
    .digest('hex');

/** What is kept of one contact: who it is, whose, and what the default model says of it now. */
export function digestLineOf(models: Models, now: () => number) {
  return (properties: Readonly<Record<string, string | null>>): DigestLine => {
    const contact = { properties, signals: actsFrom(properties), unlistedSignals: 'never' as const, company: {} };
    const score = models.get(undefined)?.score(contact, now()).score;
    return {
      ownerId: properties['hubspot_owner_id'] ?? '',
      who: whoLines(properties)
        .map(({ text }) => text)
        .join(', '),
      ...(score !== undefined && { score }),
    };
  };
}

/** One message per channel and target: owners hear of their own contacts, a shared channel of all. */
export function createComposeDigest({ portal, targets }: ComposeDigestDeps) {
  /** @returns `undefined`: nobody to send this one to */
  function targetOf({ channel }: DigestTotals, owner: Owner | undefined): string | undefined {
    switch (channel) {
      case 'owner-task':
        return owner?.id ?? 'nobody';
      case 'email':
        return owner?.email;
      case 'slack':
      case 'webhook':
        return targets[channel];
    }
  }

  return function composeDigest({ digest, totals, owners }: DigestOccasion): readonly Delivery[] {
    const { portalId } = digest;
    const recordUrl = (contactId: string) =>
      `https://${portal().uiDomain}/contacts/${portalId}/record/0-1/${contactId}`;
    return mergedByOwner(totals, owners).flatMap(({ owner, ...one }) => {
      const target = targetOf(one.totals, owner);
      const [first] = one.totals.best;
      if (target === undefined || !first) return [];
      const key = keyOf(portalId, digest.key, one.totals.channel, target);
      const message = renderDigest({ digest, totals: one.totals, owner, recordUrl }, { key, target });
      return [{ portalId, contactId: first.contactId, key, target, message }];
    });
  };
}

interface OwnersTotals {
  readonly owner: Owner | undefined;
  readonly totals: DigestTotals;
}

/** Contacts of an owner HubSpot does not list are nobody's: they share one message with those that never had one. */
function mergedByOwner(totals: readonly DigestTotals[], owners: readonly Owner[]): OwnersTotals[] {
  const byTarget = new Map<string, OwnersTotals>();
  for (const one of totals) {
    const owner = owners.find(({ id }) => id === one.ownerId);
    const name = `${one.channel} ${owner?.id ?? ''}`;
    const before = byTarget.get(name);
    byTarget.set(name, before ? { owner, totals: together(before.totals, one) } : { owner, totals: one });
  }
  return [...byTarget.values()];
}

function together(one: DigestTotals, other: DigestTotals): DigestTotals {
  const counts = new Map<string, number>();
  for (const { stage, count } of [...one.stages, ...other.stages]) counts.set(stage, (counts.get(stage) ?? 0) + count);
  return {
    ...one,
    stages: [...counts].map(([stage, count]) => ({ stage, count })).sort((a, b) => b.count - a.count),
    best: [...one.best, ...other.best].sort((a, b) => (b.score ?? -1) - (a.score ?? -1)).slice(0, 10),
  };
}
