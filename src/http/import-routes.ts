import { Router, type Request, type Response } from 'express';
import { AppError } from '../app/errors.js';
import { setStageMapping, type ImportDesk, type ImportOrder } from '../app/import/import-desk.js';
import type { ImportMapping } from '../app/import/mapping.js';
import { expectUpload } from './body-time.js';
import { importJson, ImportQuery, queryProblems, UndoQuery } from './import-contract.js';
import { sendLines } from './ndjson.js';
import { only, onlyGet, onlyPost } from './only-method.js';
import { sendJson } from './send-reply.js';

export interface ImportRoutesDeps {
  readonly desk: ImportDesk;
  /** One that came over the wire; `undefined` when it is none. */
  readonly readMapping: (json: unknown) => ImportMapping | undefined;
  /** One of the service's own; `undefined` when there is none of that name. */
  readonly mappingNamed: (name: string) => ImportMapping | undefined;
}

/** `/imports`: takes files, tells how far they are, goes on with what was stopped, takes back what was done. */
export function createImportRoutes({ desk, readMapping, mappingNamed }: ImportRoutesDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });

  function mappingOf(query: Extract<ImportQuery, { kind: 'import' }>): ImportMapping {
    const mapping = query.source === undefined ? readMapping(query.mapping) : mappingNamed(query.source);
    if (!mapping) throw new AppError('INVALID_INPUT', 'Send the name of a mapping as source, or a mapping.');
    return mapping;
  }

  function orderOf(query: ImportQuery): ImportOrder {
    const { kind, portal: portalId, dryRun, allowBackward, large, actor, override } = query;
    const mapping = kind === 'import' ? mappingOf(query) : setStageMapping(query.stage);
    const reason = query.reason ?? `Imported from ${mapping.name}`;
    const options = {
      ...{ dryRun, allowBackward, reason },
      ...(override === undefined ? {} : { override }),
      ...(actor === undefined ? {} : { actor }),
    };
    return { portalId, kind, mapping, options, large };
  }

  async function take(req: Request, res: Response): Promise<void> {
    const query = ImportQuery.safeParse(req.query);
    if (!query.success) throw new AppError('INVALID_INPUT', queryProblems(query.error));
    const order = orderOf(query.data);
    expectUpload(req);
    const list = query.data.kind === 'set-stage' ? query.data.list : undefined;
    if (list === undefined && !isCsv(req)) throw new AppError('UNSUPPORTED_TYPE', 'Send the file as text/csv.');
    const job = await (list === undefined ? desk.begin(order, bytesOf(req)) : desk.beginList(order, list));
    sendJson(res, 202, importJson(job));
  }

  async function undo(req: Request, res: Response): Promise<void> {
    const query = UndoQuery.safeParse(req.query);
    if (!query.success) throw new AppError('INVALID_INPUT', queryProblems(query.error));
    const { reason, actor } = query.data;
    const id = idOf(req);
    const job = await desk.undo(id, {
      reason: reason ?? `Import ${id} taken back`,
      ...(actor === undefined ? {} : { actor }),
    });
    sendJson(res, 202, importJson(job));
  }

  router
    .route('/')
    .get(async (_req, res) => sendJson(res, 200, { results: (await desk.list()).map(importJson) }))
    .post(take)
    .all(only('GET, HEAD, POST'));
  router
    .route('/:id')
    .get(async (req, res) => sendJson(res, 200, importJson(await desk.get(idOf(req)))))
    .all(onlyGet);
  router
    .route('/:id/rows')
    .get(async (req, res) => sendLines(res, desk.rows(await desk.get(idOf(req))), (row) => row))
    .all(onlyGet);
  router
    .route('/:id/resume')
    .post(async (req, res) => sendJson(res, 202, importJson(await desk.resume(idOf(req)))))
    .all(onlyPost);
  router.route('/:id/undo').post(undo).all(onlyPost);
  return router;
}

function idOf(req: Request): string {
  const { id } = req.params;
  if (typeof id !== 'string' || !/^[0-9a-f]{12}$/.test(id)) throw new AppError('NOT_FOUND', 'There is no such import.');
  return id;
}

function isCsv({ headers }: Request): boolean {
  const plain = headers['content-encoding'] === undefined || headers['content-encoding'] === 'identity';
  return plain && /^text\/csv\s*(;|$)/i.test(headers['content-type'] ?? '');
}

/** The body; a client that leaves in the middle is no fault of ours. */
async function* bytesOf(req: Request): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of req) yield piece as Uint8Array;
  } catch (error) {
    throw new AppError('INVALID_INPUT', 'The file did not arrive as a whole.', { cause: error });
  }
}
