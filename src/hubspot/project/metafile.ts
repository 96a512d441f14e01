/** One component of the project as HubSpot reads it: the contents of a `*-hsmeta.json`. */
export interface Metafile {
  /** Never change it after the first upload: to HubSpot another uid is another component, and workflows lose theirs. */
  readonly uid: string;
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** How the name of every metafile ends. @source HubSpot, `@hubspot/project-parsing-lib` */
export const METAFILE_END = '-hsmeta.json';

/** The service's address, written once: HubSpot fills it in from the profile. */
export const API_BASE = '${API_BASE}';

/** A value as the text of a JSON file. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
