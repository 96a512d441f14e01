import type { Message } from '../../src/app/announcements/delivery.js';
import { AppError, type ErrorCode } from '../../src/app/errors.js';
import type { TaskOrder } from '../../src/app/ports.js';
import { createOwnerTaskSender } from '../../src/notify/owner-task.js';
import { aDelivery, KEY } from './deliveries.js';

const MESSAGE: Message = { channel: 'owner-task', properties: { hs_task_subject: 'Call' } };

const failing = (error: Error) => createOwnerTaskSender({ createTask: () => Promise.reject(error) });

describe('createOwnerTaskSender', () => {
  it.each([
    ['does not look the first time', { attempts: 1, maybeSent: false }, false],
    ['looks when somebody died over it', { attempts: 1, maybeSent: true }, true],
    ['looks on every repeat', { attempts: 2, maybeSent: false }, true],
  ])('%s', async (_name, more, look) => {
    const orders: TaskOrder[] = [];
    const send = createOwnerTaskSender({ createTask: (order) => Promise.resolve(void orders.push(order)) });

    const sent = await send(aDelivery(MESSAGE, more));

    expect(sent).toEqual({ kind: 'sent' });
    expect(orders).toEqual([
      { portalId: 4401, contactId: '501', key: KEY, properties: { hs_task_subject: 'Call' }, look },
    ]);
  });

  it.each<[ErrorCode, string]>([
    ['HUBSPOT_BUSY', 'later'],
    ['HUBSPOT_UNCERTAIN', 'uncertain'],
    ['HUBSPOT_REJECTED', 'refused'],
    ['HUBSPOT_UNAUTHORIZED', 'refused'],
    ['HUBSPOT_UNREADABLE', 'later'],
    ['STORE_UNAVAILABLE', 'later'],
  ])('reads %s as %s', async (code, kind) => {
    const sent = await failing(new AppError(code, 'in our words'))(aDelivery(MESSAGE));

    expect(sent).toEqual({ kind, because: 'in our words', ...(kind === 'uncertain' && { looksFirst: true }) });
  });

  it('waits as long as HubSpot wants', async () => {
    const busy = new AppError('HUBSPOT_BUSY', 'HubSpot is limiting our calls', { retryAfterMs: 9_000 });

    expect(await failing(busy)(aDelivery(MESSAGE))).toMatchObject({ kind: 'later', retryAfterMs: 9_000 });
  });

  it('does not know what became of it after a mistake of ours, and quotes nothing', async () => {
    const sent = await failing(new TypeError('cannot read person@example.com'))(aDelivery(MESSAGE));

    expect(sent).toEqual({ kind: 'uncertain', because: 'we failed while creating the task', looksFirst: true });
  });

  it('refuses a message for another channel', async () => {
    const sent = await failing(new Error('not to be called'))(aDelivery({ channel: 'slack', body: '{}' }));

    expect(sent).toEqual({ kind: 'refused', because: 'this is a message for another channel' });
  });
});
