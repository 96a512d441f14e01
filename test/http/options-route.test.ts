import request from 'supertest';
import { WORKFLOW_ACTIONS } from '../../actions/workflow-actions.js';
import { AppError } from '../../src/app/errors.js';
import { createApp, type AppDeps } from '../../src/http/create-app.js';
import { depsWith, signedV2, signedV3 } from './app-under-test.js';

const PATH = '/hubspot/actions/qualify-lead/options/model';
/** @source HubSpot, "Custom workflow actions": external options */
const ASKED = {
  origin: { portalId: 4401, actionDefinitionId: 71, actionDefinitionVersion: 3 },
  objectTypeId: '0-1',
  inputFieldName: 'model',
  inputFields: { mode: { type: 'STATIC_VALUE', value: 'act' }, x: { type: 'OBJECT_PROPERTY', propertyName: 'email' } },
  fetchOptions: { q: 'sa', after: '100' },
};

const given = (more: Partial<AppDeps> = {}) => depsWith({ actions: WORKFLOW_ACTIONS, ...more });

interface Sent {
  readonly path?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function post(deps: AppDeps, { path = PATH, body = ASKED, headers = {} }: Sent = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return request(createApp(deps)).post(path).set(signedV3(text, path)).set(headers).send(text);
}

describe('POST /hubspot/actions/:uid/options/:field', () => {
  it('answers with what the field can be filled with', async () => {
    const page = { options: [{ value: 'saas', label: 'saas', description: 'B2B' }], after: '200' };
    const { deps, kept } = given({ listChoices: async (asked) => (kept.choices.push(asked), page) });

    const reply = await post(deps);

    expect([reply.status, reply.body]).toEqual([200, { ...page, searchable: true }]);
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(kept.choices).toEqual([{ portalId: 4401, choices: 'models', search: 'sa', after: '100' }]);
    expect(kept.asks).toEqual([]);
  });

  it('names no page after the last', async () => {
    const reply = await post(given().deps);

    expect(reply.body).toEqual({ options: [{ value: 'saas', label: 'saas' }], searchable: true });
  });

  it('takes v2, which the guide for workflow actions still describes', async () => {
    const text = JSON.stringify(ASKED);

    const reply = await request(createApp(given().deps)).post(PATH).set(signedV2(text, PATH)).send(text);

    expect(reply.status).toBe(200);
  });

  it.each([
    ['no fetchOptions', { fetchOptions: undefined }],
    ['null fetchOptions', { fetchOptions: null }],
    ['an empty search', { fetchOptions: { q: '' } }],
    ['nulls in it', { fetchOptions: { q: null, after: null } }],
  ])('lists everything, from the start, for %s', async (_name, changes) => {
    const { deps, kept } = given();

    expect((await post(deps, { body: { ...ASKED, ...changes } })).status).toBe(200);
    expect(kept.choices).toMatchObject([{ search: '' }]);
    expect(kept.choices[0]?.after).toBeUndefined();
  });

  it.each([
    ['a field without choices of ours', '/hubspot/actions/qualify-lead/options/mode'],
    ['a field of another action', '/hubspot/actions/qualify-lead/options/stage'],
    ['a field of every object', '/hubspot/actions/qualify-lead/options/constructor'],
    ['an unknown action', '/hubspot/actions/no-such-action/options/model'],
    ['a word more', `${PATH}/more`],
    ['a slash more', `${PATH}/`],
    ['no field', '/hubspot/actions/qualify-lead/options/'],
    ['another word for options', '/hubspot/actions/qualify-lead/choices/model'],
  ])('answers 404 to %s', async (_name, path) => {
    const { deps, kept } = given();

    const reply = await post(deps, { path });

    expect([reply.status, reply.body.error, kept.choices]).toEqual([404, 'not-found', []]);
  });

  it.each([
    ['no JSON', '{', 'model'],
    ['no portal', { ...ASKED, origin: {} }, 'model'],
    ['a portal of words', { ...ASKED, origin: { portalId: 'x' } }, 'model'],
    ['a list', [], 'model'],
    ['a search that is an object', { ...ASKED, fetchOptions: { q: {} } }, 'model'],
    ['a search of 201 letters', { ...ASKED, fetchOptions: { q: 'x'.repeat(201) } }, 'model'],
    ['a page that is a number', { ...ASKED, fetchOptions: { after: 100 } }, 'model'],
    ['an encoded slash in the field', ASKED, 'mo%2Fdel'],
    ['a repeated portalId', ASKED, 'model?portalId=4401&portalId=9'],
  ])('answers 400 to %s', async (_name, body, field) => {
    const { deps, kept } = given();

    const reply = await post(deps, { body, path: `/hubspot/actions/qualify-lead/options/${field}` });

    expect([reply.status, reply.body]).toEqual([400, { error: 'invalid-input', requestId: 'request-1' }]);
    expect(kept.choices).toEqual([]);
  });

  it('answers 403 to a portal that is not connected', async () => {
    const { deps, kept } = given();

    const reply = await post(deps, { body: { ...ASKED, origin: { portalId: 99 } } });

    expect([reply.status, reply.body.error, kept.choices]).toEqual([403, 'portal-unknown', []]);
  });

  it.each([
    ['unsigned', { 'X-HubSpot-Signature-v3': '' }],
    ['signed for another field', signedV3(JSON.stringify(ASKED), '/hubspot/actions/qualify-lead/options/assignTo')],
    ['signed as an execution', signedV3(JSON.stringify(ASKED), '/hubspot/actions/qualify-lead')],
  ])('answers 401 to what is %s, and looks at nothing', async (_name, headers) => {
    const { deps, kept } = given();

    const reply = await post(deps, { headers });

    expect([reply.status, reply.body]).toEqual([401, { error: 'unproven', requestId: 'request-1' }]);
    expect(kept).toMatchObject({ choices: [], failpoints: [] });
  });

  it.each(['GET', 'PUT', 'DELETE'])('answers 405 to %s', async (method) => {
    const app = request(createApp(given().deps));

    const reply = await app[method.toLowerCase() as 'get'](PATH);

    expect([reply.status, reply.headers.allow]).toEqual([405, 'POST']);
  });

  it('answers 413 to a body over 256 KiB, and 415 to another type', async () => {
    const over = await post(given().deps, { body: `{"x":"${' '.repeat(262_144)}"}` });
    const other = await post(given().deps, { headers: { 'Content-Type': 'text/plain' } });

    expect([over.status, over.body.error]).toEqual([413, 'too-large']);
    expect([other.status, other.body.error]).toEqual([415, 'unsupported-type']);
  });

  it('says when to come back while HubSpot is away', async () => {
    const away = new AppError('HUBSPOT_BUSY', 'away', { retryAfterMs: 4_200 });
    const { deps } = given({ listChoices: () => Promise.reject(away) });

    const reply = await post(deps);

    expect([reply.status, reply.headers['retry-after'], reply.body.error]).toEqual([503, '5', 'hubspot-busy']);
  });

  it('is counted as options', async () => {
    const { deps } = given();
    await post(deps);

    expect(await deps.register.metrics()).toMatch(/route="options",status="200"\} 1/);
  });
});
