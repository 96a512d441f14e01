import request from 'supertest';
import { AppError } from '../../src/app/errors.js';
import { cardTarget } from '../../src/http/card-route.js';
import { createApp, type AppDeps } from '../../src/http/create-app.js';
import { depsWith, NOBODY, NOW, signedV2, signedV3 } from './app-under-test.js';

const CARD = '/hubspot/card/contacts/101';
const WHO = 'userId=9001&portalId=4401&userEmail=sanne%40sales.example&appId=77';
const PATH = `${CARD}?${WHO}`;

function appWith(card: Partial<AppDeps['card']> = {}) {
  const asked: unknown[] = [];
  const read: AppDeps['card']['read'] = async (ask) => (asked.push(ask), NOBODY);
  const press: AppDeps['card']['press'] = async (pressed) => (asked.push(pressed), NOBODY);
  const { deps, kept } = depsWith({ card: { read, press, ...card } });
  const app = createApp(deps);
  const get = (path = PATH, headers: Record<string, string> = signedV3('', path, 'GET')) =>
    request(app).get(path).set(headers);
  return { app, get, asked, kept, deps };
}

describe('GET /hubspot/card/contacts/:id', () => {
  it('tells who asks of whom, as signed, and is never kept by anybody between', async () => {
    const { get, asked } = appWith();

    const reply = await get();

    expect([reply.status, reply.body, reply.headers['cache-control']]).toEqual([200, NOBODY, 'no-store']);
    expect(asked).toEqual([{ portalId: 4401, contactId: '101', userId: '9001', userEmail: 'sanne@sales.example' }]);
  });

  it.each([
    ['nothing', PATH, {}],
    ['v2', PATH, signedV2('', PATH)],
    ['another address', PATH, signedV3('', `${PATH}0`, 'GET')],
    ['another method', PATH, signedV3('', PATH, 'POST')],
    ['a time six minutes ago', PATH, signedV3('', PATH, 'GET', NOW - 360_000)],
    ['a time six minutes ahead', PATH, signedV3('', PATH, 'GET', NOW + 360_000)],
  ])('is refused when it is signed with %s', async (_name, path, headers) => {
    const { get, asked } = appWith();

    const reply = await get(path, headers);

    expect([reply.status, reply.body.error, asked]).toEqual([401, 'unproven', []]);
  });

  it.each([
    ['the portal is named twice', `${PATH}&portalId=4401`, 400],
    ['the user is named twice, in other letters', `${PATH}&USERID=1`, 400],
    ['the app is named twice', `${PATH}&appId=77`, 400],
    ['no portal is named', `${CARD}?userId=9001`, 400],
    ['no user is named', `${CARD}?portalId=4401`, 400],
    ['the portal is no number', `${CARD}?userId=9001&portalId=4401x`, 400],
    ['the portal is beyond all numbers', `${CARD}?userId=9001&portalId=9999999999999999`, 400],
    ['the portal is not ours', `${CARD}?userId=9001&portalId=4402`, 403],
    ['the contact is no number', `/hubspot/card/contacts/anna?${WHO}`, 400],
    ['the contact is nothing', `/hubspot/card/contacts/0?${WHO}`, 400],
    ['the path holds an encoded slash', `/hubspot/card/contacts/1%2f?${WHO}`, 400],
    ['the path goes on', `${CARD}/more/still?${WHO}`, 404],
    ['there is no contact', `/hubspot/card/contacts/?${WHO}`, 404],
  ])('is refused when %s', async (_name, path, status) => {
    const { get, asked } = appWith();

    expect([(await get(path)).status, asked]).toEqual([status, []]);
  });

  it('goes by an address of the user only when it is one', async () => {
    const { get, asked } = appWith();

    await get(`${CARD}?userId=9001&portalId=4401&userEmail=nobody`);

    expect(asked).toEqual([{ portalId: 4401, contactId: '101', userId: '9001' }]);
  });

  it('takes no body', async () => {
    const { app } = appWith();

    const reply = await request(app)
      .get(PATH)
      .set(signedV3('{}', PATH, 'GET'))
      .send('{}');

    expect(reply.status).toBe(400);
  });

  it.each(['put', 'delete', 'post'] as const)('is no %s', async (method) => {
    const reply = await request(appWith().app)[method](PATH);

    expect([reply.status, reply.headers.allow]).toEqual([405, 'GET']);
  });

  it('answers 503 while the store is away: HubSpot asks once more', async () => {
    const away = () => Promise.reject(new AppError('STORE_UNAVAILABLE', 'away'));

    const reply = await appWith({ read: away }).get();

    expect([reply.status, reply.headers['retry-after']]).toEqual([503, '1']);
  });

  it('is counted', async () => {
    const { get, deps } = appWith();

    await get();

    expect(await deps.register.metrics()).toContain('handoff_http_replies_total{route="card",status="200"} 1');
  });
});

describe('cardTarget', () => {
  it.each([undefined, '/', '/hubspot/card/contacts', '/hubspot/card/contacts/', '/hubspot/cards/contacts/1'])(
    'leaves %s to others',
    (target) => {
      expect(cardTarget(target)).toBeUndefined();
    },
  );
});
