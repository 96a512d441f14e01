import type { Answer } from './answers.js';
import type { Contact } from './contact.js';
import { countWords, cutText, plainText, spokenName } from './plain-text.js';
import { relativeTime } from './relative-time.js';
import type { Reason, Score } from './score-contact.js';

/** One thing told, and where it comes from: `rule:<id>`, `property:<name>`, `signal:<name>`, `decision:<rule>`, `stage:<stage>`. */
export interface Line {
  /** One line of plain text, not escaped. */
  readonly text: string;
  /** At least one. */
  readonly sources: readonly string[];
}

/** `against`: it speaks against the lead. */
export type Weighed = Line & { readonly against: boolean };

type Properties = Contact['properties'];

/** Contact properties that say who it is. */
export const WHO_PROPERTIES: readonly string[] = ['firstname', 'lastname', 'jobtitle', 'company', 'email'];

const SAID: Readonly<Record<string, string>> = { true: 'yes', false: 'no' };
const REASONS = 4;
const ACTS = 3;
/** A reason against takes the last place from one for the lead when it is at least this share as strong. */
const NOTABLE = 0.5;

/** Name, job and company, each only when known; without a name the address stands for it. */
export function whoLines(properties: Properties): readonly Line[] {
  const name = lineOf(['firstname', 'lastname'], properties, 4) ?? lineOf(['email'], properties, 4);
  return [name, lineOf(['jobtitle'], properties, 5), lineOf(['company'], properties, 4)].flatMap((line) => line ?? []);
}

function lineOf(names: readonly string[], properties: Properties, words: number): Line | undefined {
  const known = names.filter((name) => textOf(properties, name) !== '');
  if (known.length === 0) return undefined;
  const text = cutText(known.map((name) => textOf(properties, name)).join(' '), words);
  return { text, sources: known.map((name) => `property:${name}`) };
}

function textOf(properties: Properties, name: string): string {
  return Object.hasOwn(properties, name) ? plainText(properties[name]) : '';
}

/** The strongest reasons, in order; one against is among them when it weighs enough. */
export function whyLines({ reasons }: Pick<Score, 'reasons'>): readonly Weighed[] {
  const first = reasons.slice(0, REASONS);
  const last = first[REASONS - 1];
  const doubt = reasons.slice(REASONS).find(({ points }) => points < 0);
  const seen = first.some(({ points }) => points < 0);
  const matters = doubt && last && !seen && Math.abs(doubt.points) >= NOTABLE * Math.abs(last.points);
  return (matters ? [...first.slice(0, -1), doubt] : first).map(reasonLine);
}

function reasonLine({ rule, points, because }: Reason): Weighed {
  return { text: cutText(plainText(because), 7), sources: [`rule:${rule}`], against: points < 0 };
}

/** An answer that was given; of a value that is a mere yes or no that. */
export function answerLine({ question, state, properties: from }: Answer, properties: Properties): Weighed {
  const value = textOf(properties, from[0] ?? '');
  const said = Object.hasOwn(SAID, value) ? SAID[value] : cutText(value, 8);
  return {
    text: `${cutText(spokenName(question), 3)}: ${said}`,
    sources: from.map((name) => `property:${name}`),
    against: state === 'no',
  };
}

/** An answer still to be had. */
export function questionLine({ question, properties }: Answer): Line {
  return { text: cutText(spokenName(question), 3), sources: properties.map((name) => `property:${name}`) };
}

/**
 * What the lead did last: each kind of act once, the newest first, at most three. A form is not told beside what it was for.
 */
export function actLines(signals: Contact['signals'], now: number): readonly Line[] {
  const acts = Object.entries(signals).flatMap(([signal, times]) => {
    const past = times.filter((at) => at <= now);
    return past.length === 0 ? [] : { signal, count: past.length, at: past.reduce((a, b) => Math.max(a, b)) };
  });
  return acts
    .filter(
      ({ signal, at }) =>
        signal !== 'form_submitted' || !acts.some((other) => other.signal !== signal && other.at === at),
    )
    .sort((a, b) => b.at - a.at || (a.signal < b.signal ? -1 : 1))
    .slice(0, ACTS)
    .map(({ signal, count, at }) => {
      const name = cutText(spokenName(signal), 4);
      const often = count > 1 ? `, ${count} times` : '';
      return { text: `${capital(name)} ${relativeTime(at, now)}${often}`, sources: [`signal:${signal}`] };
    });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Of lines by importance those that fit into so many words together: what does not fit is passed over. */
export function linesWithin(words: number, lines: readonly Line[]): ReadonlySet<Line> {
  const kept = new Set<Line>();
  let left = words;
  for (const line of lines) {
    const count = countWords(line.text);
    if (count > left) continue;
    kept.add(line);
    left -= count;
  }
  return kept;
}
