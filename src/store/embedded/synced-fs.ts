import { fdatasyncSync } from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type Stream = { readonly nfd?: unknown };
type StreamOps = { fsync?: (stream: Stream) => number };
type Booted = Awaited<ReturnType<NodeFS['init']>>;
type PreRun = NonNullable<Booted['emscriptenOpts']['preRun']>[number];
type Engine = Parameters<PreRun>[0];
/** What the engine's own types leave out. */
interface EngineFiles {
  readonly filesystems: Readonly<Record<string, { readonly stream_ops?: StreamOps } | undefined>>;
}

/** Counts the times the disk was really asked to keep what was written. */
export interface SyncCounter {
  count: number;
}

/** The engine's table of file operations on the real disk; absent when a new release has moved it. */
function streamOpsOf(engine: Engine): StreamOps | undefined {
  const files = engine as unknown as { readonly FS: Partial<EngineFiles> };
  return files.FS.filesystems?.['NODEFS']?.stream_ops;
}

/**
 * A directory on disk whose commits reach the disk. The engine's own Node file system has no `fsync` operation, so that
 * PostgreSQL's request ends nowhere: this adds it. It leans on an internal of the pinned version; whoever uses it must
 * commit something and see `counter` move.
 */
export class SyncedNodeFs extends NodeFS {
  constructor(
    directory: string,
    private readonly counter: SyncCounter,
  ) {
    super(directory);
  }

  override async init(...args: Parameters<NodeFS['init']>): Promise<Booted> {
    const booted = await super.init(...args);
    const hook: PreRun = (engine) => {
      const ops = streamOpsOf(engine);
      if (ops) ops.fsync = (stream) => this.sync(stream);
    };
    booted.emscriptenOpts.preRun = [...(booted.emscriptenOpts.preRun ?? []), hook];
    return booted;
  }

  private sync(stream: Stream): number {
    if (typeof stream.nfd !== 'number') return 0;
    fdatasyncSync(stream.nfd);
    this.counter.count += 1;
    return 0;
  }
}
