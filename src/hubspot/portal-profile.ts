import { isAppError } from '../app/errors.js';
import type { PortalProfile, PropertyKind } from '../app/ports.js';
import type { Admit, Call } from './call.js';
import { PipelineList, PropertyList } from './wire.js';

/** The lifecycle stages are a pipeline of the contacts. @source HubSpot pipelines API, recorded answers */
const LIFECYCLE_PIPELINE = 'contacts-lifecycle-pipeline';
const CLOSED_TO_US: ReadonlySet<unknown> = new Set([403, 404]);

interface Ordered {
  readonly displayOrder: number;
}
interface StageOfPortal {
  readonly id: string;
  readonly label?: string | undefined;
}
const inOrder = <T extends Ordered>(rows: readonly T[]): T[] =>
  [...rows].sort((a, b) => a.displayOrder - b.displayOrder);

/** Absent: any text will do. Options that HubSpot keeps elsewhere are not listed, so nobody here can check them. */
function kindOf({ type, options }: PropertyList['results'][number]): PropertyKind | undefined {
  if (type === 'enumeration' && options.length > 0)
    return { type, options: options.map(({ value, label }) => ({ value, label })) };
  return type === 'number' || type === 'date' || type === 'datetime' || type === 'bool' ? { type } : undefined;
}

/**
 * Reads what differs per portal: the order of its stages, its contact properties, its lead statuses.
 *
 * The order comes from the contacts pipeline; where that is closed to our token, or for a `glance`, from the options of
 * `lifecyclestage`.
 */
export function createReadProfile(call: Call) {
  async function stagesOfPipeline(portalId: number, admit: Admit): Promise<readonly StageOfPortal[] | undefined> {
    try {
      const { results } = await call({ portalId, operation: 'contacts.pipelines', answer: PipelineList, admit });
      const pipeline = results.find(({ id }) => id === LIFECYCLE_PIPELINE) ?? results[0];
      const stages = pipeline?.stages.filter(({ archived }) => archived !== true) ?? [];
      return stages.length > 0 ? inOrder(stages) : undefined;
    } catch (error) {
      if (isAppError(error, 'HUBSPOT_REJECTED') && CLOSED_TO_US.has(error.facts['status'])) return undefined;
      throw error;
    }
  }

  return async function readProfile(
    portalId: number,
    admit: Admit,
    { glance = false }: { readonly glance?: boolean } = {},
  ): Promise<PortalProfile> {
    const { results } = await call({ portalId, operation: 'contacts.properties', answer: PropertyList, admit });
    const optionsOf = (property: string) => inOrder(results.find(({ name }) => name === property)?.options ?? []);
    const stages =
      (glance ? undefined : await stagesOfPipeline(portalId, admit)) ??
      optionsOf('lifecyclestage').map(({ value, label }) => ({ id: value, label }));
    return {
      portalId,
      stageOrder: stages.map(({ id }) => id),
      stageLabels: new Map(stages.map(({ id, label }) => [id, label ?? id])),
      properties: new Set(results.map(({ name }) => name)),
      leadStatuses: new Set(optionsOf('hs_lead_status').map(({ value }) => value)),
      kinds: new Map(
        results.flatMap((property) => {
          const kind = kindOf(property);
          return kind ? [[property.name, kind]] : [];
        }),
      ),
    };
  };
}
