import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { short } from './numbers.mjs';

function commit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return 'unknown';
  }
}

/** What the numbers were made on. Ratios inside one run bear a busy machine; absolute numbers do not. */
export function machineFacts() {
  const cpus = os.cpus();
  return {
    cores: os.availableParallelism(),
    cpu: cpus[0]?.model ?? 'unknown',
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
    system: `${os.type()} ${os.release()}`,
    commit: commit(),
    loadAverage: os.loadavg(),
    at: new Date().toISOString(),
  };
}

export function describeMachine({ cores, cpu, memoryGb, node, system, commit: version, loadAverage, at }) {
  const load = loadAverage.map((value) => short(value)).join(' ');
  return [
    `${cores} cores (${cpu}), ${memoryGb} GB, Node ${node}, ${system}, commit ${version}, ${at}`,
    `load average ${load}`,
  ];
}

/** A machine that is busy before we begin cannot reach absolute numbers. */
export function isBusy({ cores, loadAverage }) {
  return loadAverage[0] > cores / 2;
}
