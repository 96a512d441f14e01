import type { Verdict } from './verdict.js';

/** Why somebody on the list was passed over, in the order it is looked at. */
export const PASSED_OVER = [
  'not-in-hubspot',
  'no-weight',
  'territory',
  'territory-unknown',
  'away',
  'at-cap',
  'out-of-hours',
  'not-their-turn',
] as const;
export type PassedOverBecause = (typeof PASSED_OVER)[number];

/** in-turn: of several who could · only-one: nobody else could · nobody-at-work: in turn among those at home · nobody-left */
export const ASSIGNED_BECAUSE = ['in-turn', 'only-one', 'nobody-at-work', 'nobody-left'] as const;
export type AssignedBecause = (typeof ASSIGNED_BECAUSE)[number];

/** Somebody on the list, as far as this lead and this moment go. */
export interface Candidate {
  /** As the model names them: an e-mail address or an owner id. */
  readonly name: string;
  /** HubSpot's owner id; absent: HubSpot lists nobody of that name. */
  readonly owner?: string;
  readonly email: string;
  /** Leads they get against the weights of the others. 0: none. */
  readonly weight: number;
  /** Open leads they may have, this one included. */
  readonly cap?: number;
  /** Is the lead from their territory? */
  readonly territory: Verdict;
  readonly away: boolean;
  readonly atWork: boolean;
}

/** Where the rotation stands. Both by owner id; who is not in it has 0. */
export interface Rotation {
  /** Leads somebody is owed, in leads; below 0: had early. */
  readonly credits: ReadonlyMap<string, number>;
  readonly openLeads: ReadonlyMap<string, number>;
}

export interface PassedOver {
  readonly owner: string;
  readonly because: PassedOverBecause;
}

export interface Turn {
  /** Absent: nobody is left. */
  readonly chosen?: Available;
  readonly because: AssignedBecause;
  /** Everybody else on the list, in its order. */
  readonly passedOver: readonly PassedOver[];
  /** The credits after this turn. */
  readonly credits: ReadonlyMap<string, number>;
}

export type Available = Candidate & { readonly owner: string };

/** Thirds do not add up in binary: credits are kept to so many parts of a lead. */
const GRAIN = 1e9;

/**
 * Whose turn it is: those who can take this lead get it in turn, by weight.
 *
 * Everybody available earns their share of each lead; whoever gets it pays one. It goes to the one who is due first among
 * those who are owed enough of one (to whoever is due first, when nobody is). With the same people available, nobody is
 * ever a whole lead ahead of or behind their share. Who is passed over for another reason than their turn earns nothing,
 * so that somebody who was away is not flooded on the day they are back.
 *
 * @source Tijdeman, "The chairman assignment problem", 1980: at most 1 − 1 ÷ (2n − 2) off. Giving each lead to the one who
 *   is owed most, as the better-known smooth weighted round robin does, goes beyond 1 with ten people of uneven weights.
 */
export function rotate(candidates: readonly Candidate[], { credits, openLeads }: Rotation): Turn {
  const reasons = candidates.map((candidate) => hindrance(candidate, openLeads));
  const fit = candidates.filter((_, index) => reasons[index] === undefined).filter(isListed);
  const atWork = fit.filter((candidate) => candidate.atWork);
  const able = atWork.length > 0 ? atWork : fit;
  const earned = withShares(able, credits);
  const chosen = dueFirst(able, earned);
  const passedOver = candidates.flatMap((candidate, index): PassedOver[] => {
    if (candidate === chosen) return [];
    const idle = atWork.length > 0 && !candidate.atWork;
    return [{ owner: candidate.name, because: reasons[index] ?? (idle ? 'out-of-hours' : 'not-their-turn') }];
  });
  if (!chosen) return { because: 'nobody-left', passedOver, credits };
  earned.set(chosen.owner, toGrain((earned.get(chosen.owner) ?? 0) - 1));
  const because = atWork.length === 0 ? 'nobody-at-work' : able.length === 1 ? 'only-one' : 'in-turn';
  return { chosen, because, passedOver, credits: earned };
}

/** What keeps somebody from taking this lead, whatever the time of day. */
function hindrance(candidate: Candidate, openLeads: ReadonlyMap<string, number>): PassedOverBecause | undefined {
  const { owner, weight, territory, away, cap } = candidate;
  if (owner === undefined) return 'not-in-hubspot';
  if (weight <= 0) return 'no-weight';
  if (territory !== 'hit') return territory === 'unknown' ? 'territory-unknown' : 'territory';
  if (away) return 'away';
  return cap !== undefined && (openLeads.get(owner) ?? 0) >= cap ? 'at-cap' : undefined;
}

function isListed(candidate: Candidate): candidate is Available {
  return candidate.owner !== undefined;
}

function totalOf(able: readonly Available[]): number {
  return able.reduce((sum, { weight }) => sum + weight, 0);
}

function withShares(able: readonly Available[], credits: ReadonlyMap<string, number>): Map<string, number> {
  const earned = new Map(credits);
  const total = totalOf(able);
  for (const { owner, weight } of able) earned.set(owner, toGrain((earned.get(owner) ?? 0) + weight / total));
  return earned;
}

/** Equals go in the order of the list. */
function dueFirst(able: readonly Available[], earned: ReadonlyMap<string, number>): Available | undefined {
  const slack = able.length > 1 ? 1 / (2 * able.length - 2) : 0;
  const owed = able.filter(({ owner }) => (earned.get(owner) ?? 0) >= slack - 1 / GRAIN);
  const total = totalOf(able);
  /** Turns until they have to have had one more. */
  const dueIn = ({ owner, weight }: Available): number => ((1 - slack - (earned.get(owner) ?? 0)) * total) / weight;
  let first: Available | undefined;
  for (const candidate of owed.length > 0 ? owed : able) {
    if (!first || dueIn(candidate) < dueIn(first) - total / GRAIN) first = candidate;
  }
  return first;
}

function toGrain(credit: number): number {
  return Math.round(credit * GRAIN) / GRAIN;
}
