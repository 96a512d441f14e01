/** What later steps of the workflow can use. */
export type Outputs = Readonly<Record<string, string>>;

/** @source HubSpot's custom code actions: a longer output ends the run with OUTPUT_VALUES_TOO_LARGE */
const LONGEST = 65_000;
const ELLIPSIS = '…';

/** Outputs as HubSpot takes them: none too long, and never half of a character that takes two places. */
export function fitting(outputs: Outputs): Outputs {
  return Object.fromEntries(Object.entries(outputs).map(([name, text]) => [name, shortened(text)]));
}

function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST - ELLIPSIS.length).replace(/[\ud800-\udbff]$/, '')}${ELLIPSIS}`;
}
