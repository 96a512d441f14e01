import { limitedForMs, migratingForMs, retryAfterMs, repeatDelayMs } from '../../src/hubspot/retry.js';

const headers = (values: Record<string, string>) => (name: string) => values[name] ?? null;

describe('repeatDelayMs', () => {
  it.each([
    [1, 0, 0],
    [1, 0.999, 249],
    [2, 0.5, 250],
    [3, 0.5, 500],
    [5, 0.5, 2_000],
    [6, 0.5, 2_000],
    [50, 0.999, 3_996],
  ])('waits after attempt %i with chance %d for %i ms', (attempt, chance, ms) => {
    expect(repeatDelayMs(attempt, () => chance)).toBe(ms);
  });
});

describe('retryAfterMs', () => {
  it.each([
    ['1', 1_000],
    ['60', 60_000],
    ['61', 60_000],
    ['0', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
    ['99999999999999999999', undefined],
    [null, undefined],
  ])('reads %s as %s ms', (header, ms) => {
    expect(retryAfterMs(header, 60_000)).toBe(ms);
  });
});

describe('limitedForMs', () => {
  it.each([
    ['TEN_SECONDLY_ROLLING', {}, 2_000],
    ['TEN_SECONDLY_ROLLING', { 'X-HubSpot-RateLimit-Interval-Milliseconds': '20000' }, 4_000],
    ['TEN_SECONDLY_ROLLING', { 'X-HubSpot-RateLimit-Interval-Milliseconds': '9999999' }, 2_000],
    ['TEN_SECONDLY_ROLLING', { 'X-HubSpot-RateLimit-Interval-Milliseconds': 'x' }, 2_000],
    ['TEN_SECONDLY_ROLLING', { 'Retry-After': '4' }, 4_000],
    ['SECONDLY', {}, 1_000],
    ['SECONDLY', { 'Retry-After': '3600' }, 60_000],
    ['DAILY', { 'Retry-After': '1' }, 900_000],
    [undefined, {}, 2_000],
  ])('leaves a portal alone after %s with %j for %i ms', (policy, values, ms) => {
    expect(limitedForMs(policy, headers(values))).toBe(ms);
  });
});

describe('migratingForMs', () => {
  it.each([
    [{ 'Retry-After': '30' }, 30_000],
    [{ 'Retry-After': '86400' }, 3_600_000],
    [{}, 60_000],
  ])('waits with %j for %i ms', (values, ms) => {
    expect(migratingForMs(headers(values))).toBe(ms);
  });
});
