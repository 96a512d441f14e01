import { AppError } from '../../../src/app/errors.js';
import type { ContactNotices } from '../../../src/app/sync/notices.js';
import { createWorkInbox } from '../../../src/app/sync/work-inbox.js';
import { createMemoryLog } from '../../fakes/memory-log.js';

const away = new AppError('STORE_UNAVAILABLE', 'The store does not answer.');
const CLAIMED: ContactNotices = { portalId: 4401, contactId: '101', notices: [], attempts: 1 };

describe('workInbox', () => {
  it('leaves notices to their lease when the store is away too, and warns of whom and why', async () => {
    const log = createMemoryLog();
    const inbox = {
      keep: () => Promise.reject(away),
      claim: async () => [CLAIMED],
      settle: () => Promise.reject(away),
      release: () => Promise.reject(away),
      sweep: () => Promise.reject(away),
    };
    const workOnce = createWorkInbox({ inbox, follow: async () => 'done', random: () => 0, log });

    await expect(workOnce()).resolves.toBe(1);

    expect(log.entries).toMatchObject([
      { level: 'warn', message: 'notices followed later' },
      {
        level: 'warn',
        message: 'notices not given back: their lease runs out',
        fields: { portalId: 4401, contactId: '101', error: away },
      },
    ]);
  });
});
