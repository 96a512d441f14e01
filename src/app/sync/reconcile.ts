import { stageOf } from '../../core/stages.js';
import type { QuarantineStore } from './quarantine.js';
import type { Crm } from '../ports.js';

/** Where a log ends. */
export interface LoggedHead {
  readonly portalId: number;
  readonly contactId: string;
  readonly stage: string;
  readonly at: number;
}

/** A contact of which log and portal say different things. */
export interface Difference {
  readonly portalId: number;
  readonly contactId: string;
  readonly log: string;
  /** Empty: HubSpot has no such contact. */
  readonly portal: string;
  readonly at: number;
  readonly problem: 'moved' | 'gone' | 'quarantined';
  readonly todo: string;
}

export interface ReconcileDeps {
  readonly heads: (filter: { readonly since?: number }) => AsyncIterable<LoggedHead>;
  readonly crm: Pick<Crm, 'read'>;
  readonly quarantine: Pick<QuarantineStore, 'openOf'>;
}

/** As many as one call reads. */
const AT_ONCE = 100;
const READ = ['lifecyclestage', 'hs_lead_status'];

const TODO: Readonly<Record<Difference['problem'], string>> = {
  moved:
    'Others moved it and no webhook told: the next change, or any action on the contact, brings the log up to date',
  gone: 'Deleted or merged in HubSpot: nothing to do; after a privacy deletion its log goes by itself',
  quarantined: 'A form moved it without proof: handoff quarantine release or revert',
};

/**
 * Compares where the logs end with where HubSpot has the contacts.
 *
 * @returns those that differ, in the order of the logs. @throws {AppError} of HubSpot or the store while iterating
 */
export function createReconcile({ heads, crm, quarantine }: ReconcileDeps) {
  async function compare(head: LoggedHead): Promise<Difference | undefined> {
    const { portalId, contactId, stage: log, at } = head;
    const seen = await crm.read(portalId, contactId, READ, 'later');
    const portal = seen ? stageOf(seen['lifecyclestage'], seen['hs_lead_status']) : '';
    if (portal === log) return undefined;
    const held = seen ? await quarantine.openOf(portalId, contactId) : undefined;
    const problem = !seen ? 'gone' : held?.kind === 'jump' ? 'quarantined' : 'moved';
    return { portalId, contactId, log, portal, at, problem, todo: TODO[problem] };
  }

  async function* differences(batch: readonly LoggedHead[]): AsyncGenerator<Difference> {
    for (const one of await Promise.all(batch.map(compare))) if (one) yield one;
  }

  return async function* reconcile(filter: { readonly since?: number }): AsyncGenerator<Difference> {
    let batch: LoggedHead[] = [];
    for await (const head of heads(filter)) {
      if (batch.push(head) < AT_ONCE) continue;
      yield* differences(batch);
      batch = [];
    }
    yield* differences(batch);
  };
}

export type Reconcile = ReturnType<typeof createReconcile>;
