import path from 'node:path';
import { readWorkflowTemplates } from '../../src/files/workflow-templates.js';
import { resolvePlaces } from '../../src/app/workflows/resolve-places.js';
import { openWorkflowPortal } from '../../src/hubspot/workflow-portal.js';
import { WORKFLOW_ACTIONS } from '../../actions/workflow-actions.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { startScriptedHubspot, type Reply, type ScriptedHubspot } from './scripted-hubspot.js';

const WORKFLOWS = path.resolve(__dirname, '../../workflows');
const ACCOUNT: Reply = { body: { portalId: 4401 } };

describe('openWorkflowPortal', () => {
  let hubspot: ScriptedHubspot;

  beforeEach(async () => {
    hubspot = await startScriptedHubspot();
  });

  afterEach(() => hubspot.close());

  /** @param answers by the end of the path, without its query */
  function open(answers: Readonly<Record<string, Reply>>) {
    hubspot.script = (call) => {
      const [place = ''] = call.path.split('?');
      if (place.includes('account-info')) return ACCOUNT;
      return Object.entries(answers).find(([end]) => place.endsWith(end))?.[1] ?? { status: 404 };
    };
    const shared = { apiUrl: hubspot.url, now: Date.now, random: () => 0, log: createMemoryLog() };
    return openWorkflowPortal({ ...shared, family: '2026-09', sleep: () => Promise.resolve() }, 'token');
  }

  it('reads people with and without a user id, and leaves out who has left', async () => {
    const results = [
      { id: '1', userId: 9001, email: 'a@sales.example' },
      { id: '2', userId: null, email: 'b@sales.example' },
      { id: '3', userId: '9003' },
      { id: '4', userId: 9004, email: 'd@sales.example', archived: true },
    ];
    const portal = await open({ '/owners/2026-09': { body: { results } } });

    expect(await portal.people()).toEqual([
      { ownerId: '1', userId: '9001', email: 'a@sales.example' },
      { ownerId: '2', userId: undefined, email: 'b@sales.example' },
      { ownerId: '3', userId: '9003', email: '' },
    ]);
  });

  it('says so when HubSpot keeps the user id of a manager to itself', async () => {
    const template = readWorkflowTemplates(WORKFLOWS).find(({ name }) => name === 'await-acceptance');
    const portal = await open({
      '/owners/2026-09': { body: { results: [{ id: '2', userId: null, email: 'b@sales.example' }] } },
      '/action-types': { body: { results: [] } },
    });
    const chosen = { users: new Map([['manager', 'b@sales.example']]), actions: new Map() };

    const { problems } = template
      ? await resolvePlaces(template, { chosen, actions: WORKFLOW_ACTIONS, portal })
      : { problems: [] };

    expect(problems).toContain('HubSpot does not tell the user id of b@sales.example: name somebody else as manager');
  });

  it('asks for the action types of contacts, and reads the address choices come from', async () => {
    const field = {
      fieldDefinitionType: 'EXTERNAL_ENUM',
      name: 'model',
      type: 'string',
      isRequired: false,
      optionsUrl: 'https://a.example/x',
    };
    const type = {
      actionTypeId: '1-71',
      actionName: 'Score lead',
      groupId: 'x',
      objectTypeIds: [],
      inputFieldDefinitions: [field],
    };
    const portal = await open({ '/action-types': { body: { results: [type] } } });

    expect(await portal.actionTypes()).toEqual([
      { id: '1-71', name: 'Score lead', inputs: [{ name: 'model', optionsUrl: 'https://a.example/x' }] },
    ]);
    expect(hubspot.calls.at(-1)?.path).toBe('/automation/2026-09-beta/action-types?objectTypeId=0-1');
  });

  it('asks nobody for action types or people when no place is left to them', async () => {
    const template = readWorkflowTemplates(WORKFLOWS).find(({ name }) => name === 'mql-to-sql');
    const portal = await open({});
    const actions = new Map([
      ['qualify-lead', '1-72'],
      ['notify-sales', '1-74'],
    ]);
    const order = { chosen: { users: new Map(), actions }, actions: WORKFLOW_ACTIONS, portal };

    const { places, problems } = template
      ? await resolvePlaces(template, order)
      : { places: new Map(), problems: [''] };

    expect(problems).toEqual([]);
    expect([...places.values()]).toEqual(['1-72', '1-74']);
    expect(hubspot.calls).toHaveLength(1);
  });

  it('goes from page to page of workflows, and stops where HubSpot pages in circles', async () => {
    const listed = { id: '5001', name: 'One', isEnabled: true, revisionId: '1' };
    const portal = await open({ '/flows': { body: { results: [listed], paging: { next: { after: '5001' } } } } });

    expect(await portal.flows()).toHaveLength(100);
  });

  it('does not make a flow twice when the answer is lost', async () => {
    const template = readWorkflowTemplates(WORKFLOWS)[0];
    const portal = await open({ '/flows': { fault: 'reset' } });

    await expect(template && portal.create(template.flow)).rejects.toMatchObject({ code: 'HUBSPOT_UNCERTAIN' });
    expect(hubspot.calls.filter((call) => call.path.endsWith('/flows'))).toHaveLength(1);
  });

  it('refuses an answer it cannot read', async () => {
    const portal = await open({ '/flows': { body: { results: [{ name: 'no id' }] } } });

    await expect(portal.flows()).rejects.toMatchObject({ code: 'HUBSPOT_UNREADABLE' });
  });
});
