import type { Model, Stage, TeamModel } from './model.js';

/** The team that owns a stage; none when the stage has no owner, or one the model says nothing more about. */
export function teamOf({ stages, teams }: Pick<Model, 'stages' | 'teams'>, stage: Stage): TeamModel | undefined {
  const owner = stages[stage]?.owner;
  return owner !== undefined && Object.hasOwn(teams, owner) ? teams[owner] : undefined;
}
