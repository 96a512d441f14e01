import type { Model, Stage } from '../core/model.js';
import type { ModelTools } from './model-tools.js';

/** One file to paste into HubSpot. */
export interface Bundle {
  readonly name: string;
  readonly text: string;
  readonly bytes: number;
  /** How many inputs it needs. */
  readonly inputs: number;
}

/** One run of a bundle: what came out, or why nothing usable did. `ms` is absent when it never ended. */
export type Run = { readonly ms?: number } & (
  | { readonly ok: true; readonly outputs: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problem: string }
);

/** A bundle in a process of its own, run as HubSpot runs it. */
export interface BundleRuns {
  run(event: unknown): Promise<Run>;
  /** What all runs took together. */
  usage(): { readonly cpuSeconds: number; readonly peakBytes: number };
  stop(): void;
}

/** What the commands need of custom code; `src/custom-code` has it. All throw AppError only. */
export interface CustomCodeTools extends Pick<ModelTools, 'loadModel' | 'inspectCsv' | 'readCsv' | 'spoolInput'> {
  /** @param protect stages that are never left; absent: the model's */
  buildBundles(model: Model, protect: readonly Stage[] | undefined): Promise<readonly Bundle[]>;
  startBundle(file: string): Promise<BundleRuns>;
}
