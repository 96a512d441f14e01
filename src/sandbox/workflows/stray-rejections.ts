import vm from 'node:vm';

/** Kinds of promise, one per running room, and who hears when one is rejected and nobody cares. */
const heeded = new Map<object, (reason: unknown) => void>();
const PROMISE = new vm.Script('Promise.prototype');

/**
 * A promise that code leaves lying around, rejected, would end the whole process; HubSpot ends the run. Only promises made in
 * that room are taken care of. @returns stops it
 */
export function heedStrayRejections(room: vm.Context, hear: (reason: unknown) => void): () => void {
  const kind: unknown = PROMISE.runInContext(room);
  if (typeof kind !== 'object' || kind === null) return () => undefined;
  if (heeded.size === 0) process.on('unhandledRejection', onStray);
  heeded.set(kind, hear);
  return () => {
    heeded.delete(kind);
    if (heeded.size === 0) process.off('unhandledRejection', onStray);
  };
}

function onStray(reason: unknown, promise: Promise<unknown>): void {
  const hear = heeded.get(Reflect.getPrototypeOf(promise) ?? {});
  if (hear === undefined) throw reason;
  hear(reason);
}
