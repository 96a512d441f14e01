import type { WorkflowAction } from '../src/app/action.js';
import { awaitAcceptance } from './await-acceptance.js';
import { disqualifyLead } from './disqualify-lead.js';
import { notifySales } from './notify-sales.js';
import { qualifyLead } from './qualify-lead.js';
import { recycleLead } from './recycle-lead.js';
import { scoreLead } from './score-lead.js';
import { setStage } from './set-stage.js';

const ALL = [scoreLead, qualifyLead, setStage, notifySales, awaitAcceptance, recycleLead, disqualifyLead];

/** Every workflow action by its uid, in the order people read of them. */
export const WORKFLOW_ACTIONS: ReadonlyMap<string, WorkflowAction> = new Map(ALL.map((action) => [action.uid, action]));
