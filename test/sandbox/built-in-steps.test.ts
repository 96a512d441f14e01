import { createWorkflowEngine, type WorkflowEngine } from '../../src/sandbox/workflows/workflow-engine.js';
import type { Step } from '../../src/sandbox/workflows/player.js';
import { flowOf, property, setCity, staticText, step, to } from './flow-parts.js';
import { startBench, stopBenches, type Bench } from './start.js';

const DAY = 86_400_000;
const SANNE = '64492917';
const LEFT_LONG_AGO = '64492922';

let bench: Bench;
let engine: WorkflowEngine;

beforeEach(async () => {
  bench = await startBench();
  engine = createWorkflowEngine({ portal: bench.sandbox.portal });
  bench.sandbox.attachWorkflows(engine);
});

afterEach(async () => {
  await engine.close();
  await stopBenches();
});

function enrol(actions: readonly { actionId: string }[], properties: Record<string, string> = {}): string {
  const id = bench.sandbox.portal.createContact({ email: 'ada@acme.example', ...properties }, { sourceType: 'CRM_UI' });
  engine.enroll(engine.createFlow(flowOf(actions)), [id]);
  return id;
}
const city = (id: string): string | undefined => bench.sandbox.portal.properties(id)?.['city'];

describe('the create task action', () => {
  const asked =
    'hs_timestamp,hs_task_type,hs_task_subject,hs_task_body,hs_task_priority,hs_task_status,hubspot_owner_id';
  const ownerOfContact = { type: 'CUSTOM', value: property('hubspot_owner_id') };
  const link = (type: string) => [
    { target: { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 204 }, value: { type } },
  ];

  async function tasks() {
    const { body } = await bench.call('GET', `/crm/v3/objects/tasks?properties=${asked}&associations=contacts`);
    return body.results as { properties: Record<string, string | null>; associations?: unknown }[];
  }

  it('makes a task on the contact, with the contact’s owner when asked', async () => {
    const fields = {
      task_type: 'CALL',
      subject: 'Call {{ enrolled_object.firstname }}',
      body: '<p>New SQL</p>',
      priority: 'HIGH',
      owner_assignment: ownerOfContact,
      use_explicit_associations: 'true',
      associations: link('ENROLLED_OBJECT'),
    };

    const id = enrol([step('2', '0-3', fields)], { firstname: 'Ada', hubspot_owner_id: SANNE });

    const [task] = await tasks();
    expect(task?.properties).toMatchObject({
      hs_timestamp: '2026-11-21T12:00:00.000Z',
      hs_task_type: 'CALL',
      hs_task_subject: 'Call {{ enrolled_object.firstname }}',
      hs_task_body: '<p>New SQL</p>',
      hs_task_priority: 'HIGH',
      hs_task_status: 'NOT_STARTED',
      hubspot_owner_id: SANNE,
    });
    expect(task?.associations).toEqual({ contacts: { results: [{ id, type: 'task_to_contact' }] } });
  });

  it.each([
    ['the contact has none', {}],
    ['the owner has left', { hubspot_owner_id: LEFT_LONG_AGO }],
  ])('leaves it without an owner when %s', async (_name, properties) => {
    enrol([step('2', '0-3', { subject: 'Call', owner_assignment: ownerOfContact })], properties);

    expect((await tasks())[0]?.properties).toMatchObject({
      hubspot_owner_id: null,
      hs_task_type: 'TODO',
      hs_task_priority: 'NONE',
    });
  });

  it('links nothing when links are explicit and none is given', async () => {
    enrol([step('2', '0-3', { subject: 'Call', use_explicit_associations: true })]);

    expect(await tasks()).toHaveLength(1);
    expect((await tasks())[0]).not.toHaveProperty('associations');
  });

  it.each([
    ['so many days on', { delta: 3, timeUnit: 'DAYS' }, '2026-11-24T12:00:00.000Z'],
    [
      'at a time of the portal’s day',
      { delta: 1, timeUnit: 'DAYS', timeOfDay: { hour: 9, minute: 30 } },
      '2026-11-22T08:30:00.000Z',
    ],
    [
      'on the first day that is allowed',
      { delta: 0, timeUnit: 'DAYS', daysOfWeek: ['WEDNESDAY', 'MONDAY'] },
      '2026-11-23T12:00:00.000Z',
    ],
    [
      'today when today is allowed',
      { delta: 0, timeUnit: 'DAYS', daysOfWeek: ['SATURDAY'] },
      '2026-11-21T12:00:00.000Z',
    ],
  ])('is due %s', async (_name, due, expected) => {
    enrol([step('2', '0-3', { subject: 'Call', due_time: due })]);

    expect((await tasks())[0]?.properties['hs_timestamp']).toBe(expected);
  });

  it.each([
    ['no subject', {}, 'actions.0.fields.subject'],
    [
      'a due time that cannot be read',
      { subject: 'x', due_time: { delta: 'soon', timeUnit: 'DAYS' } },
      'due time of soon DAYS',
    ],
    [
      'a rotation of owners',
      { subject: 'x', owner_assignment: { type: 'ROTATE', value: '1' } },
      'only CUSTOM is played here',
    ],
    [
      'a link to something else',
      { subject: 'x', associations: link('COPY_ASSOCIATION') },
      'only the ENROLLED_OBJECT can be linked',
    ],
  ])('is refused with %s', (_name, fields, message) => {
    expect(() => engine.createFlow(flowOf([step('2', '0-3', fields)]))).toThrow(message);
  });
});

describe('notifications', () => {
  const tell = [
    step(
      '2',
      '0-9',
      {
        user_ids: ['9001', '{{ contact.hubspot_owner_id }}'],
        delivery_method: 'APP',
        subject: 'New SQL',
        body: 'Hi {{ contact.firstname }}',
      },
      to('3'),
    ),
    step('3', '0-8', {
      owner_properties: ['hubspot_owner_id', 'second_owner'],
      subject: 'Read this',
      body: '<p>x</p>',
    }),
  ];

  it('are kept: who was told what about whom, tokens as they stand', async () => {
    const steps: Step['what'][] = [];
    engine.onStep(({ what }) => steps.push(what));

    const contactId = enrol(tell, { hubspot_owner_id: SANNE });
    const { body } = await bench.call('GET', '/sandbox/notifications');

    const common = { at: Date.parse('2026-11-21T12:00:00Z'), flowId: '5001', contactId };
    expect(body).toEqual({
      next: 2,
      results: [
        {
          ...common,
          actionId: '2',
          channel: 'app',
          users: ['9001', '{{ contact.hubspot_owner_id }}'],
          owners: [],
          subject: 'New SQL',
          body: 'Hi {{ contact.firstname }}',
        },
        {
          ...common,
          actionId: '3',
          channel: 'email',
          users: [],
          owners: [SANNE],
          subject: 'Read this',
          body: '<p>x</p>',
        },
      ],
    });
    expect(engine.notifications.from(0, 10).entries).toEqual(body.results);
    expect(steps).toEqual(['enrolled', 'notified', 'notified', 'left']);
  });

  it('can be read on from a place, and are none in a portal without workflows', async () => {
    enrol(tell);
    const other = await startBench();

    const rest = await bench.call('GET', '/sandbox/notifications?place=1');
    const none = await other.call('GET', '/sandbox/notifications');

    expect(rest.body).toMatchObject({ next: 2, results: [{ subject: 'Read this' }] });
    expect(none.body).toEqual({ next: 0, results: [] });
  });
});

describe('the delay until a date', () => {
  const until = (fields: object): { actionId: string }[] => [step('2', '0-35', fields, to('3')), setCity('3', 'later')];

  it.each<[string, object, number]>([
    ['a static moment', { date: staticText(String(Date.parse('2026-11-23T12:00:00Z'))) }, 2 * DAY],
    ['the date of the contact', { date: property('closedate') }, 3 * DAY],
    ['days after it', { date: property('closedate'), delta: '2', time_unit: 'DAYS' }, 5 * DAY],
    ['minutes before it', { date: property('closedate'), delta: '-1440', time_unit: 'MINUTES' }, 2 * DAY],
    [
      'a time of that day in the portal',
      { date: property('closedate'), time_of_day: { hour: 9, minute: 0 } },
      3 * DAY - 4 * 3_600_000,
    ],
  ])('waits for %s', async (_name, fields, ms) => {
    const id = enrol(until(fields), { closedate: '2026-11-24T12:00:00Z' });

    await engine.advance(ms - 1);
    expect(city(id)).toBeUndefined();
    await engine.advance(1);
    expect(city(id)).toBe('later');
  });

  it.each([
    ['is over', { closedate: '2026-01-01T00:00:00Z' }],
    ['is not known', {}],
    ['is no date', { closedate: 'soon' }],
  ])('holds nobody up when the date %s', async (_name, properties) => {
    const id = enrol(until({ date: property('closedate') }), properties);

    await engine.finished();

    expect(city(id)).toBe('later');
  });

  it.each([
    ['a delta that is no number', { date: property('closedate'), delta: 'two' }, 'cannot read a delay of two DAYS'],
    ['an hour there is not', { date: property('closedate'), time_of_day: { hour: 24 } }, 'fields.time_of_day.hour'],
  ])('is refused with %s', (_name, fields, message) => {
    expect(() => engine.createFlow(flowOf(until(fields)))).toThrow(message);
  });
});
