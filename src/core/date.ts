/** In milliseconds. Not those of duration.ts: as built, an imported name is looked up anew at every use. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH_DAYS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** The farthest instant a JavaScript date can name, in milliseconds from 1970. */
const LAST_INSTANT = 8.64e15;
const MINUS = 45;
const ZERO = 48;
const COLON = 58;
const POINT = 46;
const COMMA = 44;
const BLANK = 32;
const T = 84;
const SMALL_T = 116;
/** Instead of NaN, so that reading a date stays in whole numbers. */
const NO_DIGIT = -1e6;

/**
 * Reads a moment: an ISO date (midnight UTC), an ISO date-time (UTC where it names no zone), or epoch milliseconds of
 * eleven digits or more. Reads characters instead of calling `Date.parse`: that one is slower, takes an unzoned
 * date-time for local time, and moves 30 February into March.
 *
 * @returns epoch milliseconds; NaN when it is none of these, or a day that does not exist
 * @example dateOf('2026-11-21T10:00:00+01:00') // 1795251600000
 */
export function dateOf(value: string): number {
  const text = value.trim();
  if (text.length < 10) return NaN;
  if (text.charCodeAt(4) !== MINUS || text.charCodeAt(7) !== MINUS) return epochOf(text);
  return text.length === 10 ? dayOf(text) : dayOf(text) + timeOf(text);
}

/** @returns 0..9; for anything else `NO_DIGIT`, which keeps every number made with it below zero */
function digitAt(text: string, at: number): number {
  const digit = at < text.length ? text.charCodeAt(at) - ZERO : -1;
  return digit >= 0 && digit <= 9 ? digit : NO_DIGIT;
}

function twoDigits(text: string, at: number): number {
  return digitAt(text, at) * 10 + digitAt(text, at + 1);
}

function dayOf(text: string): number {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const real = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  return real ? daysSince1970(year, month, day) * DAY : NaN;
}

function daysIn(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (MONTH_DAYS[month - 1] ?? NaN) + (leap ? 1 : 0);
}

/** Counts from March, so that the leap day is the last of its year; 719,468 days lie before 1970 from 0000-03-01. */
function daysSince1970(year: number, month: number, day: number): number {
  const years = month > 2 ? year : year - 1;
  const months = month > 2 ? month - 3 : month + 9;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return years * 365 + leapDays + Math.floor((months * 153 + 2) / 5) + day - 1 - 719_468;
}

/** Milliseconds after midnight UTC of what follows the date: `T10:00`; seconds, a fraction and a zone are optional. */
function timeOf(text: string): number {
  if (text.length < 16 || !isSeparator(text.charCodeAt(10)) || text.charCodeAt(13) !== COLON) return NaN;
  const hours = twoDigits(text, 11);
  const minutes = twoDigits(text, 14);
  const hasSeconds = text.length >= 19 && text.charCodeAt(16) === COLON;
  const seconds = hasSeconds ? twoDigits(text, 17) : 0;
  const end = hasSeconds ? fractionEnd(text) : 16;
  if (!isTime(hours, minutes, seconds)) return NaN;
  return hours * HOUR + minutes * MINUTE + seconds * 1000 + fractionMs(text, end) - zoneMs(text, end);
}

function isSeparator(code: number): boolean {
  return code === T || code === SMALL_T || code === BLANK;
}

function isTime(hours: number, minutes: number, seconds: number): boolean {
  return hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60;
}

/** Where the seconds end: at 19, or behind a fraction, which begins with a point (or a comma, as ISO allows). */
function fractionEnd(text: string): number {
  const mark = text.length > 19 ? text.charCodeAt(19) : BLANK;
  if (mark !== POINT && mark !== COMMA) return 19;
  let end = 20;
  while (digitAt(text, end) >= 0) end += 1;
  return end;
}

/** The first three digits of the fraction; what is finer than a millisecond is cut off. */
function fractionMs(text: string, end: number): number {
  if (end <= 19) return 0;
  if (end === 20) return NaN;
  return digitAt(text, 20) * 100 + (end > 21 ? digitAt(text, 21) * 10 : 0) + (end > 22 ? digitAt(text, 22) : 0);
}

/** How far the zone is ahead of UTC: nothing or `Z` is 0, else `+hh:mm`, `+hhmm` or `+hh`. NaN when it is none of these. */
function zoneMs(text: string, at: number): number {
  const left = text.length - at;
  if (left === 0 || (left === 1 && (text[at] === 'Z' || text[at] === 'z'))) return 0;
  if ((text[at] !== '+' && text[at] !== '-') || left < 3) return NaN;
  const colon = text[at + 3] === ':';
  const hours = twoDigits(text, at + 1);
  const minutes = left === 3 ? 0 : twoDigits(text, at + (colon ? 4 : 3));
  const wellFormed = (left === 3 || left === (colon ? 6 : 5)) && isTime(hours, minutes, 0);
  return wellFormed ? (text[at] === '-' ? -1 : 1) * (hours * HOUR + minutes * MINUTE) : NaN;
}

function epochOf(text: string): number {
  const from = text.charCodeAt(0) === MINUS ? 1 : 0;
  if (text.length - from < 11) return NaN;
  for (let at = from; at < text.length; at += 1) if (digitAt(text, at) < 0) return NaN;
  const epoch = Number(text);
  return Math.abs(epoch) <= LAST_INSTANT ? epoch : NaN;
}
