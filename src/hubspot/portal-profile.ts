import { isAppError } from '../app/errors.js';
import type { Log, PortalProfile } from '../app/ports.js';
import type { Admit, Call } from './call.js';
import { PipelineList, PropertyList } from './wire.js';

/** The lifecycle stages are a pipeline of the contacts. @source HubSpot pipelines API, recorded answers */
const LIFECYCLE_PIPELINE = 'contacts-lifecycle-pipeline';
const CLOSED_TO_US: ReadonlySet<unknown> = new Set([403, 404]);

interface Ordered {
  readonly displayOrder: number;
}
const inOrder = <T extends Ordered>(rows: readonly T[]): T[] =>
  [...rows].sort((a, b) => a.displayOrder - b.displayOrder);

/**
 * Reads what differs per portal: the order of its stages, its contact properties, its lead statuses.
 *
 * The order comes from the contacts pipeline; where that is closed to our token, from the options of `lifecyclestage`.
 */
export function createReadProfile(call: Call) {
  async function stagesOfPipeline(portalId: number, admit: Admit): Promise<string[] | undefined> {
    try {
      const { results } = await call({ portalId, operation: 'contacts.pipelines', answer: PipelineList, admit });
      const pipeline = results.find(({ id }) => id === LIFECYCLE_PIPELINE) ?? results[0];
      const stages = pipeline?.stages.filter(({ archived }) => archived !== true) ?? [];
      return stages.length > 0 ? inOrder(stages).map(({ id }) => id) : undefined;
    } catch (error) {
      if (isAppError(error, 'HUBSPOT_REJECTED') && CLOSED_TO_US.has(error.facts['status'])) return undefined;
      throw error;
    }
  }

  return async function readProfile(portalId: number, admit: Admit): Promise<PortalProfile> {
    const { results } = await call({ portalId, operation: 'contacts.properties', answer: PropertyList, admit });
    const valuesOf = (property: string) =>
      inOrder(results.find(({ name }) => name === property)?.options ?? []).map(({ value }) => value);
    return {
      portalId,
      stageOrder: (await stagesOfPipeline(portalId, admit)) ?? valuesOf('lifecyclestage'),
      properties: new Set(results.map(({ name }) => name)),
      leadStatuses: new Set(valuesOf('hs_lead_status')),
    };
  };
}

/** @source ports.ts: "Cached for ten minutes" */
const FRESH_MS = 10 * 60_000;
/** After a failed refresh the old one serves this long before the next try. */
const RETRY_MS = 30_000;

interface Kept {
  readonly profile: PortalProfile;
  readonly until: number;
}

export interface ProfileDeps {
  readonly read: (portalId: number) => Promise<PortalProfile>;
  readonly now: () => number;
  readonly log: Log;
}

/** Keeps each portal's profile: read once at a time, and the old one stays when it cannot be read again. */
export function createProfiles({ read, now, log }: ProfileDeps) {
  const kept = new Map<number, Kept>();
  const reading = new Map<number, Promise<PortalProfile>>();

  function keep(profile: PortalProfile, ms: number): PortalProfile {
    kept.set(profile.portalId, { profile, until: now() + ms });
    return profile;
  }

  async function refresh(portalId: number): Promise<PortalProfile> {
    try {
      return keep(await read(portalId), FRESH_MS);
    } catch (error) {
      const old = kept.get(portalId);
      if (!old) throw error;
      log.warn('portal profile kept although it is old', { portalId, error });
      return keep(old.profile, RETRY_MS);
    } finally {
      reading.delete(portalId);
    }
  }

  return async function profile(portalId: number): Promise<PortalProfile> {
    const old = kept.get(portalId);
    if (old && now() < old.until) return old.profile;
    const running = reading.get(portalId) ?? refresh(portalId);
    reading.set(portalId, running);
    return running;
  };
}
