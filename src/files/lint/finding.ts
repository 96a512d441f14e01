import { pathText, type Path } from '../model-problem.js';

/** Something a model author most likely did not mean. `error`: it cannot work as written · `warning`: look at it. */
export interface Finding {
  readonly level: 'error' | 'warning';
  /** Where in the model: `intent.rules[2].when`. */
  readonly path: string;
  readonly message: string;
}

/** What keeps a part of the model from working. */
export function errorAt(path: Path, message: string): Finding {
  return { level: 'error', path: pathText(path), message };
}

/** What is worth a look. */
export function warningAt(path: Path, message: string): Finding {
  return { level: 'warning', path: pathText(path), message };
}
