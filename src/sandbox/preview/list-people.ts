import type { SandboxPortal } from '../portal/portal.js';
import type { PeopleJson, PersonRow } from './page-contract.js';

/** What is looked for. Empty: everybody. */
export interface PeopleQuery {
  /** Part of a name, a company or an address; case does not count. */
  readonly text: string;
  /** Id of a lifecycle stage, or `out`: disqualified. */
  readonly stage: string;
}

/** More are not shown at once: whoever looks for somebody types. */
const MOST = 200;

type Values = Readonly<Record<string, string>>;

/** The people of the portal, best score first, those without one last. */
export function listPeople(portal: SandboxPortal, { text, stage }: PeopleQuery): PeopleJson {
  const labels = new Map(portal.stages.map(({ id, label }) => [id, label]));
  const wanted = text.trim().toLowerCase();
  const found = portal.contactIds().flatMap((id): PersonRow[] => {
    const values = portal.properties(id) ?? {};
    const row = rowOf(id, values, labels);
    const isAt = stage === '' || (stage === 'out' ? row.out : !row.out && values['lifecyclestage'] === stage);
    const isMeant = `${row.name} ${row.company} ${values['email'] ?? ''}`.toLowerCase().includes(wanted);
    return isAt && isMeant ? [row] : [];
  });
  const sorted = found.sort((a, b) => (b.score ?? -1) - (a.score ?? -1) || (a.name < b.name ? -1 : 1));
  return { people: sorted.slice(0, MOST), total: sorted.length };
}

function rowOf(id: string, values: Values, labels: ReadonlyMap<string, string>): PersonRow {
  const stage = values['lifecyclestage'] ?? '';
  const score = values['handoff_score'];
  return {
    id,
    name: nameOf(values, id),
    company: values['company'] ?? '',
    stage: labels.get(stage) ?? stage,
    out: isOut(values),
    ...(score ? { score: Number(score) } : {}),
  };
}

/** Disqualified: the stage stays where it was. */
const isOut = (values: Values): boolean => values['hs_lead_status'] === 'UNQUALIFIED';

/** What a person is called on the page. */
export function nameOf(values: Values, id: string): string {
  return [values['firstname'], values['lastname']].filter(Boolean).join(' ') || values['email'] || id;
}
