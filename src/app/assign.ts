import type { Assignee } from '../core/assignees.js';
import { OWNER_PROPERTY } from '../core/model-properties.js';
import type { Candidate } from '../core/rotate.js';
import type { Ask } from './ask.js';
import type { AssignmentStore, Stale } from './assignment.js';
import { isAppError } from './errors.js';
import { contactOf, type Read } from './judgement.js';
import type { Move } from './outcome.js';
import type { Crm, Log, Owner } from './ports.js';

export interface AssignDeps {
  readonly crm: Pick<Crm, 'owners'>;
  readonly assignments: Pick<AssignmentStore, 'assign'>;
  readonly now: () => number;
  readonly log: Log;
}

/** A lead that is about to move. */
export interface AssignAsk {
  readonly ask: Ask;
  readonly read: Read;
  readonly move: Move;
  /** As `Plan.headSeen`. */
  readonly headSeen?: number;
}

/** `writes`: the owner, to be written with the stage; none: nobody is assigned. */
export type Assigned = { readonly kind: 'assigned'; readonly writes: Readonly<Record<string, string>> } | Stale;

const NOBODY: Assigned = { kind: 'assigned', writes: {} };

/** Does this move ask for an owner? Whom the workflow names wins, and so does, unless the model says otherwise, whoever is there. */
function wantsOwner({ ask: { want }, read, move }: AssignAsk): boolean {
  const { assign } = read.compiled.model;
  if (!assign || (want.kind === 'qualify' && want.assignTo)) return false;
  if (![move.to, ...move.passed].some((stage) => assign.at.includes(stage))) return false;
  return !(assign.keep && read.properties[OWNER_PROPERTY]?.trim());
}

/**
 * Gives a lead that enters a stage its owner, before anybody hears of it (W06): whose turn it is, by the model's list.
 *
 * @throws {AppError} as every call of the CRM and the store. That nobody is left is no error: the lead moves on without an
 *   owner, and the ledger says why
 */
export function createAssign({ crm, assignments, now, log }: AssignDeps) {
  /** Names nobody answers to, once each: a list is wrong for every lead. */
  const missed = new Set<string>();

  async function ownersOf(portalId: number): Promise<readonly Owner[]> {
    try {
      return await crm.owners(portalId);
    } catch (error) {
      if (!isAppError(error, 'HUBSPOT_REJECTED')) throw error;
      log.warn('nobody can be assigned: HubSpot does not let us list its users', { portalId, error });
      return [];
    }
  }

  /** Says which entries of the list HubSpot knows nobody for. By place: a name is not for the log. */
  function sayMissing({ portalId }: Ask, { compiled }: Read, candidates: readonly Candidate[]): void {
    candidates.forEach(({ owner }, index) => {
      const { version } = compiled.model;
      const place = `${portalId} ${version} ${index}`;
      if (owner !== undefined || missed.has(place)) return;
      missed.add(place);
      log.warn('somebody on the list is not in HubSpot', { portalId, model: version, entry: `assign.to[${index}]` });
    });
  }

  return async function assign(order: AssignAsk): Promise<Assigned> {
    const { ask, read, move, headSeen } = order;
    const { portalId, contactId } = ask;
    const { compiled } = read;
    if (!compiled.assignees || !wantsOwner(order)) return NOBODY;
    const at = now();
    const owners = await ownersOf(portalId);
    const candidates = compiled.assignees(contactOf(read), move.to, at).map((one) => candidate(one, owners));
    sayMissing(ask, read, candidates);
    const given = await assignments.assign({
      portalId,
      contactId,
      rotation: compiled.model.name,
      from: move.from,
      stage: move.to,
      ...(headSeen === undefined ? {} : { headSeen }),
      candidates,
      at,
    });
    if (given.kind === 'stale') return given;
    const { owner, because } = given.assignment;
    if (owner !== null) return { kind: 'assigned', writes: { [OWNER_PROPERTY]: owner } };
    log.warn('lead moves on without an owner', { portalId, contactId, because });
    return NOBODY;
  };
}

/** Finds who is meant, by address in any letter case, or by owner id. */
function candidate(assignee: Assignee, owners: readonly Owner[]): Candidate {
  const name = assignee.name.trim().toLowerCase();
  const found = owners.find(({ id, email }) => id === name || email.toLowerCase() === name);
  return { ...assignee, email: found?.email ?? '', ...(found ? { owner: found.id } : {}) };
}
