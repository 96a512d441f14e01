import type { Stage } from '../core/model.js';
import { fieldsHere } from '../core/plan-step.js';
import type { Choices } from './action.js';
import { AppError } from './errors.js';
import type { Crm, Models, PortalProfile } from './ports.js';

/** The stages a workflow may set; the off-ramps have actions of their own, which ask for a reason. */
export const SETTABLE = [
  'subscriber',
  'lead',
  'mql',
  'sal',
  'sql',
  'opportunity',
  'customer',
] as const satisfies Stage[];
const LABELS: Readonly<Record<(typeof SETTABLE)[number], string>> = {
  subscriber: 'Subscriber',
  lead: 'Lead',
  mql: 'MQL',
  sal: 'SAL',
  sql: 'SQL',
  opportunity: 'Opportunity (SAO)',
  customer: 'Customer',
};

export function isSettable(word: string): word is (typeof SETTABLE)[number] {
  return SETTABLE.some((stage) => stage === word);
}

/** One line of a dropdown. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Shown under the label. */
  readonly description?: string;
}

export interface ChoicesAsk {
  readonly portalId: number;
  readonly choices: Choices;
  /** What somebody typed; empty: everything. */
  readonly search: string;
  /** Where the page before it ended, as we said then. */
  readonly after?: string | undefined;
}

export interface ChoicesPage {
  readonly options: readonly Choice[];
  /** Absent: that is all. */
  readonly after?: string;
}

const PAGE = 100;

/**
 * Lists what a field of an action can be filled with: what is there at this moment, searched and in pages of 100.
 *
 * @throws {AppError} `INVALID_INPUT` for an `after` that is not ours · as every call of the CRM
 */
export function createListChoices({ models, crm }: { readonly models: Models; readonly crm: Crm }) {
  const lists: Readonly<Record<Choices, (portalId: number) => Promise<readonly Choice[]>>> = {
    models: () => Promise.resolve(models.names().map((name) => describedModel(name, models))),
    owners: async (portalId) =>
      (await crm.owners(portalId)).map(({ id, name, email }) => ({ value: id, label: name, description: email })),
    stages: async (portalId) => stagesOf(await crm.profile(portalId)),
    'disqualify-reasons': () =>
      Promise.resolve(
        (models.get(undefined)?.model.disqualifyReasons ?? []).map((reason) => ({ value: reason, label: reason })),
      ),
  };

  return async function listChoices({ portalId, choices, search, after }: ChoicesAsk): Promise<ChoicesPage> {
    const start = startOf(after);
    const all = (await lists[choices](portalId)).filter((choice) => says(choice, search.trim().toLowerCase()));
    const end = start + PAGE;
    return { options: all.slice(start, end), ...(end < all.length ? { after: String(end) } : {}) };
  };
}

export type ListChoices = ReturnType<typeof createListChoices>;

function describedModel(name: string, models: Models): Choice {
  const description = models.get(name)?.model.description;
  return { value: name, label: name, ...(description === undefined ? {} : { description }) };
}

/** Those the portal can hold; described by what the portal itself calls them. */
function stagesOf(profile: PortalProfile): Choice[] {
  return SETTABLE.flatMap((stage) => {
    const id = fieldsHere(stage, profile)?.['lifecyclestage'];
    if (id === undefined) return [];
    return [{ value: stage, label: LABELS[stage], description: `${profile.stageLabels.get(id) ?? id} (${id})` }];
  });
}

function says({ value, label, description = '' }: Choice, word: string): boolean {
  return [value, label, description].some((text) => text.toLowerCase().includes(word));
}

function startOf(after: string | undefined): number {
  if (after === undefined || after === '') return 0;
  if (/^\d{1,9}$/.test(after)) return Number(after);
  throw new AppError('INVALID_INPUT', 'fetchOptions.after is not one we gave.');
}
