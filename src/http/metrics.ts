import { Counter, Histogram, type Registry } from 'prom-client';

export interface HttpMetrics {
  /** One reply went out. @param route a word of ours, never a path as received */
  reply(route: string, status: number): void;
  /** One signature was checked: the version that held, or why none did. */
  signature(result: string): void;
  /** So many events of webhooks ended so. @param result a word of ours */
  events(result: string, count: number): void;
  /** One execution took so long from its head to its outputs; refused requests do not count. @param ms milliseconds */
  execution(ms: number): void;
}

/** Counts what the HTTP edge does. Labels come from closed lists: what a client sends cannot make new series. */
export function createHttpMetrics(register: Registry): HttpMetrics {
  const registers = [register];
  const replies = new Counter({
    name: 'handoff_http_replies_total',
    help: 'HTTP replies by route and status',
    labelNames: ['route', 'status'],
    registers,
  });
  const signatures = new Counter({
    name: 'handoff_signatures_total',
    help: 'Checks of HubSpot signatures by result',
    labelNames: ['result'],
    registers,
  });
  const events = new Counter({
    name: 'handoff_webhook_events_total',
    help: 'Events told by HubSpot, by what became of them',
    labelNames: ['result'],
    registers,
  });
  const executions = new Histogram({
    name: 'handoff_execution_seconds',
    help: 'Time from an execution to its reply',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  return {
    reply: (route, status) => replies.inc({ route, status }),
    signature: (result) => signatures.inc({ result }),
    events: (result, count) => events.inc({ result }, count),
    execution: (ms) => executions.observe(ms / 1_000),
  };
}
