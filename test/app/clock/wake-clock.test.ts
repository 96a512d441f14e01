import { AppError } from '../../../src/app/errors.js';
import { createWakeClock } from '../../../src/app/clock/wake-clock.js';
import { createMemoryLog } from '../../fakes/memory-log.js';

const NOW = Date.parse('2026-11-26T12:00:00Z');

describe('waking a clock', () => {
  it('lets it look now', async () => {
    const woken: unknown[] = [];
    const clocks = { wake: async (...asked: unknown[]) => void woken.push(asked) };

    await createWakeClock({ clocks, now: () => NOW, log: createMemoryLog() })(4401, '17');

    expect(woken).toEqual([[4401, '17', NOW]]);
  });

  it('goes on where the store is away, and says so', async () => {
    const log = createMemoryLog();
    const error = new AppError('STORE_UNAVAILABLE', 'The store is away.');
    const clocks = { wake: () => Promise.reject(error) };

    await createWakeClock({ clocks, now: () => NOW, log })(4401, '17');

    expect(log.entries).toEqual([
      {
        level: 'warn',
        message: 'clock not woken; it looks at its own time',
        fields: { portalId: 4401, contactId: '17', error },
      },
    ]);
  });
});
