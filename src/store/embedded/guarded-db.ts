import type { PGlite } from '@electric-sql/pglite';

/** First byte of a wire message. */
const SIMPLE_QUERY = 0x51; // Q
const SYNC = 0x53; // S
/** Parse, Bind, Describe, Execute, Close, Flush: a request that goes on until its Sync. */
const UNFINISHED: ReadonlySet<number> = new Set([0x50, 0x42, 0x44, 0x45, 0x43, 0x48]);
const SYNC_MESSAGE = Uint8Array.from([SYNC, 0, 0, 0, 4]);

/**
 * The engine as the socket server should see it. Two things differ from the bare engine:
 *
 * - A request counts as a transaction until its Sync. The server only keeps other clients out while `isInTransaction()`
 *   says so; a request larger than one read of the socket (64 KiB) would otherwise be interleaved with another client's,
 *   and both share one unnamed statement.
 * - A crash of the engine (not an SQL error) is told to `onCrash`: the server would stay "busy" for ever.
 *
 * @param onCrash called once or more; the process or thread should end, because the engine's memory cannot be trusted
 */
export function guardDb(db: PGlite, onCrash: (error: unknown) => void): PGlite {
  let unfinished = false;

  const execProtocolRawStream: PGlite['execProtocolRawStream'] = async (message, options) => {
    const kind = message[0] ?? 0;
    try {
      await db.execProtocolRawStream(message, options);
    } catch (error) {
      onCrash(error);
      throw error;
    }
    if (UNFINISHED.has(kind)) unfinished = true;
    if (kind === SYNC || kind === SIMPLE_QUERY) unfinished = false;
  };

  // A client that vanished in the middle leaves the session waiting for its Sync; without one, ROLLBACK is not heard.
  const exec: PGlite['exec'] = async (query, options) => {
    if (unfinished) await db.execProtocolRaw(SYNC_MESSAGE);
    unfinished = false;
    return db.exec(query, options);
  };

  const changed = { isInTransaction: () => unfinished || db.isInTransaction(), execProtocolRawStream, exec };
  return new Proxy(db, {
    get(target, name) {
      if (Object.hasOwn(changed, name)) return Reflect.get(changed, name) as unknown;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
