import type { Readable } from 'node:stream';
import type { CompiledModel } from '../app/ports.js';
import type { Model } from '../core/model.js';

/** What a model author got wrong. */
export interface Finding {
  readonly level: 'error' | 'warning';
  /** `intent.rules[2].when` */
  readonly path: string;
  readonly message: string;
}

/** A row of a CSV file, counted from 1, or why it cannot be used. */
export type CsvLine =
  | { readonly row: number; readonly record: Readonly<Record<string, string>> }
  | { readonly row: number; readonly problem: string };

/** What the commands need of model and CSV files; `src/files` has it. All throw AppError only. */
export interface ModelTools {
  loadModel(file: string): Model;
  compileModel(model: Model): CompiledModel;
  lintModel(model: Model): readonly Finding[];
  explainModel(model: Model): string;
  modelJsonSchema(): Readonly<Record<string, unknown>>;
  /** Judges the whole file: refusals come from here, before any row has been used. */
  inspectCsv(
    file: string,
    options: { readonly large: boolean },
  ): Promise<{ readonly columns: readonly string[]; readonly rows: number }>;
  readCsv(file: string): AsyncIterable<CsvLine>;
  spoolInput(
    input: Readable,
    options: { readonly large: boolean },
  ): Promise<{ readonly file: string; readonly remove: () => void }>;
}
