import { actsFrom } from '../../src/core/acts.js';
import { compileModel } from '../../src/files/compile-model.js';
import { parseModel } from '../../src/files/load-model.js';
import { ARCHETYPES } from '../../src/sandbox/people/archetypes.js';
import { generatePeople, populate, type Person } from '../../src/sandbox/people/people.js';
import { createPortal } from '../../src/sandbox/portal/portal.js';
import { DEFAULT_STAGES } from '../../src/sandbox/portal/stages.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const DAY = 86_400_000;
const people = (count: number, seed = 42, now = NOW): Person[] => generatePeople({ seed, count, now });
const portalOf = (stages = DEFAULT_STAGES) =>
  createPortal({ portalId: 4401, clientSecret: 'shh', appId: 9, now: () => NOW, stages });
const value = ({ properties }: Person, name: string): string => properties[name] ?? '';

describe('generatePeople', () => {
  it('gives the same people for the same seed', () => {
    expect(people(50)).toEqual(people(50));
  });

  it('begins a long list as it begins a short one', () => {
    expect(people(400).slice(0, 25)).toEqual(people(25));
  });

  it.each([
    [1, 2],
    [2, 3],
    [41, 42],
  ])('gives seeds %i and %i people of their own', (one, other) => {
    const addresses = new Set(people(100, one).map((person) => value(person, 'email')));

    const shared = people(100, other).filter((person) => addresses.has(value(person, 'email')));

    expect(shared.filter((person) => value(person, 'email') !== '').length).toBeLessThan(10);
  });

  it('moves every date with now', () => {
    const datesOf = (list: Person[]) =>
      list.map(({ properties, createdAt }) => [
        createdAt,
        ...Object.values(properties)
          .filter((text) => /^\d{4}-\d\d-\d\d/.test(text))
          .map((text) => Date.parse(text)),
      ]);

    const moved = datesOf(people(60, 42, NOW + 10 * DAY));

    expect(moved).toEqual(datesOf(people(60)).map((dates) => dates.map((date) => date + 10 * DAY)));
  });

  it('puts what was done in the past, and after the first form nobody is unknown', () => {
    const done = /^(hs_analytics|hs_email|recent_conversion|first_conversion).*(date|timestamp)$/;
    for (const { properties, createdAt } of people(500)) {
      const dates = Object.entries(properties).filter(([name, text]) => done.test(name) && text !== '');
      for (const [, text] of dates) expect(Date.parse(text)).toBeLessThanOrEqual(NOW);
      const first = Date.parse(properties['first_conversion_date'] ?? '');
      if (!Number.isNaN(first)) expect(createdAt).toBeLessThanOrEqual(first);
    }
  });

  it('never gives two people one address', () => {
    const addresses = people(3000)
      .map((person) => value(person, 'email').trim().toLowerCase())
      .filter(Boolean);

    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('means nobody real: addresses are reserved ones, or marked', () => {
    const reachable = people(3000)
      .map((person) => value(person, 'email'))
      .filter((email) => email !== '' && !/\.example$|\.sandbox\d*@/i.test(email));

    expect(reachable).toEqual([]);
  });

  it('has every kind of person, none of them most of all', () => {
    const list = people(1000);
    const counts = Object.keys(ARCHETYPES).map((name) => list.filter(({ archetype }) => archetype === name).length);

    expect(Math.min(...counts)).toBeGreaterThan(3);
    expect(Math.max(...counts)).toBeLessThan(250);
  });

  it('has companies with several people, one name, one domain and one size', () => {
    const staff = new Map<string, Person[]>();
    for (const person of people(600)) {
      const id = value(person, 'associatedcompanyid');
      if (id !== '') staff.set(id, [...(staff.get(id) ?? []), person]);
    }
    const groups = [...staff.values()];

    expect(groups.filter((group) => group.length > 1).length).toBeGreaterThan(50);
    for (const group of groups) expect(new Set(group.map((person) => value(person, 'website'))).size).toBe(1);
  });

  it('comes mostly from the Netherlands, Belgium and Germany', () => {
    const known = people(1000)
      .map((person) => value(person, 'country'))
      .filter(Boolean);
    const near = known.filter((country) => ['Netherlands', 'Belgium', 'Germany'].includes(country));

    expect(near.length / known.length).toBeGreaterThan(0.6);
    expect(near.length / known.length).toBeLessThan(0.9);
  });

  const crowd = people(1500);
  it.each<[string, (person: Person) => boolean]>([
    ['a title that says nothing', (person) => value(person, 'jobtitle') === 'N/A'],
    ['a blank company', (person) => 'company' in person.properties && value(person, 'company').trim() === ''],
    ['an address in capitals', (person) => /^[A-Z0-9.]+@/.test(value(person, 'email'))],
    ['a phone number for a title', (person) => /\d{3}/.test(value(person, 'jobtitle'))],
    ['a number with commas', (person) => value(person, 'annualrevenue') === '1,250,000'],
    ['no address', (person) => value(person, 'email') === ''],
    ['a private mailbox', (person) => /@(gmail|outlook|hotmail)\.com$/.test(value(person, 'email'))],
    ['a name in another script', (person) => value(person, 'firstname') === '陽子'],
    ['a very long company name', (person) => value(person, 'company').length > 250],
    ['a cell that is a formula', (person) => value(person, 'message').startsWith('=')],
    ['markup in a name', (person) => value(person, 'lastname').startsWith('<b>')],
  ])('has dirty data: %s', (_name, isDirty) => {
    expect(crowd.filter(isDirty).length).toBeGreaterThan(0);
  });
});

describe('populate', () => {
  it('makes one contact of each person, in order, created when the person says', () => {
    const portal = portalOf();
    const list = people(300);

    const ids = populate(portal, list);

    expect(ids).toEqual(portal.contactIds());
    expect(ids).toHaveLength(300);
    expect(ids.map((id) => Date.parse(portal.properties(id)?.['createdate'] ?? ''))).toEqual(
      list.map(({ createdAt }) => createdAt),
    );
  });

  it('uses properties and options HubSpot has', () => {
    const portal = portalOf();
    const { properties: definitions } = portal.tables.contacts;

    const wrong = populate(portal, people(800)).flatMap((id) =>
      Object.entries(portal.properties(id) ?? {}).filter(([name, text]) => {
        const definition = definitions.get(name);
        if (definition === undefined) return !name.startsWith('handoff_');
        const options = definition.options.map((option) => option.value);
        return options.length > 0 && text !== '' && text.split(';').some((part) => !options.includes(part));
      }),
    );

    expect(wrong).toEqual([]);
  });

  it('gives some of them an owner who is still there', () => {
    const portal = portalOf();
    const active = portal.owners.filter(({ archived }) => !archived).map(({ id }) => id);

    const owners = populate(portal, people(300)).map((id) => portal.properties(id)?.['hubspot_owner_id'] ?? '');

    expect(owners.filter((id) => id !== '' && !active.includes(id))).toEqual([]);
    expect(new Set(owners)).toEqual(new Set(['', ...active]));
  });

  it("uses the portal's own stage when it has one, else SQL", () => {
    const stagesIn = (portal: ReturnType<typeof portalOf>) =>
      new Set(populate(portal, people(600)).map((id) => portal.properties(id)?.['lifecyclestage']));
    const builtIn = DEFAULT_STAGES.filter(({ id }) => !/^\d/.test(id));

    expect(stagesIn(portalOf())).toEqual(new Set(DEFAULT_STAGES.map(({ id }) => id)));
    expect(stagesIn(portalOf(builtIn))).toEqual(new Set(builtIn.map(({ id }) => id)));
  });

  it.each([1, 2, 3, 42])('gives a sensible model a believable day, seed %i', (seed) => {
    const { score, decide } = compileModel(parseModel(SAAS, 'saas.yaml'));
    const portal = portalOf();
    const kinds = populate(portal, people(200, seed)).map((id) => {
      const properties = portal.properties(id) ?? {};
      const contact = { properties, signals: actsFrom(properties), unlistedSignals: 'never' as const, company: {} };
      return decide(contact, score(contact, NOW), NOW);
    });
    const share = (wanted: (decision: (typeof kinds)[number]) => boolean) => kinds.filter(wanted).length / 200;

    expect(share(({ kind }) => kind === 'advance')).toBeGreaterThanOrEqual(0.09);
    expect(share(({ kind }) => kind === 'advance')).toBeLessThanOrEqual(0.19);
    expect(share(({ kind }) => kind === 'disqualify')).toBeGreaterThan(0.04);
    expect(share(({ kind, missing }) => kind === 'hold' && missing.length > 0)).toBeGreaterThan(0.5);
  });
});

const SAAS = `
name: saas
approvedBy: { marketing: dana@example.com, sales: sam@example.com }
require:
  - id: served-country
    when: { property: country, in: [Netherlands, Belgium, Germany] }
    because: We sell in the Benelux and Germany
    unknown: ask
fit:
  max: 60
  rules:
    - { id: decider, when: { property: hs_seniority, in: [owner, executive, vp, director] }, points: 25, because: Decides }
    - { id: size, when: { property: numemployees, in: ['50-100', '100-500', '500-1000', '1000+'] }, points: 20, because: Size }
    - { id: role, when: { property: hs_role, in: [sales, marketing, operations] }, points: 15, because: Role }
    - { id: student, when: { property: hs_role, is: education }, points: -40, because: Studies }
    - { id: competitor, when: { property: hs_email_domain, is: rival.example }, points: -60, because: Works for a competitor }
intent:
  max: 80
  rules:
    - { id: demo, when: { signal: demo_requested, withinDays: 30 }, points: 50, halfLifeDays: 14, because: Asked for a demo }
    - { id: trial, when: { signal: trial_started, withinDays: 30 }, points: 40, halfLifeDays: 14, because: Tries it }
    - { id: reads, when: { property: hs_analytics_num_page_views, atLeast: 10 }, points: 10, because: Reads a lot }
timing:
  max: 40
  rules:
    - { id: soon, when: { property: handoff_timing_date, inNextDays: 90 }, points: 30, because: Wants to start soon }
weights: { fit: 0.45, intent: 0.40, timing: 0.15 }
evidence:
  framework: bant
  answers:
    need: [handoff_need]
    timing: [handoff_timing_answer, handoff_timing_date]
    budget: [handoff_budget, handoff_capacity]
    authority: [handoff_authority, handoff_decision_maker_contact]
  timingWithinDays: 90
stages:
  mql: { owner: marketing, next: Nurture, within: 24h, enter: { all: [ { fit: 40 }, { intent: 15 } ] } }
  sal: { owner: sales, next: Open the conversation, within: 5m }
  sql:
    owner: sales
    next: Hold the discovery call
    within: 7d
    enter: { any: [ { evidence: 3 }, { all: [ { stage: mql }, { signal: demo_requested } ] }, { all: [ { score: 70 }, { fit: 50 } ] } ] }
    direct: [demo_requested, quote_requested]
    policy: confirm
stall: 14d
followUps: [4h, 1d, 3d]
protect: [opportunity, customer, evangelist]
notify: { sql: [owner-task] }
`;
