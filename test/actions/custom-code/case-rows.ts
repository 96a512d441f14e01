import type { Decision } from '../../../src/core/decide-stage.js';
import type { Score } from '../../../src/core/score-contact.js';
import conditions from '../../cases/conditions.json';
import scoring from '../../cases/scoring.json';
import stages from '../../cases/stages.json';
import type { CaseInput } from '../../core/case-model.js';

/* The rows of the case files that say all they say in properties: what custom code is handed. */

/** What a row expects, in the words of its file. */
export type Expected =
  | { readonly verdict: string }
  | { readonly score: Partial<Score> }
  | { readonly decision: Partial<Decision> & { readonly because?: string } };

export type Row = readonly [name: string, input: CaseInput, expected: Expected];

type Written<T> = readonly (readonly [string, CaseInput, T])[];

const ALL: readonly Row[] = [
  ...(conditions as unknown as Written<string>).map(([name, input, verdict]): Row => [name, input, { verdict }]),
  ...(scoring as unknown as Written<Partial<Score>>).map(([name, input, score]): Row => [name, input, { score }]),
  ...(stages as unknown as Written<Partial<Decision>>).map(([name, input, decision]): Row => [
    name,
    input,
    { decision },
  ]),
];

/** Forms whose names HubSpot keeps, and what they ask for. */
const FORMS: Readonly<Record<string, string>> = {
  demo_requested: 'Demo form',
  quote_requested: 'Get a quote',
  trial_started: 'Start a trial',
  pricing_requested: 'Pricing list',
};

/** A row with its signals written as HubSpot's dated properties; none where HubSpot has no property for them. */
function asProperties([name, input, expected]: Row): readonly Row[] {
  const { signals = {}, company, unlistedSignals, ...rest } = input;
  if (company || unlistedSignals === 'unknown') return [];
  const seen = Object.entries(signals).filter(([, times]) => times.length > 0);
  const [signal, times] = seen[0] ?? [];
  if (signal === undefined) return [[name, rest, expected]];
  const form = FORMS[signal];
  if (seen.length > 1 || form === undefined || times?.length !== 1) return [];
  const conversion = { recent_conversion_event_name: form, recent_conversion_date: times[0] };
  return [[name, { ...rest, properties: { ...rest.properties, ...conversion } }, expected]];
}

export const PROPERTY_ROWS: readonly Row[] = ALL.flatMap(asProperties);
