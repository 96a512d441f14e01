import type { AppError } from '../../src/app/errors.js';
import type { Crm, Written } from '../../src/app/ports.js';
import type { CallSeen } from '../../src/hubspot/call.js';
import { createGateway, type Gateway, type GatewayDeps } from '../../src/hubspot/gateway.js';
import { createOpenBudget, type MemoryBudget } from '../fakes/memory-budget.js';
import { createMemoryLog } from '../fakes/memory-log.js';

export interface GatewayOver {
  readonly crm: Gateway;
  readonly budget: MemoryBudget;
  readonly log: ReturnType<typeof createMemoryLog>;
  readonly slept: number[];
  readonly seen: CallSeen[];
  readonly failpoints: string[];
}

export type GatewayChanges = Partial<Omit<GatewayDeps, 'budget'>> & { readonly budget?: MemoryBudget };

/** The real gateway, with time that stands still and waits that are noted instead of slept. */
export function gatewayOver(apiUrl: string, changes: GatewayChanges = {}): GatewayOver {
  const budget = changes.budget ?? createOpenBudget();
  const log = createMemoryLog();
  const slept: number[] = [];
  const seen: CallSeen[] = [];
  const failpoints: string[] = [];
  const crm = createGateway({
    apiUrl,
    family: '2026-09',
    tokenOf: (portalId) => Promise.resolve(`token-of-${portalId}`),
    now: () => 1_000_000,
    random: () => 0.5,
    log,
    failpoint: (name) => failpoints.push(name),
    onCall: (call) => seen.push(call),
    sleep: (ms) => Promise.resolve(slept.push(ms)),
    ...changes,
    budget,
  });
  return { crm, budget, log, slept, seen, failpoints };
}

export const PORTAL = 4401;

export const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));

export const readAll = (crm: Crm, count: number) =>
  Promise.all(ids(count).map((id) => crm.read(PORTAL, id, ['email', 'phone'], 'live')));

export const writeAll = (crm: Crm, count: number, properties: Record<string, string> = { handoff_score: '80' }) =>
  Promise.all(ids(count).map((id) => crm.write(PORTAL, id, properties, 'live')));

/** `ok`, or the code a row failed with. */
export const codeOf = (written: Written | undefined): string | undefined =>
  written && !written.ok ? written.error.code : 'ok';

/** What a promise is rejected with. */
export async function thrownBy(promise: Promise<unknown>): Promise<Partial<AppError>> {
  const [end] = await Promise.allSettled([promise]);
  return end?.status === 'rejected' ? end.reason : {};
}

/** A budget that lets nothing through until it is opened. */
export function createGate() {
  let open: () => void = () => undefined;
  let reach: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const take = () => {
    reach();
    return opened;
  };
  return { open: () => open(), reached, budget: { ...createOpenBudget(), take } };
}
