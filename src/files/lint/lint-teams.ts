import type { Model } from '../../core/model.js';
import { warningAt, type Finding } from './finding.js';

/** Managers who are to hear of what is overdue, but whom the model does not name. */
export function lintTeams({ teams, stages, notify }: Model): Finding[] {
  if (!notify['overdue']?.includes('manager-task')) return [];
  const owners = new Set(Object.values(stages).flatMap((stage) => stage.owner ?? []));
  const owning = Object.entries(teams).filter(([name]) => owners.has(name));
  if (!owning.some(([, { manager }]) => manager !== undefined))
    return [warningAt(['notify', 'overdue'], "manager-task is nobody's task: no team that owns a stage has a manager")];
  return owning
    .filter(([, { manager }]) => manager === undefined)
    .map(([name]) => warningAt(['teams', name], "no manager: what is overdue here becomes nobody's task"));
}
