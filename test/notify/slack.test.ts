import type { Message } from '../../src/app/announcements/delivery.js';
import { createSecret } from '../../src/app/secret.js';
import { createPost, OUTBOUND_LIMITS } from '../../src/notify/outbound.js';
import { createSlackSender } from '../../src/notify/slack.js';
import { startSlackStandIn, type SlackStandIn } from '../fakes/slack-stand-in.js';
import { aDelivery } from './deliveries.js';

const MESSAGE: Message = { channel: 'slack', body: '{"text":"A lead, ref a1b2c3d4"}' };

let slack: SlackStandIn;
beforeEach(async () => {
  slack = await startSlackStandIn();
});
afterEach(() => slack.close());

const senderTo = (url: string | undefined, allowNets = ['127.0.0.0/8'], totalMs = OUTBOUND_LIMITS.totalMs) =>
  createSlackSender({
    post: createPost({ allowNets, now: () => 0, limits: { ...OUTBOUND_LIMITS, totalMs } }),
    url: url === undefined ? undefined : createSecret(url),
  });

describe('createSlackSender', () => {
  it('sends the body as it is', async () => {
    const sent = await senderTo(slack.url)(aDelivery(MESSAGE));

    expect(sent).toEqual({ kind: 'sent' });
    expect(slack.received.map(({ body }) => body)).toEqual(['{"text":"A lead, ref a1b2c3d4"}']);
  });

  it.each([
    [400, {}, { kind: 'refused' }],
    [403, {}, { kind: 'refused' }],
    [404, {}, { kind: 'refused' }],
    [410, {}, { kind: 'refused' }],
    [429, { 'Retry-After': '7' }, { kind: 'later', retryAfterMs: 7_000 }],
    [500, {}, { kind: 'later' }],
  ])('understands status %i', async (status, headers, expected) => {
    slack.behaviour = { status, headers, body: 'channel_is_archived' };

    expect(await senderTo(slack.url)(aDelivery(MESSAGE))).toMatchObject(expected);
  });

  it('does not claim to know when Slack took it and did not answer', async () => {
    slack.behaviour = { fault: 'hang' };

    const sent = await senderTo(slack.url, ['127.0.0.0/8'], 300)(aDelivery(MESSAGE));

    expect(sent).toEqual({ kind: 'uncertain', because: 'Slack did not answer: it may have arrived' });
  });

  it('does not call a machine of its own network', async () => {
    const sent = await senderTo(slack.url, [])(aDelivery(MESSAGE));

    expect(sent.kind).toBe('refused');
    expect(slack.received).toEqual([]);
  });

  it('never says the address, which is a secret, nor what Slack said', async () => {
    slack.behaviour = { status: 404, body: 'no_team' };

    const sent = await Promise.all([
      senderTo(slack.url)(aDelivery(MESSAGE)),
      senderTo(slack.url, [])(aDelivery(MESSAGE)),
      senderTo('http://127.0.0.1:9/services/secret')(aDelivery(MESSAGE)),
    ]);

    expect(JSON.stringify(sent)).not.toMatch(/secret|127\.0|no_team/);
  });

  it('says which setting is missing', async () => {
    const sent = await senderTo(undefined)(aDelivery(MESSAGE));

    expect(sent).toEqual({ kind: 'unset', because: 'not configured: set SLACK_WEBHOOK_URL' });
  });

  it('refuses a message for another channel', async () => {
    const sent = await senderTo(slack.url)(aDelivery({ channel: 'webhook', body: '{}' }));

    expect(sent).toEqual({ kind: 'refused', because: 'this is a message for another channel' });
    expect(slack.received).toEqual([]);
  });
});
