import type { Sent } from '../../src/app/announcements/delivery.js';
import { judgeAnswer } from '../../src/notify/judge-answer.js';

const SLACK = { name: 'Slack', setting: 'SLACK_WEBHOOK_URL' };
const refused = (because: string): Sent => ({ kind: 'refused', because });
const later = (because: string): Sent => ({ kind: 'later', because });

describe('judgeAnswer', () => {
  it.each([
    [199, refused('Slack answered 199: check SLACK_WEBHOOK_URL')],
    [200, { kind: 'sent' }],
    [204, { kind: 'sent' }],
    [299, { kind: 'sent' }],
    [300, refused('Slack sends us elsewhere, where we do not go: correct SLACK_WEBHOOK_URL')],
    [308, refused('Slack sends us elsewhere, where we do not go: correct SLACK_WEBHOOK_URL')],
    [400, refused('Slack answered 400: check SLACK_WEBHOOK_URL')],
    [401, refused('Slack answered 401: check SLACK_WEBHOOK_URL')],
    [403, refused('Slack answered 403: check SLACK_WEBHOOK_URL')],
    [404, refused('Slack answered 404: check SLACK_WEBHOOK_URL')],
    [408, later('Slack answered 408')],
    [410, refused('Slack answered 410: check SLACK_WEBHOOK_URL')],
    [425, later('Slack answered 425')],
    [429, later('Slack asked us to wait')],
    [499, refused('Slack answered 499: check SLACK_WEBHOOK_URL')],
    [500, later('Slack answered 500')],
    [503, later('Slack answered 503')],
  ] as const)('reads %i', (status, expected) => {
    expect(judgeAnswer({ kind: 'answered', status }, SLACK)).toEqual(expected);
  });

  it('waits as long as it was told to', () => {
    const sent = judgeAnswer({ kind: 'answered', status: 429, retryAfterMs: 30_000 }, SLACK);

    expect(sent).toEqual({ kind: 'later', because: 'Slack asked us to wait', retryAfterMs: 30_000 });
  });

  it.each([
    ['before the body was sent', { kind: 'broken', sent: false }, later('Slack cannot be reached')],
    [
      'after it was sent',
      { kind: 'broken', sent: true },
      { kind: 'uncertain', because: 'Slack did not answer: it may have arrived' },
    ],
    [
      'because of its address',
      { kind: 'barred', because: 'it must be https on port 443' },
      refused('SLACK_WEBHOOK_URL may not be called: it must be https on port 443'),
    ],
  ] as const)('reads a call that ended %s', (_name, posted, expected) => {
    expect(judgeAnswer(posted, SLACK)).toEqual(expected);
  });
});
