import { Client } from '@hubspot/api-client';
import type { PortalStages } from '../../src/core/plan-step.js';

export type Properties = Readonly<Record<string, string | null>>;

/** One contact of one portal. Every call throws what HubSpot's client throws. */
export interface Portal {
  /** The fields that hold the stage. */
  look(): Promise<Properties>;
  write(properties: Readonly<Record<string, string>>): Promise<void>;
  stages(): Promise<PortalStages>;
}

const STAGE_FIELDS = ['lifecyclestage', 'hs_lead_status'];
/** The lifecycle stages are a pipeline of the contacts. @source HubSpot pipelines API, recorded answers */
const LIFECYCLE_PIPELINE = 'contacts-lifecycle-pipeline';
const CLOSED_TO_US: ReadonlySet<unknown> = new Set([403, 404]);

interface Ordered {
  readonly displayOrder?: number;
  readonly archived?: boolean;
}

/** The calls used here are the same in versions 10, which HubSpot has for custom code, and 13 of the client. */
export function openPortal(accessToken: string, contactId: string): Portal {
  const { crm } = new Client({ accessToken });

  async function optionsOf(property: string): Promise<string[]> {
    const { options } = await crm.properties.coreApi.getByName('contacts', property);
    return inOrder(options).map(({ value }) => value);
  }

  /** Where the pipeline is closed to the token, the options of the property come in the same order. */
  async function stageOrder(): Promise<string[]> {
    try {
      const { results } = await crm.pipelines.pipelinesApi.getAll('contacts');
      const pipeline = results.find(({ id }) => id === LIFECYCLE_PIPELINE) ?? results[0];
      if (pipeline && pipeline.stages.length > 0) return inOrder(pipeline.stages).map(({ id }) => id);
    } catch (error) {
      if (!CLOSED_TO_US.has(statusOf(error))) throw error;
    }
    return optionsOf('lifecyclestage');
  }

  return {
    async look() {
      const { properties } = await crm.contacts.basicApi.getById(contactId, STAGE_FIELDS);
      return properties;
    },
    async write(properties) {
      await crm.contacts.basicApi.update(contactId, { properties: { ...properties } });
    },
    async stages() {
      const [order, statuses] = await Promise.all([stageOrder(), optionsOf('hs_lead_status')]);
      return { stageOrder: order, leadStatuses: new Set(statuses) };
    },
  };
}

function inOrder<T extends Ordered>(rows: readonly T[]): T[] {
  const placeOf = ({ displayOrder }: Ordered): number => displayOrder ?? Infinity;
  return rows.filter(({ archived }) => archived !== true).sort((a, b) => placeOf(a) - placeOf(b) || 0);
}

/** The HTTP status of a call that HubSpot answered with no; `undefined` when there was no answer. */
export function statusOf(error: unknown): number | undefined {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? code : undefined;
}
