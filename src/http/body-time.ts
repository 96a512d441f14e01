import type { IncomingMessage } from 'node:http';

/** Milliseconds. Node knows one time for all requests, and an upload takes longer than any other body may. */
export interface BodyTimes {
  /** For a body as a whole, unless it is an upload. */
  readonly wholeMs: number;
  /** For an upload to send nothing while it is read. */
  readonly silentMs: number;
}

interface Watch {
  readonly times: BodyTimes;
  readonly cut: () => void;
  timer: NodeJS.Timeout;
}

const watches = new WeakMap<IncomingMessage, Watch>();

/** Cuts a request whose body has not come in time. @param cut answers it and ends the connection */
export function watchBody(req: IncomingMessage, times: BodyTimes, cut: () => void): void {
  const { headers } = req;
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) return;
  const watch: Watch = { times, cut, timer: setTimeout(cut, times.wholeMs) };
  watches.set(req, watch);
  const over = (): void => clearTimeout(watch.timer);
  req.once('end', over).once('close', over);
}

/** From here on this body may take as long as it likes while it keeps coming. For callers who have shown who they are. */
export function expectUpload(req: IncomingMessage): void {
  const watch = watches.get(req);
  if (!watch) return;
  clearTimeout(watch.timer);
  let before = req.socket.bytesRead;
  watch.timer = setInterval(() => {
    const now = req.socket.bytesRead;
    // What has come and was not taken yet waits for us, not for the client.
    if (now === before && req.readableLength === 0) return watch.cut();
    before = now;
  }, watch.times.silentMs);
}
