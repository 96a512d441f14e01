import type { Random } from '../random.js';

/** Things and how often they turn up, relative to each other. Never empty. */
export type Weighted<T> = readonly [Share<T>, ...Share<T>[]];
type Share<T> = readonly [thing: T, weight: number];

/** Whole numbers, both ends included. */
export type Range = readonly [from: number, to: number];

const DAY = 86_400_000;

/** A seed for number `index` of a series: each has a stream of its own, however many others there are. */
export function seedOf(seed: number, index: number, series: string): number {
  const parts = [seed, index, ...Array.from(series, (letter) => letter.charCodeAt(0))];
  return parts.reduce((mixed, part) => scramble(scramble(mixed) + part), 0x9e3779b9);
}

/** Spreads every bit over all 32: neighbouring seeds must not give neighbouring people. */
function scramble(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

export function weighted<T>(random: Random, things: Weighted<T>): T {
  let left = random.next() * things.reduce((sum, [, weight]) => sum + weight, 0);
  const [thing] = things.find(([, weight]) => (left -= weight) < 0) ?? things[0];
  return thing;
}

export function between(random: Random, [from, to]: Range): number {
  return from + random.int(to - from + 1);
}

/** A moment so many days before `now`, at some time of the day; a negative number of days lies ahead. @returns ISO */
export function daysAgo(random: Random, now: number, days: Range): string {
  const age = (between(random, days) + random.next() * 0.9) * DAY;
  return new Date(now - age).toISOString();
}
