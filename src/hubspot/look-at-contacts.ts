import { z } from 'zod';
import { isAppError, type AppError } from '../app/errors.js';
import { LOOKED_INTO, type SeenContact, type Version } from '../app/sync/seen-contact.js';
import type { Admit, Call } from './call.js';
import { Batch } from './wire.js';

export type Seen = SeenContact | undefined;
type Answers = Map<string, Seen | AppError>;

/** @source HubSpot, contacts guide: a batch read with history takes 50 records */
const MOST_WITH_HISTORY = 50;
const PROPERTIES = [
  ...LOOKED_INTO,
  'hs_merged_object_ids',
  'hs_calculated_form_submissions',
  'recent_conversion_date',
] as const;

const Entry = z.object({
  value: z.string().nullish(),
  timestamp: z.string().transform((text, context) => {
    const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
    if (Number.isFinite(at)) return at;
    context.addIssue('a time');
    return z.NEVER;
  }),
  sourceType: z.string().nullish(),
  sourceId: z.union([z.string(), z.number()]).nullish(),
  updatedByUserId: z.number().nullish(),
});
type Entry = z.output<typeof Entry>;

const SeenRecord = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullable()),
  propertiesWithHistory: z.record(z.string(), z.array(Entry)).nullish().catch(undefined),
});
type SeenRecord = z.output<typeof SeenRecord>;

export interface LookOrder {
  readonly portalId: number;
  readonly ids: readonly string[];
  readonly admit: Admit;
}

function versionOf({ value, timestamp: at, sourceType, sourceId, updatedByUserId: user }: Entry): Version {
  const given = sourceId == null ? '' : String(sourceId);
  const source = { changeSource: sourceType ?? '', sourceId: given || (user ? `userId:${user}` : '') };
  return { value: value ?? '', at, source };
}

/** @source recorded values: ids with `;` between them, some with `:` and a time behind them */
function mergedIdsOf(text: string | null | undefined): readonly string[] {
  return (text ?? '')
    .split(/[;,]/)
    .map((part) => part.split(':')[0]?.trim() ?? '')
    .filter((id) => /^\d+$/.test(id));
}

function seenOf({ properties, propertiesWithHistory }: SeenRecord): SeenContact {
  const history = Object.entries(propertiesWithHistory ?? {}).map(([name, entries]) => {
    // HubSpot lists the newest first; two of one moment keep their order.
    const versions = entries
      .map(versionOf)
      .reverse()
      .sort((one, other) => one.at - other.at);
    return [name, versions] as const;
  });
  return {
    properties,
    history: Object.fromEntries(history),
    mergedIds: mergedIdsOf(properties['hs_merged_object_ids']),
  };
}

/**
 * Reads contacts with the past of their stage. A contact that went up in another comes back as that one, under its id: it is
 * no such contact then.
 *
 * @returns every id asked for
 */
export function createLookAtContacts(call: Call) {
  async function some({ portalId, ids, admit }: LookOrder): Promise<Answers> {
    const inputs = ids.map((id) => ({ id }));
    const body = { properties: PROPERTIES, propertiesWithHistory: LOOKED_INTO, inputs };
    const { results } = await call({ portalId, operation: 'contacts.read', body, answer: Batch, admit });
    const answers: Answers = new Map(ids.map((id) => [id, undefined]));
    for (const row of results) {
      const record = SeenRecord.safeParse(row);
      if (record.success && answers.has(record.data.id)) answers.set(record.data.id, seenOf(record.data));
    }
    return answers;
  }

  return async function lookAtContacts(order: LookOrder): Promise<Answers> {
    const answers: Answers = new Map();
    for (let from = 0; from < order.ids.length; from += MOST_WITH_HISTORY) {
      const ids = order.ids.slice(from, from + MOST_WITH_HISTORY);
      const part = await some({ ...order, ids }).catch((error: unknown): Answers => {
        if (isAppError(error)) return new Map(ids.map((id) => [id, error]));
        throw error;
      });
      part.forEach((answer, id) => answers.set(id, answer));
    }
    return answers;
  };
}
