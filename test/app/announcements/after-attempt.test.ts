import { afterAttempt, beforeAttempt } from '../../../src/app/announcements/after-attempt.js';
import type { Sent } from '../../../src/app/announcements/delivery.js';

const SENT: Sent = { kind: 'sent' };
const LATER: Sent = { kind: 'later', because: 'Slack is away' };
const UNCERTAIN: Sent = { kind: 'uncertain', because: 'no answer in time' };
const REFUSED: Sent = { kind: 'refused', because: 'not configured: set SLACK_WEBHOOK_URL' };

describe('afterAttempt', () => {
  it.each([
    [1, false],
    [2, true],
    [12, true],
  ])('is over when it was sent (attempt %d, maybe sent before: %s)', (attempts, maybeSent) => {
    expect(afterAttempt({ attempts, maybeSent, cutShort: 0 }, SENT, 1)).toEqual({ state: 'sent', because: '' });
  });

  it.each([
    [1, 5_000],
    [2, 10_000],
    [11, 900_000],
  ])('is tried again when nothing arrived at attempt %d, after %d ms', (attempts, retryInMs) => {
    const kept = afterAttempt({ attempts, maybeSent: false, cutShort: 0 }, LATER, 1);

    expect(kept).toEqual({ state: 'retrying', because: 'Slack is away', retryInMs });
  });

  it.each([
    ['longer than ours', 60_000, 60_000],
    ['shorter than ours', 1_000, 5_000],
    ['of a day, for an hour at most', 86_400_000, 3_600_000],
  ])('waits as long as the other side says: %s', (_name, retryAfterMs, retryInMs) => {
    const kept = afterAttempt({ attempts: 1, maybeSent: false, cutShort: 0 }, { ...LATER, retryAfterMs }, 1);

    expect(kept).toMatchObject({ state: 'retrying', retryInMs });
  });

  it('is given up after twelve attempts', () => {
    expect(afterAttempt({ attempts: 12, maybeSent: false, cutShort: 0 }, LATER, 1)).toEqual({
      state: 'refused',
      because: 'given up after 12 attempts: Slack is away',
    });
  });

  it('is left uncertain, not refused, when one of the twelve may have arrived (rule 24)', () => {
    expect(afterAttempt({ attempts: 12, maybeSent: true, cutShort: 0 }, LATER, 1)).toEqual({
      state: 'uncertain',
      because: 'given up after 12 attempts: Slack is away',
    });
  });

  it('is repeated once when it may have arrived, and then shown as uncertain (P18)', () => {
    const first = afterAttempt({ attempts: 1, maybeSent: false, cutShort: 0 }, UNCERTAIN, 1);
    const second = afterAttempt({ attempts: 2, maybeSent: true, cutShort: 0 }, UNCERTAIN, 1);

    expect(first).toEqual({ state: 'uncertain', because: 'no answer in time', retryInMs: 5_000 });
    expect(second).toEqual({ state: 'uncertain', because: 'no answer in time' });
  });

  it('is not repeated a thirteenth time, however it ended', () => {
    expect(afterAttempt({ attempts: 12, maybeSent: false, cutShort: 0 }, UNCERTAIN, 1)).toEqual({
      state: 'uncertain',
      because: 'no answer in time',
    });
  });

  it('is over at once when it was refused', () => {
    expect(afterAttempt({ attempts: 1, maybeSent: false, cutShort: 0 }, REFUSED, 1)).toEqual({
      state: 'refused',
      because: 'not configured: set SLACK_WEBHOOK_URL',
    });
  });

  it('says so when what is refused now may have arrived before (rule 24)', () => {
    const gone: Sent = { kind: 'refused', because: 'Slack answered 404' };

    expect(afterAttempt({ attempts: 2, maybeSent: true, cutShort: 0 }, gone, 1)).toEqual({
      state: 'refused',
      because: 'Slack answered 404; an attempt before may have arrived',
    });
  });
});

describe('beforeAttempt', () => {
  it.each([1, 12])('lets attempt %d be made', (attempts) => {
    expect(beforeAttempt({ attempts, maybeSent: true, cutShort: 0 })).toBeUndefined();
  });

  it.each([
    [true, 'uncertain'],
    [false, 'refused'],
  ])('ends what processes died over twelve times (maybe sent: %s) as %s', (maybeSent, state) => {
    expect(beforeAttempt({ attempts: 13, maybeSent, cutShort: 0 })).toEqual({
      state,
      because: 'given up after 12 attempts',
    });
  });

  it.each([
    [12, 1, undefined],
    [72, 60, undefined],
    [73, 60, 'given up after 12 attempts'],
    [73, 61, 'given up after 12 attempts'],
  ])(
    'does not hold against it what processes died over: %d attempts, %d cut short (P3)',
    (attempts, cutShort, said) => {
      expect(beforeAttempt({ attempts, maybeSent: true, cutShort })?.because).toBe(said);
    },
  );
});
