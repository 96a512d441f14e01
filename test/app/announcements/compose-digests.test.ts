import { createComposeDigests, type DigestOccasion } from '../../../src/app/announcements/compose-digests.js';
import type { DigestRead, DigestStore, OpenDigest } from '../../../src/app/announcements/digest.js';
import { createMemoryCrm } from '../../fakes/memory-crm.js';
import { createMemoryLog } from '../../fakes/memory-log.js';

const PORTAL = 4401;
const DIGEST: OpenDigest = { id: 1, portalId: PORTAL, group: 'import:7', key: 'k', at: 0, attempts: 1 };

/** One digest of so many contacts, of which every third is gone. */
function portal(size: number, alreadyRead = 0) {
  const ids = Array.from({ length: size }, (_, n) => String(n + 1));
  const kept = new Map<string, DigestRead>(
    ids.slice(0, alreadyRead).map((contactId) => [contactId, { contactId, line: undefined }]),
  );
  const crm = createMemoryCrm(
    Object.fromEntries(ids.filter((id) => Number(id) % 3 > 0).map((id) => [id, { country: 'Belgium' }])),
  );
  let open: OpenDigest | undefined = DIGEST;
  const released: number[] = [];
  const occasions: DigestOccasion[] = [];
  const digests: DigestStore = {
    claimDigest: async () => {
      const claimed = open;
      open = undefined;
      return claimed;
    },
    unread: async (_digest, limit) => ids.filter((id) => !kept.has(id)).slice(0, limit),
    keepRead: async (_digest, read) => read.forEach((one) => kept.set(one.contactId, one)),
    totals: async () => [],
    composeDigest: async () => undefined,
    releaseDigest: async (_digest, delayMs) => void released.push(delayMs),
  };
  const composeDigests = createComposeDigests({
    ...{ crm, digests, log: createMemoryLog(), random: () => 1 },
    compose: (occasion) => {
      occasions.push(occasion);
      return [];
    },
    properties: () => ['country'],
    lineOf: ({ country }) => ({ ownerId: '77', who: country ?? '' }),
  });
  const reads = () => crm.calls.filter(({ operation }) => operation === 'read').length;
  return { composeDigests, crm, kept, released, occasions, reads };
}

describe('composeDigests', () => {
  it('reads each contact once, and composes when all were read', async () => {
    const { composeDigests, kept, occasions, reads } = portal(1_100);

    await expect(composeDigests()).resolves.toBe(1);

    expect([reads(), kept.size]).toEqual([1_100, 1_100]);
    expect([kept.get('1')?.line, kept.get('3')?.line]).toEqual([{ ownerId: '77', who: 'Belgium' }, undefined]);
    expect(occasions).toMatchObject([{ digest: DIGEST, totals: [], owners: expect.any(Array) as unknown[] }]);
  });

  it('goes on where a process that died was', async () => {
    const { composeDigests, reads } = portal(1_100, 1_000);

    await composeDigests();

    expect(reads()).toBe(100);
  });

  it('comes back later when HubSpot is away, and keeps what it has read', async () => {
    const { composeDigests, crm, released, occasions } = portal(10);
    crm.script('read', 'busy');

    await expect(composeDigests()).resolves.toBe(1);

    expect([released, occasions]).toEqual([[5_000], []]);
  });
});
