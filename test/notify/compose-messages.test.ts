import type { Occasion } from '../../src/app/announcements/compose-announcements.js';
import type { OpenAnnouncement } from '../../src/app/announcements/delivery.js';
import { createComposeMessages, propertiesOfMessages } from '../../src/notify/compose-messages.js';
import { advance, compiledModel, hold, modelsWith, SCORE } from '../fakes/compiled-model.js';

const AT = Date.parse('2026-11-21T12:00:00Z');
const compiled = compiledModel();
const MODELS = modelsWith({
  ...compiled,
  model: {
    ...compiled.model,
    stages: { ...compiled.model.stages, sal: { owner: 'sales', within: '5m' } },
    teams: { sales: { holidays: [], manager: 'Mila@sales.example' } },
    evidence: { framework: 'bant', answers: { need: ['handoff_need'] }, timingWithinDays: 90 },
  },
});
const MANAGER = { id: '78', name: 'Mila Manager', email: 'mila@sales.example' };
const OWNER = { id: '77', name: 'Sam Seller', email: 'sam@sales.example' };

function announcement(more: Partial<OpenAnnouncement> = {}): OpenAnnouncement {
  return {
    portalId: 4401,
    contactId: '101',
    key: 'a'.repeat(64),
    stage: 'sql',
    channels: ['owner-task'],
    urgent: false,
    attempts: 1,
    at: AT,
    outcome: {
      decision: advance('mql', 'sql'),
      score: SCORE,
      model: 'saas@0011aabb',
      nextAction: 'Hold the discovery call',
      move: { state: 'applied', stage: 'sql', because: '' },
    },
    ...more,
  };
}

function composed(announcements: readonly OpenAnnouncement[], more: Partial<Occasion> = {}) {
  const compose = createComposeMessages({
    models: MODELS,
    portal: () => ({ timeZone: 'Europe/Amsterdam', uiDomain: 'app-eu1.hubspot.com' }),
    targets: { slack: 'hooks.slack.com', webhook: 'crm.example.com' },
    now: () => AT + 20_000,
  });
  return compose({
    announcements,
    properties: { firstname: 'Ada', lastname: 'Lovelace' },
    owner: OWNER,
    people: [OWNER],
    ...more,
  });
}

describe('createComposeMessages', () => {
  it('makes one delivery per channel and target, under a key of its own (W05)', () => {
    const deliveries = composed([announcement({ channels: ['owner-task', 'email', 'slack', 'webhook'] })]);

    expect(deliveries.map(({ message, target }) => [message.channel, target])).toEqual([
      ['owner-task', '77'],
      ['email', 'sam@sales.example'],
      ['slack', 'hooks.slack.com'],
      ['webhook', 'crm.example.com'],
    ]);
    expect(new Set(deliveries.map(({ key }) => key)).size).toBe(4);
    expect(deliveries.every(({ key, portalId }) => /^[0-9a-f]{64}$/.test(key) && portalId === 4401)).toBe(true);
  });

  it('tells what a chat or a calendar told of the lead, answers included (W07)', () => {
    const told = { acts: { demo_booked: [AT - 60_000] }, answers: { handoff_need: 'Reports' } };

    const [{ message } = { message: undefined }] = composed([announcement({ channels: ['slack'] })], { told });

    expect(JSON.stringify(message)).toMatch(/Demo booked.*Reports|Reports.*Demo booked/);
  });

  it('makes the same key from the same announcement, and another from another', () => {
    const [one] = composed([announcement()]);
    const [same] = composed([announcement({ note: 'Later' })]);
    const [other] = composed([announcement({ key: 'b'.repeat(64) })]);

    expect(one?.key).toBe(same?.key);
    expect(other?.key).not.toBe(one?.key);
  });

  it('makes a call task for the owner, due when the conversation has to be open (W09, T02)', () => {
    const [{ message } = { message: undefined }] = composed([announcement()]);

    expect(message).toMatchObject({
      channel: 'owner-task',
      properties: {
        hs_task_type: 'CALL',
        hubspot_owner_id: '77',
        hs_timestamp: '2026-11-21T12:05:00.000Z',
        hs_task_body: expect.stringContaining('https://app-eu1.hubspot.com/contacts/4401/record/0-1/101') as string,
      },
    });
  });

  it('goes without mail where nobody owns the contact, and leaves a task for whoever looks', () => {
    const deliveries = composed([announcement({ channels: ['owner-task', 'email'] })], { owner: undefined });

    expect(deliveries.map(({ message, target }) => [message.channel, target])).toEqual([['owner-task', 'nobody']]);
  });

  it('tells several transitions at once, by the newest, each channel once (P19)', () => {
    const first = announcement({
      key: 'b'.repeat(64),
      stage: 'mql',
      channels: ['slack'],
      outcome: {
        decision: advance('lead', 'mql'),
        score: SCORE,
        move: { state: 'applied', stage: 'mql', because: '' },
      },
    });

    const deliveries = composed([first, announcement({ channels: ['slack', 'owner-task'], note: 'Call before noon' })]);

    expect(deliveries.map(({ message }) => message.channel)).toEqual(['slack', 'owner-task']);
    const [slack] = deliveries;
    expect(slack?.message).toMatchObject({ body: expect.stringContaining('lead → MQL → SQL') as string });
    expect(slack?.message).toMatchObject({ body: expect.stringContaining('Call before noon') as string });
  });

  it('says why even where nothing was decided: it scores the contact then', () => {
    const asked = announcement({ channels: ['webhook'], outcome: { decision: hold('sql', 'recorded') } });

    const [delivery] = composed([asked]);

    const body: unknown = JSON.parse(delivery?.message.channel === 'webhook' ? delivery.message.body : '{}');
    expect(body).toMatchObject({ score: 72, reasons: ['Asked for a demo', 'Not seen for 60 days'] });
    expect(JSON.stringify(body)).not.toContain('recorded');
  });
});

describe('propertiesOfMessages', () => {
  it('reads what the brief shows, what answers the questions, and what the model scores', () => {
    const properties = propertiesOfMessages(MODELS)([announcement()]);

    expect(properties).toEqual(expect.arrayContaining(['country', 'firstname', 'handoff_need', 'jobtitle']));
  });

  describe('of what a clock has to tell', () => {
    const tell = { about: 'overdue:respond:1', to: 'overdue', stage: 'sql', dueAt: AT - 60_000 } as const;
    const overdue = { ...tell, kind: 'overdue', deadline: 'respond', owner: 'sal' } as const;
    const said = (more: Partial<OpenAnnouncement>, people = [OWNER, MANAGER]) =>
      composed([announcement({ channels: ['manager-task'], urgent: true, ...more })], {
        people,
      }).map(({ target, message }) =>
        message.channel === 'owner-task' ? { target, ...message.properties } : { target },
      );

    it('gives the manager of the team a task of its own, due now', () => {
      expect(said({ tell: overdue })).toMatchObject([
        {
          ...{ target: '78', hubspot_owner_id: '78', hs_task_type: 'TODO', hs_timestamp: '2026-11-21T12:00:20.000Z' },
          hs_task_subject: 'Overdue: open the conversation with this SQL: was due Sat 21 Nov 12:59 CET',
        },
      ]);
    });

    it('leaves a task of nobody where HubSpot does not know the manager', () => {
      expect(said({ tell: overdue }, [OWNER])).toMatchObject([{ target: 'nobody', hs_task_type: 'TODO' }]);
      expect(said({ tell: overdue }, [OWNER])[0]).not.toHaveProperty('hubspot_owner_id');
    });

    it.each([
      ['follow-up', { count: 1, of: 3 }, 'Follow up 1 of 3: SQL'],
      ['follow-up', { count: 1, of: 1 }, 'Follow up, before it is given up: SQL'],
      ['ghosted', {}, 'No answer to any follow-up: SQL'],
      ['no-show', { count: 1 }, 'Did not come, find another date: SQL'],
      ['no-show', { count: 2 }, 'Did not come 2 times: SQL'],
    ] as const)('calls a %s %o "%s", due now, for the owner', (kind, more, subject) => {
      expect(said({ channels: ['owner-task'], tell: { ...tell, to: 'owner', kind, ...more } })).toMatchObject([
        { target: '77', hs_task_subject: subject, hs_task_type: 'CALL', hs_timestamp: '2026-11-21T12:00:20.000Z' },
      ]);
    });

    it.each([
      ['confirm', 'sql', 'Overdue: nobody accepted this SQL'],
      ['warn', 'sal', 'A day at SAL: time to decide'],
      ['close', 'sal', 'Overdue: still SAL'],
      ['close', 'lead', 'Overdue: qualify this lead'],
      ['stall', 'opportunity', 'Overdue: no movement, still opportunity'],
    ] as const)('says of %s at %s "%s"', (deadline, stage, title) => {
      const [task] = said({ stage, tell: { ...overdue, deadline, stage } });

      expect(task).toMatchObject({ hs_task_subject: expect.stringContaining(title) as string });
    });

    it('is a message beside the transition, not one with it', () => {
      const both = composed(
        [announcement(), announcement({ key: 'c'.repeat(64), channels: ['manager-task'], tell: overdue })],
        {
          people: [OWNER, MANAGER],
        },
      );

      expect(both.map(({ target }) => target)).toEqual(['77', '78']);
      expect(new Set(both.map(({ key }) => key)).size).toBe(2);
    });
  });
});
