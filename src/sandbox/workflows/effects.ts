import type { Portal } from '../portal/portal.js';
import { moment } from '../portal/stored-value.js';
import type { Action } from './action.js';
import { createTask } from './create-task.js';
import { atTimeOfDay } from './due.js';
import { notificationOf, type Notification } from './notifications.js';
import type { Step } from './player.js';
import { valueOf, type Sources } from './values.js';

type Of<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>;
type Immediate = Of<'set-property'> | Of<'task'> | Of<'notify'> | Of<'note'>;

interface Whom {
  readonly flowId: string;
  readonly contactId: string;
  readonly sources: Sources;
}

/** What built-in steps do at once, and when those that wait go on. */
export interface Effects {
  /** @returns what to tell of it */
  take(step: Immediate, whom: Whom): { readonly what: Step['what']; readonly detail: string };
  /** Epoch milliseconds; `undefined` when the date is not known. */
  momentOf(step: Of<'delay-until'>, sources: Sources): number | undefined;
}

export function createEffects(
  portal: Portal,
  now: () => number,
  notified: (notification: Notification) => void,
): Effects {
  const writerOf = (flowId: string) => ({ sourceType: 'AUTOMATION_PLATFORM', sourceId: flowId });

  return {
    take(step, { flowId, contactId, sources }) {
      switch (step.kind) {
        case 'set-property': {
          const text = valueOf(step.value, sources) ?? '';
          portal.setProperties(contactId, { [step.property]: text }, writerOf(flowId));
          return { what: 'set-property', detail: `${step.property} = ${text}` };
        }
        case 'task': {
          const id = createTask(portal, step, { contactId, sources, writer: writerOf(flowId), now: now() });
          return { what: 'task-created', detail: `task ${id}` };
        }
        case 'notify': {
          notified(notificationOf(step, { at: now(), flowId, contactId }, sources.properties));
          return { what: 'notified', detail: step.subject };
        }
        case 'note':
          return { what: 'noted', detail: step.typeId };
      }
    },
    momentOf({ date, ms, timeOfDay }, sources) {
      const at = moment(valueOf(date, sources) ?? '')?.getTime();
      return at === undefined ? undefined : atTimeOfDay(at + ms, timeOfDay);
    },
  };
}
