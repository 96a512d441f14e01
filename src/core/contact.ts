/**
 * What the core is told of one contact.
 *
 * A property value is the string HubSpot holds; `null`, `undefined`, `''` and blanks are unknown. Acts are epoch
 * milliseconds, in any order.
 */
export interface Contact {
  readonly properties: Readonly<Record<string, string | null | undefined>>;
  /** Signal name → times of the acts. */
  readonly signals: Readonly<Record<string, readonly number[]>>;
  /** What a signal that is not listed means: `'never'` seen (a miss) or `'unknown'` (a CSV without that column). */
  readonly unlistedSignals: 'never' | 'unknown';
  /** Company fact → its dates (one per colleague, say). A fact that is not listed is unknown. */
  readonly company: Readonly<Record<string, readonly number[]>>;
}
