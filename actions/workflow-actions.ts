import type { WorkflowAction } from '../src/app/action.js';
import { qualifyLead } from './qualify-lead.js';
import { scoreLead } from './score-lead.js';
import { setStage } from './set-stage.js';

/** Every workflow action, by uid. */
export const WORKFLOW_ACTIONS: ReadonlyMap<string, WorkflowAction> = new Map(
  [scoreLead, qualifyLead, setStage].map((action) => [action.uid, action]),
);
