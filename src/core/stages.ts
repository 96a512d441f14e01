import type { Stage } from './model.js';

/** How a stage of ours is held in HubSpot. An empty status means: leave Lead Status alone. */
interface HeldAs {
  readonly lifecyclestage?: string;
  readonly hs_lead_status?: string;
}

/** @source DESIGN section 5: our stages and HubSpot's fields. `sal` and the off-ramps live in Lead Status. */
const HELD_AS: Readonly<Record<Stage, HeldAs>> = {
  subscriber: { lifecyclestage: 'subscriber' },
  lead: { lifecyclestage: 'lead', hs_lead_status: 'NEW' },
  mal: { lifecyclestage: 'lead', hs_lead_status: 'ATTEMPTED_TO_CONTACT' },
  mql: { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' },
  sal: { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'IN_PROGRESS' },
  sql: { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' },
  opportunity: { lifecyclestage: 'opportunity', hs_lead_status: 'OPEN_DEAL' },
  customer: { lifecyclestage: 'customer' },
  evangelist: { lifecyclestage: 'evangelist' },
  other: { lifecyclestage: 'other' },
  recycled: { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'BAD_TIMING' },
  disqualified: { hs_lead_status: 'UNQUALIFIED' },
};

const BY_LIFECYCLE: Readonly<Record<string, Stage>> = {
  subscriber: 'subscriber',
  lead: 'lead',
  marketingqualifiedlead: 'mql',
  salesqualifiedlead: 'sql',
  opportunity: 'opportunity',
  customer: 'customer',
  evangelist: 'evangelist',
  other: 'other',
};

/** Lead Status that says more than the lifecycle stage does. */
const REFINED: Readonly<Record<string, Readonly<Record<string, Stage>>>> = {
  lead: { ATTEMPTED_TO_CONTACT: 'mal' },
  marketingqualifiedlead: { IN_PROGRESS: 'sal', BAD_TIMING: 'recycled' },
};

/** Stages that UNQUALIFIED takes out of the race; later ones keep their name whatever Lead Status says. */
const RACING: ReadonlySet<Stage> = new Set<Stage>(['subscriber', 'lead', 'mql', 'sql']);

/** The stages a lead goes through, in order; the others stand aside or lead off it. */
export const JOURNEY = [
  'subscriber',
  'lead',
  'mal',
  'mql',
  'sal',
  'sql',
  'opportunity',
  'customer',
] as const satisfies readonly Stage[];

/** Place on the journey. `recycled` stands where `mql` does; stages that stand aside have no place. */
const RANK: Readonly<Partial<Record<string, number>>> = {
  subscriber: 0,
  lead: 1,
  mal: 2,
  mql: 3,
  recycled: 3,
  sal: 4,
  sql: 5,
  opportunity: 6,
  customer: 7,
};

/**
 * Our word for where a contact is.
 *
 * @param lifecyclestage HubSpot's stage id; empty or absent reads as `lead`, which is what HubSpot makes of a new contact
 * @param leadStatus     `hs_lead_status`; empty where nobody set it
 * @returns a stage, or the id itself when we do not know it (a custom stage): callers fail closed on that
 */
export function stageOf(lifecyclestage: string | null | undefined, leadStatus: string | null | undefined): string {
  const id = lifecyclestage?.trim() || 'lead';
  const stage = Object.hasOwn(BY_LIFECYCLE, id) ? BY_LIFECYCLE[id] : undefined;
  if (stage === undefined) return id;
  const status = leadStatus?.trim() ?? '';
  if (status === 'UNQUALIFIED' && RACING.has(stage)) return 'disqualified';
  const refined = REFINED[id];
  return (refined && Object.hasOwn(refined, status) ? refined[status] : undefined) ?? stage;
}

/** Is this lifecycle stage id one we know how to place? Blank counts as `lead`. Custom ids of a portal are not known. */
export function knowsLifecycle(lifecyclestage: string | null | undefined): boolean {
  return Object.hasOwn(BY_LIFECYCLE, lifecyclestage?.trim() || 'lead');
}

/** Place of a stage on the journey; `undefined` for stages aside, `disqualified`, and ids we do not know. */
export function rankOf(stage: string): number | undefined {
  return Object.hasOwn(RANK, stage) ? RANK[stage] : undefined;
}

/** The HubSpot fields that put a contact into a stage. */
export function fieldsOf(stage: Stage): HeldAs {
  return HELD_AS[stage];
}

/** Is this one of our stages? */
export function isStage(word: string): word is Stage {
  return Object.hasOwn(HELD_AS, word);
}
