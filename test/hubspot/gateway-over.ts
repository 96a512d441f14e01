import type { Crm } from '../../src/app/ports.js';
import type { CallSeen } from '../../src/hubspot/call.js';
import { createGateway, type GatewayDeps } from '../../src/hubspot/gateway.js';
import { createOpenBudget, type MemoryBudget } from '../fakes/memory-budget.js';
import { createMemoryLog } from '../fakes/memory-log.js';

export interface GatewayOver {
  readonly crm: Crm;
  readonly budget: MemoryBudget;
  readonly log: ReturnType<typeof createMemoryLog>;
  readonly slept: number[];
  readonly seen: CallSeen[];
  readonly failpoints: string[];
}

/** The real gateway, with time that stands still and waits that are noted instead of slept. */
export function gatewayOver(
  apiUrl: string,
  changes: Partial<GatewayDeps> & { budget?: MemoryBudget } = {},
): GatewayOver {
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
