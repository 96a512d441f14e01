import { inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { ImportJob, ImportRow } from '../app/import/import-job.js';
import { STAGES } from '../core/model.js';

/** A mapping is at most as large as a model file. */
const MOST_MAPPING_BYTES = 256 * 1024;
const Flag = z
  .enum(['true', 'false'])
  .optional()
  .transform((text) => text === 'true');
const Reason = z.string('say why').trim().min(1, 'say why').max(500, 'at most 500 letters');
const Id = z.string().regex(/^[1-9]\d{0,15}$/, 'an id is a number');
/** Who asks: it ends up in the log, so its letters are few. */
const Actor = z.string().regex(/^[\w.:@-]{1,64}$/, 'letters, digits and . : @ - _ only, at most 64');

/** The JSON of a deflated, base64url text; `undefined` when it is none. Queries are short, mappings need not be. */
function unpacked(text: string): unknown {
  try {
    const bytes = inflateRawSync(Buffer.from(text, 'base64url'), { maxOutputLength: MOST_MAPPING_BYTES });
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

const Common = {
  portal: Id.transform(Number).optional(),
  dryRun: Flag,
  allowBackward: Flag,
  large: Flag,
  /** Why people become SQL whom the model would keep out. */
  override: Reason.optional(),
  actor: Actor.optional(),
};

/** The query of `POST /admin/imports`; the body is the CSV file. */
export const ImportQuery = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('import'),
    /** Name of a mapping the service has. */
    source: z.string().max(64).optional(),
    /** Or the mapping itself: JSON, deflated, base64url. */
    mapping: z.string().transform(unpacked).optional(),
    reason: Reason.optional(),
    ...Common,
  }),
  z.object({
    kind: z.literal('set-stage'),
    stage: z.enum(STAGES),
    reason: Reason,
    /** A list of the portal instead of a body. */
    list: Id.optional(),
    ...Common,
  }),
]);
export type ImportQuery = z.output<typeof ImportQuery>;

/** What is wrong with a query, parameter by parameter. */
export function queryProblems({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}

/** The query of `POST /admin/imports/:id/undo`. */
export const UndoQuery = z.object({ reason: Reason.optional(), actor: Actor.optional() });

/** One import, as `GET /admin/imports[/:id]` tells it; `at` is ISO 8601, UTC. */
export interface ImportJson extends Pick<
  ImportJob,
  'id' | 'portalId' | 'kind' | 'state' | 'because' | 'of' | 'rows' | 'doneRow' | 'summary'
> {
  readonly source: string;
  readonly dryRun: boolean;
  readonly allowBackward: boolean;
  readonly at: string;
}

export function importJson(job: ImportJob): ImportJson {
  const { id, portalId, kind, state, because, of, rows, doneRow, summary, mapping, options, at } = job;
  const { dryRun, allowBackward } = options;
  return {
    ...{ id, portalId, kind, source: mapping.name, state, because, dryRun, allowBackward, rows, doneRow },
    ...(of === undefined ? {} : { of }),
    ...(summary === undefined ? {} : { summary }),
    at: new Date(at).toISOString(),
  };
}

/** One line of `GET /admin/imports/:id/rows`. `before`, `sets`: for the undo file. */
export type ImportRowJson = ImportRow;
