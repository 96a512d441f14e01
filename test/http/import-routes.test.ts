import request from 'supertest';
import { createApp } from '../../src/http/create-app.js';
import { ADMIN_TOKEN, depsWith, NO_IMPORTS } from './app-under-test.js';

const MAPPING = { name: 'x', email: ['Email'], contactId: [], stage: undefined, properties: {} };
const LONG = 'x'.repeat(501);

/** What a query of `POST /admin/imports` is answered; the desk takes none. */
async function ask(query: string, type = 'text/csv') {
  const imports = { ...NO_IMPORTS, mappingNamed: (name: string) => (name === 'x' ? MAPPING : undefined) };
  const reply = await request(createApp(depsWith({ imports }).deps))
    .post(`/admin/imports?${query}`)
    .set({ Authorization: `Bearer ${ADMIN_TOKEN}`, 'Content-Type': type })
    .send('Email\n');
  return [reply.status, reply.headers['x-handoff-because']];
}

describe('POST /admin/imports', () => {
  it.each([
    ['kind=import&source=x&portal=abc', 'portal: an id is a number'],
    ['kind=import&source=x&override=', 'override: say why'],
    [`kind=import&source=x&override=${LONG}`, 'override: at most 500 letters'],
    ['kind=import&source=x&actor=a%20b', 'actor: letters, digits and . : @ - _ only, at most 64'],
    ['kind=set-stage&stage=sql&reason=', 'reason: say why'],
    ['kind=set-stage&stage=sql', 'reason: say why'],
    ['kind=set-stage&stage=sql&reason=why&list=abc', 'list: an id is a number'],
    ['kind=import&source=x&portal=0&reason=', 'reason: say why; portal: an id is a number'],
    ['kind=import&source=y', 'Send the name of a mapping as source, or a mapping.'],
  ])('says what cannot be used in ?%s', async (query, because) => {
    expect(await ask(query)).toEqual([400, because]);
  });

  it('takes a file as CSV only', async () => {
    expect(await ask('kind=import&source=x', 'application/json')).toEqual([415, 'Send the file as text/csv.']);
  });

  it.each([
    ['put', '/admin/imports', 'GET, HEAD, POST'],
    ['post', '/admin/imports/79668a373589', 'GET, HEAD'],
    ['put', '/admin/imports/79668a373589/undo', 'POST'],
  ] as const)('names the methods there are: %s %s', async (method, path, allow) => {
    const reply = await request(createApp(depsWith({}).deps))
      [method](path)
      .set({ Authorization: `Bearer ${ADMIN_TOKEN}` });

    expect([reply.status, reply.headers.allow]).toEqual([405, allow]);
  });
});
