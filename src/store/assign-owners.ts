import type { Kysely } from 'kysely';
import type { Assignment, AssignmentOrder, Given } from '../app/assignment.js';
import { rotate } from '../core/rotate.js';
import {
  contactOf,
  KEEP_MS,
  keepLines,
  lockRotations,
  openLeadsOf,
  rotationOf,
  standingsOf,
  type ByOwner,
  type Line,
  type NewLine,
  type Standing,
} from './assignment-lines.js';
import type { Database } from './schema.js';

/** What the turns of one batch are taken from. Taking one changes what the next is taken from. */
interface Book {
  readonly rotations: Map<string, ByOwner>;
  readonly standings: Map<string, Standing>;
  readonly openLeads: Map<number, Map<string, number>>;
  /** By contact; one each. */
  readonly lines: Map<string, NewLine>;
}

/** The lead's last assignment still holds: not carried out, not old, and to somebody who is still on the list. */
function holds(line: Line, { at, candidates }: AssignmentOrder): boolean {
  const listed = line.owner === null || candidates.some(({ owner }) => owner === line.owner);
  return !line.used && at - line.at < KEEP_MS && listed;
}

function isStale({ head, seq, moving }: Standing, { from, headSeen }: AssignmentOrder): boolean {
  return moving || !(head === null || head === from || seq === headSeen);
}

function addLead({ openLeads }: Book, portalId: number, owner: string | null | undefined, count: number): void {
  if (!owner) return;
  const leads = openLeads.get(portalId) ?? new Map<string, number>();
  openLeads.set(portalId, leads.set(owner, (leads.get(owner) ?? 0) + count));
}

function takeTurn(book: Book, order: AssignmentOrder, standing: Standing): Assignment {
  const { portalId, stage, at } = order;
  const { line } = standing;
  // The lead itself is no lead beside this one.
  if (line?.open) addLead(book, portalId, line.owner, -1);
  const turn = rotate(order.candidates, {
    credits: book.rotations.get(rotationOf(order)) ?? new Map(),
    openLeads: book.openLeads.get(portalId) ?? new Map(),
  });
  const { chosen, because, passedOver } = turn;
  const assignment = { owner: chosen?.owner ?? null, email: chosen?.email ?? null, because, passedOver };
  addLead(book, portalId, assignment.owner, 1);
  book.rotations.set(rotationOf(order), turn.credits);
  book.standings.set(contactOf(order), { ...standing, line: { ...assignment, stage, at, used: false, open: true } });
  book.lines.set(contactOf(order), { ...order, seq: standing.seq, assignment });
  return assignment;
}

function give(book: Book, order: AssignmentOrder): Given {
  const { portalId: portal_id, contactId: contact_id } = order;
  const nowhere = { portal_id, contact_id, head: null, seq: 0, moving: false, line: null };
  const standing = book.standings.get(contactOf(order)) ?? nowhere;
  if (isStale(standing, order)) return { kind: 'stale', head: standing.seq, open: standing.moving };
  const { line } = standing;
  if (!line || !holds(line, order)) return { kind: 'given', assignment: takeTurn(book, order, standing) };
  const { owner, email, because, passedOver } = line;
  return { kind: 'given', assignment: { owner, email, because, passedOver } };
}

/**
 * Assigns a batch in one transaction; batches of one rotation take turns, whoever asks.
 *
 * @returns in the order asked
 */
export async function assignOwners(db: Kysely<Database>, orders: readonly AssignmentOrder[]): Promise<Given[]> {
  const now = Math.max(...orders.map(({ at }) => at));
  return db.transaction().execute(async (transaction) => {
    // First, so that everything after it is read when nobody else is at it.
    const rotations = await lockRotations(transaction, orders);
    const standings = await standingsOf(transaction, orders, now);
    const openLeads = await openLeadsOf(transaction, orders, now);
    const book: Book = { rotations, standings, openLeads, lines: new Map() };
    const answers = orders.map((order) => give(book, order));
    if (book.lines.size > 0) await keepLines(transaction, [...book.lines.values()], rotations);
    return answers;
  });
}
