import { askOf, executionReply } from '../../src/http/execution.js';
import { HELD, liveBody, NOW, qualifyLead } from './app-under-test.js';

const QUALIFY = { kind: 'qualify', model: 'saas', mode: 'act', assignTo: undefined };

function asked(changes: Record<string, unknown>) {
  return askOf(qualifyLead, { ...liveBody(), ...changes }, NOW);
}

describe('askOf', () => {
  it('reads the live body of platform 2026.03', () => {
    expect(askOf(qualifyLead, liveBody(), NOW)).toEqual({
      portalId: 4401,
      contactId: '1203',
      key: '1af019d39fb3aefdb0a1f68e72bbef762ae725dd3cc20fdc8825fd1c60bb681f',
      way: 'workflow',
      actor: 'workflow:5005',
      action: 'qualify-lead',
      want: QUALIFY,
      callbackId: 'ap-4401-900123-7-0',
      at: NOW,
    });
  });

  it('reads the documented body', () => {
    const body = {
      callbackId: 'ap-102670506-56776413549-7-0',
      origin: { portalId: 4401, actionDefinitionId: 10646377, actionDefinitionVersion: 1 },
      context: { source: 'WORKFLOWS', workflowId: 192814114 },
      object: { objectId: 1203, properties: { firstname: 'Test' }, objectType: 'CONTACT' },
      inputFields: { model: 'saas' },
    };

    expect(askOf(qualifyLead, body, NOW)).toMatchObject({
      portalId: 4401,
      contactId: '1203',
      actor: 'workflow:192814114',
      want: QUALIFY,
    });
  });

  it('keeps executions of one action apart by callback id, and one callback id apart by action', () => {
    const keys = [
      asked({}).key,
      asked({ callbackId: 'ap-4401-900123-8-0' }).key,
      askOf({ ...qualifyLead, uid: 'score-lead' }, liveBody(), NOW).key,
    ];

    expect(new Set(keys).size).toBe(3);
    expect(asked({ object: { objectId: 7, objectType: 'CONTACT' } }).key).toBe(keys[0]);
  });

  it.each([
    ['ids as strings', { origin: { portalId: '4401' }, object: { objectId: '1203', objectType: 'CONTACT' } }],
    ["HubSpot's id of the object type", { object: { objectId: 1203, objectType: '0-1' } }],
    ['no object type', { object: { objectId: 1203 } }],
    ['fields only', { inputFields: undefined }],
    ['null input fields', { inputFields: null }],
    ['unknown keys', { extra: { deep: [1] }, object: { objectId: 1203, objectType: 'CONTACT', more: 1 } }],
  ])('takes %s', (_name, changes) => {
    expect(asked(changes)).toMatchObject({ portalId: 4401, contactId: '1203', want: QUALIFY });
  });

  it('takes the largest id that is exact', () => {
    const object = { objectId: '9007199254740991', objectType: 'CONTACT' };

    expect(asked({ object }).contactId).toBe('9007199254740991');
  });

  it('hands an action the fields it declares and no others', () => {
    const given: unknown[] = [];
    const action = {
      ...qualifyLead,
      want: (inputs: unknown) => (given.push(inputs), { kind: 'score', model: undefined } as const),
    };
    const inputFields = JSON.parse('{"model":"saas","stage":"customer","__proto__":{"mode":"act"},"constructor":1}');

    askOf(action, { ...liveBody(), inputFields }, NOW);

    expect(given).toEqual([{ model: 'saas' }]);
  });

  it.each([
    ['no object', { object: undefined }, 'no-contact-given'],
    ['a null object', { object: null }, 'no-contact-given'],
    ['an object without an id', { object: { objectType: 'CONTACT' } }, 'no-contact-given'],
    ['a company', { object: { objectId: 9, objectType: 'COMPANY' } }, 'not-a-contact'],
    ['a deal by its id', { object: { objectId: 9, objectType: '0-3' } }, 'not-a-contact'],
    ['a contact list', { object: { objectId: 9, objectType: 'CONTACTS_LIST' } }, 'not-a-contact'],
  ])('makes %s a refusal to be stored', (_name, changes, code) => {
    expect(asked(changes)).toMatchObject({ contactId: '0', want: { kind: 'refuse', code } });
  });

  it.each([
    ['a workflow', { source: 'WORKFLOWS', workflowId: 5005 }, 'workflow:5005'],
    ['a workflow with an id of letters', { source: 'WORKFLOWS', workflowId: 'wf-5' }, 'workflow:wf-5'],
    ['an agent', { source: 'AGENTS', agentId: 7 }, 'agent:7'],
    ['an agent inside a workflow', { source: 'AGENTS', agentId: 7, workflowId: 5005 }, 'agent:7'],
    ['a source without an id', { source: 'STANDALONE' }, 'standalone'],
    ['a source and nulls', { source: 'TEST', workflowId: null, agentId: null }, 'test'],
    ['nobody', {}, 'app'],
    ['no context', undefined, 'app'],
  ])('names %s', (_name, context, actor) => {
    expect(asked({ context }).actor).toBe(actor);
  });

  it.each([
    ['no callback id', { callbackId: undefined }],
    ['an empty callback id', { callbackId: '' }],
    ['a callback id of 513 letters', { callbackId: 'x'.repeat(513) }],
    ['a number as callback id', { callbackId: 5 }],
    ['no origin', { origin: undefined }],
    ['no portal', { origin: {} }],
    ['portal 0', { origin: { portalId: 0 } }],
    ['a negative portal', { origin: { portalId: -4401 } }],
    ['half a portal', { origin: { portalId: 4401.5 } }],
    ['a portal beyond 2^53−1', { origin: { portalId: 9_007_199_254_740_992 } }],
    ['a portal in hex', { origin: { portalId: '0x1131' } }],
    ['a portal with blanks', { origin: { portalId: ' 4401' } }],
    ['a portal with a leading zero', { origin: { portalId: '04401' } }],
    ['an empty portal', { origin: { portalId: '' } }],
    ['a contact beyond 2^53−1', { object: { objectId: '9007199254740992', objectType: 'CONTACT' } }],
    ['a contact of words', { object: { objectId: 'ann@example.com', objectType: 'CONTACT' } }],
    ['a true contact', { object: { objectId: true, objectType: 'CONTACT' } }],
    ['a list as object', { object: [] }],
    ['a list as input fields', { inputFields: ['saas'] }],
    ['text as input fields', { inputFields: 'saas' }],
    ['text as context', { context: 'WORKFLOWS' }],
    ['a workflow that is an object', { context: { source: 'WORKFLOWS', workflowId: {} } }],
    ['a workflow that would break a log line', { context: { source: 'WORKFLOWS', workflowId: 'a\nb' } }],
  ])('refuses %s', (_name, changes) => {
    expect(() => asked(changes)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['a text', 'x'],
    ['a number', 1],
  ])('refuses %s as a body', (_name, body) => {
    expect(() => askOf(qualifyLead, body, NOW)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});

const ASK = askOf(qualifyLead, liveBody(), NOW);

describe('executionReply', () => {
  it('gives the outputs and HubSpot its state', () => {
    expect(executionReply(qualifyLead, ASK, HELD)).toEqual({
      outputFields: { stage: 'lead', hs_execution_state: 'SUCCESS' },
    });
  });

  it('lets a workflow go on after a refusal, and says why', () => {
    const decision = { kind: 'refused', code: 'not-a-contact', because: 'Not a contact' } as const;

    expect(executionReply(qualifyLead, ASK, { kind: 'done', outcome: { decision } })).toEqual({
      outputFields: { stage: '', reason: 'not-a-contact', hs_execution_state: 'FAIL_CONTINUE' },
    });
  });

  it('asks HubSpot to wait for a week at most', () => {
    expect(executionReply(qualifyLead, ASK, { kind: 'blocked' })).toEqual({
      outputFields: { hs_execution_state: 'BLOCK', hs_expiration_duration: 'P7D' },
    });
  });

  it.each([
    [1, 'PT61M'],
    [0.5, 'PT61M'],
    [5.2, 'PT66M'],
    [43_200, 'PT43260M'],
  ])('asks HubSpot to wait an hour longer than the %d minutes a rep has', (minutes, duration) => {
    const ask = { ...ASK, want: { kind: 'await-acceptance', minutes } as const };

    expect(executionReply(qualifyLead, ask, { kind: 'blocked' })).toEqual({
      outputFields: { hs_execution_state: 'BLOCK', hs_expiration_duration: duration },
    });
  });
});
