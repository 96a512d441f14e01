import type { z } from 'zod';

/** Something HubSpot would refuse, leave out in silence, or run otherwise than meant. */
export interface Finding {
  /** Below `srcDir`, or beside hsproject.json. */
  readonly file: string;
  /** Where in the file: `config.inputFields[1].isRequired`; empty for the file as a whole. */
  readonly place: string;
  readonly problem: string;
  /** What to do. */
  readonly fix: string;
}

/** Makes the findings of one file. */
export const findingsIn =
  (file: string) =>
  (place: string, problem: string, fix: string): Finding => ({ file, place, problem, fix });

/** What to do about each kind of thing zod finds. */
const FIXES: Readonly<Record<string, string>> = {
  unrecognized_keys: 'take it out, or correct its spelling',
  invalid_type: 'give it a value of that type',
  invalid_value: 'use one of these',
  invalid_format: 'write it in that form',
  too_small: 'make it larger',
  too_big: 'make it smaller',
};

/** A value that has not the shape HubSpot reads. */
export function shapeFindings(file: string, error: z.ZodError, above: string): readonly Finding[] {
  return error.issues.map((issue) => {
    const place = placeText(above, issue.path);
    const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
    if (missing) return { file, place, problem: 'is missing', fix: `add it: ${issue.expected}` };
    return { file, place, problem: lowerFirst(issue.message), fix: FIXES[issue.code] ?? 'correct it' };
  });
}

/** `config`, ['inputFields', 1, 'isRequired'] → `config.inputFields[1].isRequired` */
export function placeText(above: string, below: readonly PropertyKey[]): string {
  const text = below.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return `${above}${text}`.replace(/^\./, '');
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** The findings for a person: by file, each with its place and what to do. */
export function findingsText(findings: readonly Finding[]): string {
  const files = [...new Set(findings.map(({ file }) => file))];
  const lines = files.flatMap((file) => [
    file,
    ...findings
      .filter((finding) => finding.file === file)
      .flatMap(({ place, problem, fix }) => [`  ${place ? `${place}: ` : ''}${problem}`, `    → ${fix}`]),
  ]);
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  return [...lines, findings.length === 0 ? 'no findings' : count, ''].join('\n');
}
