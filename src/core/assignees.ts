import { calendarOf, isOpen } from './business-hours.js';
import { compileCondition } from './condition.js';
import type { Contact } from './contact.js';
import { daysAway, type DaysAway } from './days-away.js';
import { DAY_MS } from './duration.js';
import { createFacts, type Facts } from './facts.js';
import type { AssigneeModel, Model, Stage } from './model.js';
import type { Candidate } from './rotate.js';
import type { Verdict } from './verdict.js';
import { zoneOf, type Zone } from './zone.js';

/** Somebody on the model's list, as far as one lead and one moment go. */
export type Assignee = Omit<Candidate, 'owner' | 'email'>;

/** Everybody on the list, in its order. @param stage the one that is about to be entered; @param now epoch milliseconds */
export type Assignees = (contact: Contact, stage: Stage, now: number) => readonly Assignee[];

interface Compiled {
  readonly model: AssigneeModel;
  readonly territory: () => Verdict;
  readonly away: readonly DaysAway[];
}

/** A team that is not listed: always at work, by the days of UTC. */
const NO_ZONE: Pick<Zone, 'localAt'> = { localAt: (at) => at };

/**
 * Makes the list of a model ready to be asked. Working hours and days are those of the team an entry names, or else of the
 * team that owns the stage.
 *
 * @returns `undefined` when the model assigns nobody
 */
export function compileAssignees({ assign, stages, teams }: Model): Assignees | undefined {
  if (!assign) return undefined;
  const facts = createFacts();
  const list = assign.to.map((assignee) => compileAssignee(assignee, facts));
  const zones = new Map(
    Object.entries(teams).map(([team, { timeZone }]) => [team, timeZone === undefined ? undefined : zoneOf(timeZone)]),
  );
  return (contact, stage, now) => {
    facts.begin(contact, now);
    return list.map(({ model: { owner, weight, cap, team: own }, territory, away }) => {
      const team = own ?? stages[stage]?.owner ?? '';
      const today = Math.floor((zones.get(team) ?? NO_ZONE).localAt(now) / DAY_MS);
      return {
        name: owner,
        weight,
        ...(cap === undefined ? {} : { cap }),
        territory: territory(),
        away: away.some(({ from, to }) => from <= today && today <= to),
        atWork: isOpen(calendarOf(Object.hasOwn(teams, team) ? teams[team] : undefined), now),
      };
    });
  };
}

function compileAssignee(model: AssigneeModel, facts: Facts): Compiled {
  const { when, away } = model;
  const territory = when === undefined ? (): Verdict => 'hit' : compileCondition(when, facts).test;
  return { model, territory, away: away.flatMap((written) => daysAway(written) ?? []) };
}
