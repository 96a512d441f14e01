import { answersOf } from './answers.js';
import { tracesOf } from './activity.js';
import { ARCHETYPES, MIX, type ArchetypeName } from './archetypes.js';
import { between, seedOf, weighted } from './chance.js';
import type { Archetype } from './kind.js';
import { soil } from './dirt.js';
import { identityOf, type Identity } from './identity.js';
import { asciiOf } from './places.js';
import type { SandboxPortal } from '../portal/portal.js';
import { createRandom, type Random } from '../random.js';

/** A sample contact, ready to be put into a portal. */
export interface Person {
  readonly archetype: ArchetypeName;
  readonly properties: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Which of the portal's owners is theirs, counted round; absent: nobody's. */
  readonly ownerTurn?: number;
}

/** `lifecyclestage` of somebody who belongs into the portal's own stage: known only when he is put into one. */
const CUSTOM_STAGE = 'custom';
const DIRTY = 0.08;
const DUPLICATE = 0.04;
const DAY = 86_400_000;

/**
 * Believable contacts of all kinds: who wants to buy, who never will, who is a customer already, and dirty data.
 * Addresses end in `.example`, or are marked `.sandbox` where a free-mail domain is the point: nobody real is meant.
 *
 * @param options.seed  the same seed gives the same people; the first ten of a hundred are the ten of a ten
 * @param options.count how many, not negative
 * @param options.now   epoch milliseconds; every date is relative to it
 */
export function generatePeople(options: {
  readonly seed: number;
  readonly count: number;
  readonly now: number;
}): Person[] {
  const taken = new Set<string>();
  return Array.from({ length: options.count }, (_, index) => {
    const person = personAt(options.seed, index, options.now);
    return { ...person, properties: withOwnEmail(person.properties, taken) };
  });
}

/**
 * Puts people into a portal, with owners and its own stage where they have one.
 *
 * @returns their contact ids, in order
 */
export function populate(portal: SandboxPortal, people: readonly Person[]): string[] {
  const owners = portal.owners.filter(({ archived }) => !archived);
  const customStage = portal.stages.find(({ id }) => /^\d+$/.test(id))?.id ?? 'salesqualifiedlead';
  return people.map(({ properties, createdAt, ownerTurn }) => {
    const owner = ownerTurn === undefined ? undefined : owners[ownerTurn % owners.length];
    const stage = properties['lifecyclestage'] === CUSTOM_STAGE ? { lifecyclestage: customStage } : {};
    const all = { ...properties, ...stage, ...(owner && { hubspot_owner_id: owner.id }) };
    return portal.createContact(all, { sourceType: 'ANALYTICS' }, createdAt);
  });
}

function personAt(seed: number, index: number, now: number): Person {
  const random = createRandom(seedOf(seed, index, 'person'));
  const twin = index > 0 && random.chance(DUPLICATE) ? index - 1 - random.int(Math.min(index, 20)) : undefined;
  const archetype = archetypeAt(seed, twin ?? index);
  const kind: Archetype = ARCHETYPES[archetype];
  const identity = twin === undefined ? identityOf(seed, index, kind) : twinOf(seed, twin);
  const clean: Readonly<Record<string, string>> = {
    ...identity,
    ...stageOf(kind, random),
    ...behaviourOf(kind, random, now),
  };
  return {
    archetype,
    properties: random.chance(DIRTY) ? soil(clean, random) : clean,
    createdAt: Math.floor(
      Math.min(now - (between(random, kind.createdDays) + random.next()) * DAY, firstFormAt(clean)),
    ),
    ...(random.chance(kind.owned) && { ownerTurn: random.int(1000) }),
  };
}

function archetypeAt(seed: number, index: number): ArchetypeName {
  return weighted(createRandom(seedOf(seed, index, 'archetype')), MIX);
}

/** The same person once more, from another address: what a second form and a private mailbox make of one lead. */
function twinOf(seed: number, index: number): Identity {
  const { firstname = '', lastname = '', ...rest } = identityOf(seed, index, ARCHETYPES[archetypeAt(seed, index)]);
  const email = `${asciiOf(firstname)}.${asciiOf(lastname)}.sandbox@gmail.com`;
  return { ...rest, firstname: firstname.slice(0, 1), lastname, email, hs_email_domain: 'gmail.com' };
}

/** A form makes the contact: nobody sends one before he exists. */
function firstFormAt(properties: Readonly<Record<string, string>>): number {
  const first = properties['first_conversion_date'];
  return first === undefined ? Number.POSITIVE_INFINITY : Date.parse(first);
}

function stageOf(kind: Archetype, random: Random): Record<string, string> {
  const [lifecyclestage, status] = weighted(random, kind.stages);
  return { lifecyclestage, ...(status === '' ? {} : { hs_lead_status: status }) };
}

function behaviourOf(kind: Archetype, random: Random, now: number): Record<string, string> {
  const message = kind.messages && random.chance(0.6) ? random.pick(kind.messages) : undefined;
  return {
    ...tracesOf(kind.activity, random, now),
    ...(kind.answers && answersOf(kind.answers, random, now)),
    ...(message !== undefined && { message }),
  };
}

/** Two contacts never share an address: HubSpot would make them one. */
function withOwnEmail(
  properties: Readonly<Record<string, string>>,
  taken: Set<string>,
): Readonly<Record<string, string>> {
  const { email = '' } = properties;
  if (email === '') return properties;
  const [local = '', domain = ''] = email.split('@');
  let own = email;
  for (let number = 2; taken.has(own.toLowerCase()); number++) own = `${local}${number}@${domain}`;
  taken.add(own.toLowerCase());
  return { ...properties, email: own };
}
