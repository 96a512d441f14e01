import { createSignatureHealth } from '../../src/http/signature-health.js';
import { keepingLog, type LogLine } from './app-under-test.js';

function started() {
  const lines: LogLine[] = [];
  let time = 1_000_000;
  const health = createSignatureHealth({ now: () => time, log: keepingLog(lines) });
  const record = (proven: boolean, times: number) => Array.from({ length: times }, () => health.record(proven));
  return { health, lines, record, pass: (ms: number) => (time += ms) };
}

describe('createSignatureHealth', () => {
  it.each([
    ['nothing was checked', 0, 0, true],
    ['19 checks failed', 0, 19, true],
    ['20 checks failed', 0, 20, false],
    ['half of 20 failed', 10, 10, true],
    ['more than half failed', 10, 11, false],
    ['an old failure is followed by many good ones', 0, 25, false],
  ])('when %s', (_name, good, bad, healthy) => {
    const { health, record } = started();

    record(true, good);
    record(false, bad);

    expect(health.healthy()).toBe(healthy);
  });

  it('remembers the last 50 checks only', () => {
    const { health, record } = started();

    record(false, 40);
    record(true, 25);

    expect(health.healthy()).toBe(true);
  });

  it('forgets what is older than five minutes, so that it recovers without traffic', () => {
    const { health, record, pass } = started();

    record(false, 30);
    pass(299_999);
    expect(health.healthy()).toBe(false);
    pass(1);

    expect(health.healthy()).toBe(true);
  });

  it('says once that signatures fail, and once that they hold again', () => {
    const { record, lines } = started();

    record(false, 40);
    record(true, 50);

    expect(lines.map(({ level, message }) => [level, message])).toEqual([
      ['error', 'most signed requests fail: check HUBSPOT_CLIENT_SECRET and PUBLIC_URL'],
      ['info', 'signatures hold again'],
    ]);
  });
});
