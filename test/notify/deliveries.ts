import type { ClaimedDelivery, Message } from '../../src/app/announcements/delivery.js';

export const KEY = 'a1b2c3d4e5f60718'.repeat(4);

export const aDelivery = (message: Message, more: Partial<ClaimedDelivery> = {}): ClaimedDelivery => ({
  portalId: 4401,
  contactId: '501',
  key: KEY,
  target: 'somebody',
  message,
  at: Date.parse('2026-11-21T12:00:00Z'),
  attempts: 1,
  maybeSent: false,
  cutShort: 0,
  ...more,
});
