import type { Portal } from '../portal/portal.js';
import type { Random } from '../random.js';
import type { Writer } from '../portal/record-table.js';
import type { Reply } from './reply.js';
import type { Workflows } from './routes-flows.js';

/** The two families of paths HubSpot serves: by version, and by date. */
export type Family = 'classic' | 'dated';

/** One call that passed the door: proven, within its limit, body read. */
export interface Call {
  readonly portal: Portal;
  readonly family: Family;
  /** Named parts of the path, escapes decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** What JSON the body held; `undefined` without a body. */
  readonly body: unknown;
  /** How writes of this call are recorded. */
  readonly writer: Writer;
  readonly random: Random;
  /** Absent: a portal without workflows. */
  readonly workflows: Workflows | undefined;
  /** What a backward write shows in its answer. HubSpot's own way is not known. */
  readonly backwardEcho: 'stored' | 'requested';
  /** Faults that reach into the work: leave the stage alone; fail these rows of a batch. */
  readonly ignoreStage: boolean;
  readonly failsRow: (index: number) => boolean;
  /** Epoch ms the search index has reached. */
  readonly indexedUntil: number;
}

export type Handler = (call: Call) => Reply;
