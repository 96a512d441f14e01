import { createHash } from 'node:crypto';
import type { Compose, Occasion } from '../app/announcements/compose-announcements.js';
import type { AnnouncedChannel, Channel } from '../app/ask.js';
import type { Delivery, OpenAnnouncement } from '../app/announcements/delivery.js';
import type { CompiledModel, Models, Owner } from '../app/ports.js';
import { withTold } from '../app/with-told.js';
import { briefOf, propertiesOfBrief, type Brief } from '../core/brief.js';
import { calendarAt, respondBy } from '../core/deadlines.js';
import { dueAt } from '../core/business-hours.js';
import { isStage } from '../core/stages.js';
import { teamOf } from '../core/team.js';
import { renderMessage } from './render/render-message.js';

/** What a message needs to know of the portal it speaks of. */
export interface PortalOfMessages {
  /** IANA name. */
  readonly timeZone: string;
  /** Where people open HubSpot, without a scheme: `app.hubspot.com`. */
  readonly uiDomain: string;
}

export interface ComposeMessagesDeps {
  readonly models: Models;
  readonly portal: () => PortalOfMessages;
  /** What the listing calls the one target of a channel: a host, never the address itself. */
  readonly targets: { readonly slack: string; readonly webhook: string };
  readonly now: () => number;
}

/** What an announcement was asked with, if anything was decided then; asking to announce is no decision on the lead. */
const UNDECIDED: ReadonlySet<string> = new Set(['recorded', 'already']);

/** The model that decided, as it is now; a model that is gone leaves the default one. */
function modelOf(announcements: readonly OpenAnnouncement[], models: Models): CompiledModel | undefined {
  const version = announcements.findLast(({ outcome }) => outcome?.model !== undefined)?.outcome?.model;
  return models.get(version?.split('@')[0]) ?? models.get(undefined);
}

/** Contact properties a message looks at. */
export function propertiesOfMessages(models: Models) {
  return (announcements: readonly OpenAnnouncement[]): readonly string[] => {
    const compiled = modelOf(announcements, models);
    return compiled ? [...new Set([...propertiesOfBrief(compiled.model), ...compiled.properties])].sort() : [];
  };
}

/**
 * When the owner is due: the time a rep has to open the conversation, counted from the transition while the team is at work;
 * where the model gives none for that, the time it gives for the stage. What a clock tells is due when the clock says.
 */
function respondByOf({ stage, at, tell }: OpenAnnouncement, { model }: CompiledModel): number | undefined {
  if (tell) return tell.kind === 'overdue' ? tell.dueAt : undefined;
  const within = isStage(stage) ? model.stages[stage]?.within : undefined;
  const own = within === undefined ? undefined : dueAt(calendarAt(model, stage), at, within);
  return respondBy(model, stage, at) ?? own;
}

/** Who answers for what is overdue; nobody the model names, or HubSpot knows: the task is nobody's. */
function managerOf({ tell, stage }: OpenAnnouncement, { model }: CompiledModel, people: readonly Owner[]) {
  const at = tell?.owner ?? stage;
  const email = isStage(at) ? teamOf(model, at)?.manager?.toLowerCase() : undefined;
  return email === undefined ? undefined : people.find((one) => one.email.toLowerCase() === email);
}

function briefFor(
  { announcements, properties: held, told }: Occasion,
  last: OpenAnnouncement,
  compiled: CompiledModel,
  now: number,
) {
  const outcome = announcements.findLast((one) => one.outcome?.score !== undefined)?.outcome ?? last.outcome;
  const { properties, signals } = withTold(held, told);
  const contact = { properties, signals, unlistedSignals: 'never' as const, company: {} };
  const decision = outcome?.decision;
  const decided = decision && decision.kind !== 'refused' && !UNDECIDED.has(decision.rule) ? decision : undefined;
  return briefOf({
    contact,
    model: compiled.model,
    now,
    outcome: {
      stage: last.stage,
      score: outcome?.score ?? compiled.score(contact, now),
      ...(decided ? { decision: decided } : {}),
      ...(outcome?.nextAction ? { nextAction: outcome.nextAction } : {}),
    },
  });
}

const hashOf = (...parts: readonly (string | number)[]): string =>
  createHash('sha256')
    .update(['delivery', ...parts].join('\n'))
    .digest('hex');

/**
 * Makes the messages of one contact: the same brief for every channel, one delivery per channel and target. Several
 * transitions at once are one message under the key of the newest; what a clock has to tell is a message of its own.
 */
export function createComposeMessages({ models, portal, targets, now: clock }: ComposeMessagesDeps): Compose {
  /** @returns `undefined`: nobody to send this one to */
  function targetOf(channel: Channel, owner: Owner | undefined): string | undefined {
    switch (channel) {
      case 'owner-task':
        return owner?.id ?? 'nobody';
      case 'email':
        return owner?.email;
      case 'slack':
        return targets.slack;
      case 'webhook':
        return targets.webhook;
    }
  }

  function factsOf(occasion: Occasion, last: OpenAnnouncement, compiled: CompiledModel) {
    const { announcements } = occasion;
    const { portalId, contactId, stage, at, tell } = last;
    const { timeZone, uiDomain } = portal();
    const now = clock();
    const brief: Brief = briefFor(occasion, last, compiled, now);
    return {
      ...{ brief, portalId, contactId, stage, at, now, timeZone, tell },
      transitions: announcements.flatMap(({ outcome, stage: to }) =>
        outcome?.move?.state === 'applied' && outcome.decision.kind !== 'refused'
          ? [{ from: outcome.decision.from, to }]
          : [],
      ),
      respondBy: respondByOf(last, compiled),
      urgent: announcements.some(({ urgent }) => urgent),
      note: announcements.findLast(({ note }) => note !== undefined)?.note,
      recordUrl: `https://${uiDomain}/contacts/${portalId}/record/0-1/${contactId}`,
    };
  }

  /** Where a channel leads: a manager's task is a task, and its owner the manager. */
  function addressOf(announced: AnnouncedChannel, occasion: Occasion, last: OpenAnnouncement, compiled: CompiledModel) {
    const manager = announced === 'manager-task';
    const channel: Channel = announced === 'manager-task' ? 'owner-task' : announced;
    const owner = manager ? managerOf(last, compiled, occasion.people) : occasion.owner;
    return { announced, channel, owner, target: targetOf(channel, owner) };
  }

  function composeOne(occasion: Occasion, compiled: CompiledModel): readonly Delivery[] {
    const { announcements } = occasion;
    const last = announcements.at(-1);
    if (!last) return [];
    const { portalId, contactId } = last;
    const facts = factsOf(occasion, last, compiled);
    return [...new Set(announcements.flatMap(({ channels }) => channels))].flatMap((one) => {
      const { announced, channel, owner, target } = addressOf(one, occasion, last, compiled);
      if (!target) return [];
      const key = hashOf(portalId, last.key, announced, target);
      const message = renderMessage(channel, { ...facts, owner }, { key, target });
      return [{ portalId, contactId, key, target, message }];
    });
  }

  return function compose(occasion: Occasion): readonly Delivery[] {
    const { announcements } = occasion;
    const compiled = modelOf(announcements, models);
    if (!compiled) return [];
    const transitions = announcements.filter(({ tell }) => !tell);
    const occasions = [transitions, ...announcements.filter(({ tell }) => tell).map((one) => [one])];
    return occasions.flatMap((together) => composeOne({ ...occasion, announcements: together }, compiled));
  };
}
