import { fieldsOf, isStage } from '../core/stages.js';
import type { PortalProfile } from './ports.js';

/** Stages that live in Lead Status: for the lifecycle stage below them the portal has one name only. */
const OURS: Readonly<Record<string, string>> = {
  mal: 'MAL',
  sal: 'SAL',
  recycled: 'Recycled',
  disqualified: 'Disqualified',
};

/** What people of this portal call a stage; an id the portal does not name stays as it is. */
export function stageLabel(stage: string, { stageLabels }: Pick<PortalProfile, 'stageLabels'>): string {
  if (Object.hasOwn(OURS, stage)) return OURS[stage] ?? stage;
  const id = isStage(stage) ? fieldsOf(stage).lifecyclestage : stage;
  return stageLabels.get(id ?? stage) ?? stage;
}
