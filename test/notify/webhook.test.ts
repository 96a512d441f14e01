import { Webhook } from 'standardwebhooks';

import type { Message } from '../../src/app/announcements/delivery.js';
import { createSecret } from '../../src/app/secret.js';
import { deriveKey } from '../../src/notify/derive-key.js';
import { createPost } from '../../src/notify/outbound.js';
import { createWebhookSender, webhookSecretOf } from '../../src/notify/webhook.js';
import { startSlackStandIn, type SlackStandIn } from '../fakes/slack-stand-in.js';
import { aDelivery, KEY } from './deliveries.js';

const SECRET = createSecret('a secret of ours');
const BODY = '{"type":"lead.announced","reasons":["Vraagt prijs €"]}';
const MESSAGE: Message = { channel: 'webhook', body: BODY };

let receiver: SlackStandIn;
beforeEach(async () => {
  receiver = await startSlackStandIn();
});
afterEach(() => receiver.close());

function sender(changes: { url?: undefined; secret?: undefined; now?: () => number } = {}) {
  const now = () => 1_763_726_400_999;
  const post = createPost({ allowNets: ['127.0.0.0/8'], now });
  return createWebhookSender({ post, url: createSecret(receiver.url), secret: SECRET, now, ...changes });
}
const headersOf = (index: number) => receiver.received[index]?.headers ?? {};

describe('createWebhookSender', () => {
  it('carries the key as its id, and the second it is sent', async () => {
    const sent = await sender()(aDelivery(MESSAGE));

    expect(sent).toEqual({ kind: 'sent' });
    expect(receiver.received[0]?.body).toBe(BODY);
    expect(headersOf(0)).toMatchObject({ 'webhook-id': KEY, 'webhook-timestamp': '1763726400' });
  });

  it('signs so that a receiver can check it', async () => {
    await sender({ now: () => Date.now() })(aDelivery(MESSAGE));

    const check = new Webhook(webhookSecretOf(SECRET).reveal());
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = headersOf(0);
    const headers = {
      'webhook-id': String(id),
      'webhook-timestamp': String(at),
      'webhook-signature': String(signature),
    };
    expect(check.verify(BODY, headers)).toMatchObject({ type: 'lead.announced' });
    expect(() => check.verify(BODY.replace('€', '$'), headers)).toThrow('No matching signature');
    expect(() => check.verify(BODY, { ...headers, 'webhook-id': 'another' })).toThrow('No matching signature');
  });

  it('signs with a known key as the specification says', async () => {
    await sender()(aDelivery(MESSAGE));

    // HMAC-SHA256 of `id.timestamp.body`, worked out by other means.
    expect(headersOf(0)['webhook-signature']).toBe('v1,NQ0QH2dU5Sx2JwOO4SeIU1l/dKNU6TVRwUW4dWLk+s8=');
  });

  it('repeats with the same id and bytes', async () => {
    let now = 1_763_726_400_000;
    const send = sender({ now: () => now });
    receiver.behaviour = { fault: 'reset' };

    const first = await send(aDelivery(MESSAGE));
    now += 60_000;
    receiver.behaviour = {};
    const second = await send(aDelivery(MESSAGE, { attempts: 2 }));

    expect([first.kind, second.kind]).toEqual(['uncertain', 'sent']);
    expect(receiver.received.map(({ body }) => body)).toEqual([BODY, BODY]);
    expect([headersOf(0), headersOf(1)].map((headers) => headers['webhook-id'])).toEqual([KEY, KEY]);
    expect([headersOf(0), headersOf(1)].map((headers) => headers['webhook-timestamp'])).toEqual([
      '1763726400',
      '1763726460',
    ]);
  });

  it.each([
    [401, 'refused'],
    [410, 'refused'],
    [302, 'refused'],
    [502, 'later'],
  ])('understands status %i', async (status, kind) => {
    receiver.behaviour = { status };

    expect((await sender()(aDelivery(MESSAGE))).kind).toBe(kind);
  });

  it.each([
    ['address', { url: undefined }, 'not configured: set NOTIFY_WEBHOOK_URL'],
    ['secret', { secret: undefined }, 'not configured: set ENCRYPTION_KEY'],
  ])('says what to set when there is no %s', async (_name, changes, because) => {
    expect(await sender(changes)(aDelivery(MESSAGE))).toEqual({ kind: 'unset', because });
    expect(receiver.received).toEqual([]);
  });

  it('refuses a message for another channel', async () => {
    const sent = await sender()(aDelivery({ channel: 'slack', body: '{}' }));

    expect(sent).toEqual({ kind: 'refused', because: 'this is a message for another channel' });
  });
});

describe('webhookSecretOf', () => {
  it('does not print', () => {
    const secret = webhookSecretOf(SECRET);

    expect(`${String(secret)} ${JSON.stringify(secret)}`).toBe('[secret] "[secret]"');
  });
});

describe('deriveKey', () => {
  it('gives each purpose a key of its own, always the same', () => {
    const keys = [deriveKey(SECRET, 'webhook'), deriveKey(SECRET, 'form'), deriveKey(SECRET, 'webhook')];

    const [webhook, form, again] = keys.map((key) => key.toString('hex'));
    expect(webhook).toBe('36a5d5d48aa515820220d1e1a7e273854734cc1ce790c95e8615732ae605d961');
    expect(again).toBe(webhook);
    expect(form).not.toBe(webhook);
    expect(form).toMatch(/^[0-9a-f]{64}$/);
  });
});
