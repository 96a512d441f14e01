/** What the process that runs a bundle is sent. */
export interface ToRunner {
  readonly event: unknown;
}

export type RunOutcome =
  | { readonly ok: true; readonly outputs: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problem: string };

/** What it sends back: once whether the bundle could be loaded, then one answer for each event. */
export type FromRunner =
  | { readonly kind: 'loaded'; readonly ms: number }
  | { readonly kind: 'broken'; readonly problem: string }
  | {
      readonly kind: 'ran';
      readonly outcome: RunOutcome;
      readonly ms: number;
      /** Of the process since it began, start-up included. */
      readonly cpuSeconds: number;
      readonly peakBytes: number;
    };
