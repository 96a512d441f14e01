import type { DeadlineKind } from '../../core/deadlines.js';
import type { Tell } from '../../core/watch-clock.js';
import { stageName } from './stage-words.js';

/** What a clock has to tell, as a title: ours alone, so it may stand in a subject. @example 'Follow up 1 of 3: SQL' */
export function tellTitle({ kind, stage, deadline, count = 1, of = 1 }: Tell): string {
  const name = stageName(stage);
  switch (kind) {
    case 'overdue':
      return OVERDUE[deadline ?? 'close'](name);
    case 'follow-up':
      return of > 1 ? `follow up ${count} of ${of}: ${name}` : `follow up, before it is given up: ${name}`;
    case 'ghosted':
      return `no answer to any follow-up: ${name}`;
    case 'no-show':
      return count > 1 ? `did not come ${count} times: ${name}` : `did not come, find another date: ${name}`;
  }
}

const OVERDUE: Readonly<Record<DeadlineKind, (name: string) => string>> = {
  respond: (name) => `overdue: open the conversation with this ${name}`,
  confirm: (name) => `overdue: nobody accepted this ${name}`,
  warn: (name) => `a day at ${name}: time to decide`,
  close: (name) => (name === 'lead' ? 'overdue: qualify this lead' : `overdue: still ${name}`),
  stall: (name) => `overdue: no movement, still ${name}`,
};
