import { createHash } from 'node:crypto';
import type { Compose, Occasion } from '../app/compose-announcements.js';
import type { Channel } from '../app/ask.js';
import type { Delivery, OpenAnnouncement } from '../app/delivery.js';
import type { CompiledModel, Models } from '../app/ports.js';
import { withTold } from '../app/with-told.js';
import { briefOf, propertiesOfBrief, type Brief } from '../core/brief.js';
import { durationMs } from '../core/duration.js';
import { isStage } from '../core/stages.js';
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
 * When the owner is due: the time a rep has to open the conversation, counted from the transition; where the model gives
 * none for that, the time it gives for the stage.
 */
function respondByOf({ stage, at }: OpenAnnouncement, { model }: CompiledModel): number | undefined {
  const own = isStage(stage) ? model.stages[stage]?.within : undefined;
  const first = stage === 'mql' || stage === 'sql' ? model.stages.sal?.within : undefined;
  const within = durationMs(first ?? own ?? '');
  return within === undefined ? undefined : at + within;
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
 * transitions at once are one message under the key of the newest.
 */
export function createComposeMessages({ models, portal, targets, now: clock }: ComposeMessagesDeps): Compose {
  /** @returns `undefined`: nobody to send this one to */
  function targetOf(channel: Channel, { owner }: Occasion): string | undefined {
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
    const { announcements, owner } = occasion;
    const { portalId, contactId, stage, at } = last;
    const { timeZone, uiDomain } = portal();
    const now = clock();
    const brief: Brief = briefFor(occasion, last, compiled, now);
    return {
      ...{ brief, portalId, contactId, stage, at, now, owner, timeZone },
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

  return function compose(occasion: Occasion): readonly Delivery[] {
    const { announcements } = occasion;
    const last = announcements.at(-1);
    const compiled = modelOf(announcements, models);
    if (!last || !compiled) return [];
    const { portalId, contactId } = last;
    const facts = factsOf(occasion, last, compiled);
    return [...new Set(announcements.flatMap(({ channels }) => channels))].flatMap((channel) => {
      const target = targetOf(channel, occasion);
      if (!target) return [];
      const key = hashOf(portalId, last.key, channel, target);
      return [{ portalId, contactId, key, target, message: renderMessage(channel, facts, { key, target }) }];
    });
  };
}
