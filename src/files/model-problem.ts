import { AppError } from '../app/errors.js';

/** Where a value sits inside a file: keys and list positions from the top. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with a model file, and where. Lines and columns count from 1. */
export interface Problem {
  /** The file, relative to the models directory. */
  readonly place: string;
  readonly line: number;
  readonly column: number;
  readonly path: Path;
  readonly message: string;
}

/** A path as people write it: `intent.rules[2].points`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/** One line for one problem: `saas.yaml:14:9 intent.rules[2].points: expected a number`. */
export function problemLine(problem: Problem): string {
  const where = `${problem.place}:${problem.line}:${problem.column}`;
  const path = pathText(problem.path);
  return path === '' ? `${where} ${problem.message}` : `${where} ${path}: ${problem.message}`;
}

/**
 * The error for a model file that is refused.
 *
 * @param problems at least one; they come out in file order, one line each, in the message and in `facts.problems`
 * @returns AppError `MODEL_INVALID`
 */
export function modelInvalid(place: string, problems: readonly Problem[]): AppError {
  const inOrder = [...problems].sort(
    (a, b) => Number(a.place !== place) - Number(b.place !== place) || a.line - b.line || a.column - b.column,
  );
  const lines = [...new Set(inOrder.map(problemLine))];
  return new AppError('MODEL_INVALID', lines.join('\n'), { facts: { file: place, problems: lines } });
}

/** A problem with the file as a whole. */
export function fileProblem(place: string, message: string): AppError {
  return modelInvalid(place, [{ place, line: 1, column: 1, path: [], message }]);
}
