import { createService, type Fetch } from '../../cards/call-service';
import { readReply } from '../../cards/read-reply';
import { cardView, told } from './card-view';

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const service = (fetch: Fetch, base: string | undefined = 'https://leads.example.com') =>
  createService({ fetch, base, contactId: '501' });

describe('createService', () => {
  it('asks for the contact at the service', async () => {
    const asked: unknown[] = [];
    const fetch: Fetch = async (url, options) => (asked.push([url, options?.method]), json(told(cardView())));

    const answer = await service(fetch).read();

    expect(asked).toEqual([['https://leads.example.com/hubspot/card/contacts/501', 'GET']]);
    expect(answer).toEqual({ ok: true, reply: told(cardView()) });
  });

  it('sends a press under the name of its button', async () => {
    const asked: unknown[] = [];
    const fetch: Fetch = async (url, options) => (
      asked.push([url, options?.method, options?.body]),
      json(told(cardView()))
    );

    await service(fetch).press({
      button: 'set-stage',
      body: { id: 'p', seenStage: 'mql', stage: 'sql', note: 'Called' },
    });

    expect(asked).toEqual([
      [
        'https://leads.example.com/hubspot/card/contacts/501/set-stage',
        'POST',
        { id: 'p', seenStage: 'mql', stage: 'sql', note: 'Called' },
      ],
    ]);
  });

  const envelope = { status: 'error', category: 'BAD_GATEWAY', context: { appServerStatusCode: ['404'] } };
  it.each<[string, Fetch, object]>([
    ['nothing comes back', () => Promise.reject(new TypeError('offline')), { kind: 'unreachable' }],
    ['nobody is behind the proxy', async () => json({}, 502), { kind: 'unreachable' }],
    ['a status says no', async () => json({}, 401), { kind: 'refused', status: 401 }],
    ['HubSpot’s proxy wraps a refusal into a 200', async () => json(envelope), { kind: 'refused', status: 404 }],
    ['a page answers', async () => new Response('<html>'), { kind: 'unreadable' }],
    ['a 200 carries half a lead', async () => json({ ok: true, view: { name: 'Mila' } }), { kind: 'unreadable' }],
  ])('says why when %s', async (_name, fetch, fault) => {
    expect(await service(fetch).read()).toEqual({ ok: false, fault });
  });

  it('says that it was uploaded without an address', async () => {
    const unset = createService({ fetch: async () => json({}), base: undefined, contactId: '501' });

    expect(await unset.read()).toEqual({ ok: false, fault: { kind: 'not-set-up' } });
  });
});

describe('readReply', () => {
  const view = cardView();

  it.each<[string, unknown]>([
    ['a lead', { ok: true, view }],
    ['a lead with keys we do not know yet', { ok: true, view: { ...view, mood: 'sunny' } }],
    ['a refusal', { ok: false, code: 'not-possible', because: 'Out' }],
    ['a refusal that shows how it stands', { ok: false, code: 'out-of-date', because: 'Moved', view }],
  ])('reads %s', (_name, payload) => {
    expect(readReply(payload)).toBe(payload);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'ok'],
    ['a list', []],
    ['a refusal without a reason', { ok: false, code: 'not-possible' }],
    ['a lead without a stage', { ok: true, view: { ...view, stage: undefined } }],
    [
      'a reason on an axis we do not have',
      { ok: true, view: { ...view, reasons: [{ ...view.reasons[0], axis: 'luck' }] } },
    ],
    ['a score that is no number', { ok: true, view: { ...view, score: { ...view.score, score: '82' } } }],
    ['a refusal with half a lead', { ok: false, code: 'out-of-date', because: 'Moved', view: {} }],
  ])('does not take %s', (_name, payload) => {
    expect(readReply(payload)).toBeUndefined();
  });
});
