import type { Delivery } from './delivery.js';
import type { DigestLine, DigestRead, DigestStore, DigestTotals, OpenDigest } from './digest.js';
import { isAppError } from '../errors.js';
import type { Crm, Log, Owner } from '../ports.js';
import { retryDelayMs } from '../retry-delay.js';

/** What a digest's messages are made of. */
export interface DigestOccasion {
  readonly digest: OpenDigest;
  readonly totals: readonly DigestTotals[];
  /** Everybody HubSpot lists; none when it would not say. */
  readonly owners: readonly Owner[];
}

export interface ComposeDigestsDeps {
  readonly crm: Pick<Crm, 'read' | 'owners'>;
  readonly digests: DigestStore;
  /** One delivery per channel and target, with its final words. Pure. */
  readonly compose: (occasion: DigestOccasion) => readonly Delivery[];
  readonly properties: () => readonly string[];
  readonly lineOf: (properties: Readonly<Record<string, string | null>>) => DigestLine;
  readonly log: Log;
  /** 0..1, for jitter. */
  readonly random: () => number;
}

/** Contacts read side by side: whole calls of 100. */
const PAGE = 500;
const BACKOFF = { firstMs: 5_000, longestMs: 10 * 60_000 };

/**
 * Composes what imports moved. Contacts are read page by page, and each page is kept: a process that takes over from one that
 * died goes on where that one was.
 *
 * @returns a function that composes what is ready and tells how many digests that were
 */
export function createComposeDigests(deps: ComposeDigestsDeps) {
  const { crm, digests, compose, properties, lineOf, log, random } = deps;

  async function readOne(portalId: number, contactId: string): Promise<DigestRead> {
    const found = await crm.read(portalId, contactId, properties(), 'later');
    return { contactId, line: found && lineOf(found) };
  }

  async function readAll(digest: OpenDigest): Promise<void> {
    for (;;) {
      const page = await digests.unread(digest, PAGE);
      if (page.length === 0) return;
      await digests.keepRead(digest, await Promise.all(page.map((contactId) => readOne(digest.portalId, contactId))));
    }
  }

  async function ownersOf(portalId: number): Promise<readonly Owner[]> {
    try {
      return await crm.owners(portalId);
    } catch (error) {
      if (!isAppError(error, 'HUBSPOT_REJECTED') && !isAppError(error, 'HUBSPOT_UNAUTHORIZED')) throw error;
      log.warn('digest composed without the names of owners', { portalId, error });
      return [];
    }
  }

  async function one(digest: OpenDigest): Promise<void> {
    const { portalId, key, attempts } = digest;
    try {
      await readAll(digest);
      const totals = await digests.totals(digest);
      await digests.composeDigest(digest, compose({ digest, totals, owners: await ownersOf(portalId) }));
      log.info('digest composed', { portalId, key });
    } catch (error) {
      log.warn('digest composed later', { portalId, key, attempt: attempts, error });
      await digests.releaseDigest(digest, retryDelayMs(BACKOFF, attempts, random()));
    }
  }

  return async function composeDigests(): Promise<number> {
    for (let composed = 0; ; composed += 1) {
      const digest = await digests.claimDigest();
      if (!digest) return composed;
      await one(digest);
    }
  };
}
