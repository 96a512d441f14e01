import request from 'supertest';
import type * as contract from '../../src/http/card-contract.js';
import { pressBodyOf, PRESSES } from '../../src/http/card-bodies.js';
import { createApp } from '../../src/http/create-app.js';
import { depsWith, NOBODY, signedV2, signedV3 } from './app-under-test.js';

const WHO = 'userId=9001&portalId=4401&userEmail=sanne%40sales.example&appId=77';
const pathOf = (button: string) => `/hubspot/card/contacts/101/${button}?${WHO}`;
const PATH = pathOf('accept');
const BODY = JSON.stringify({ id: 'p', seenStage: 'mql' });

function appWith() {
  const { deps, kept } = depsWith();
  const app = createApp(deps);
  const post = (body: string, headers?: Record<string, string>, path = PATH) =>
    request(app)
      .post(path)
      .set(headers ?? signedV3(body, path))
      .send(body);
  return { app, post, kept };
}

describe('POST /hubspot/card/contacts/:id/<button>', () => {
  it('hands on who pressed what, on which contact, seeing what', async () => {
    const { post, kept } = appWith();

    const reply = await post(BODY);

    expect([reply.status, reply.body, reply.headers['cache-control']]).toEqual([200, NOBODY, 'no-store']);
    expect(kept.presses).toEqual([
      {
        portalId: 4401,
        contactId: '101',
        userId: '9001',
        button: 'accept',
        key: expect.stringMatching(/^[0-9a-f]{64}$/),
        seenStage: 'mql',
        want: { kind: 'accept', by: 'sanne@sales.example' },
      },
    ]);
  });

  it.each([
    ['nothing', { 'Content-Type': 'application/json' }],
    ['v2', signedV2(BODY, PATH)],
    ['another body', signedV3('{}', PATH)],
    ['the address of another button', signedV3(BODY, pathOf('score'))],
    ['the address of another user', signedV3(BODY, PATH.replace('9001', '9002'))],
  ])('is refused when it is signed with %s', async (_name, headers) => {
    const { post, kept } = appWith();

    const reply = await post(BODY, headers);

    expect([reply.status, reply.body.error, kept.presses]).toEqual([401, 'unproven', []]);
  });

  it.each([
    ['no JSON', '{{', {}, 400],
    ['no JSON by its type', BODY, { 'Content-Type': 'text/plain' }, 415],
    ['compressed', BODY, { 'Content-Encoding': 'gzip' }, 415],
    ['longer than 256 KiB', JSON.stringify({ id: 'x'.repeat(256 * 1024) }), {}, 413],
    ['nested too deep', '['.repeat(40) + ']'.repeat(40), {}, 400],
  ])('is refused when its body is %s', async (_name, body, headers, status) => {
    const { post, kept } = appWith();

    const reply = await post(body, { ...signedV3(body, PATH), ...headers });

    expect([reply.status, kept.presses]).toEqual([status, []]);
  });

  it.each([
    ['the portal is named twice', `${PATH}&portalId=4401`, 400],
    ['the portal is not ours', PATH.replace('4401', '4402'), 403],
    ['no user is named', PATH.replace('userId', 'user'), 400],
    ['there is no such button', pathOf('promote'), 404],
    ['the button is a name every object has', pathOf('constructor'), 404],
    ['the path goes on', `/hubspot/card/contacts/101/accept/now?${WHO}`, 404],
  ])('is refused when %s', async (_name, path, status) => {
    const { post, kept } = appWith();

    expect([(await post(BODY, undefined, path)).status, kept.presses]).toEqual([status, []]);
  });

  it('is no GET', async () => {
    const reply = await request(appWith().app).get(PATH);

    expect([reply.status, reply.headers.allow]).toEqual([405, 'POST']);
  });

  it('that cannot be read is answered in words a card can show', async () => {
    const reply = await appWith().post('{"id":"p"}');

    expect([reply.status, reply.body]).toEqual([
      200,
      { ok: false, code: 'invalid-input', because: 'This press cannot be read (seenStage).' },
    ]);
  });

  it.each([
    ['the same', {}, true],
    ['another id', { id: 'q' }, false],
  ])('has a key of its own: %s', async (_name, more, same) => {
    const { post, kept } = appWith();

    await post(BODY);
    await post(JSON.stringify({ id: 'p', seenStage: 'sal', ...more }));

    expect(kept.presses[0]?.key === kept.presses[1]?.key).toBe(same);
  });

  it('has another key for another user, contact and button', async () => {
    const { post, kept } = appWith();
    const paths = [PATH, PATH.replace('9001', '9002'), PATH.replace('/101/', '/102/'), pathOf('score')];

    for (const path of paths) await post(BODY, undefined, path);

    expect(new Set(kept.presses.map(({ key }) => key)).size).toBe(4);
  });
});

describe('pressBodyOf', () => {
  const PRESS = { id: 'p', seenStage: 'mql' };

  it.each([
    ['accept', {}, { kind: 'accept', by: 'Sanne' }],
    ['score', { more: 1 }, { kind: 'score', model: undefined }],
    [
      'set-stage',
      { stage: 'sql', note: ' Called ', override: ' ' },
      { kind: 'set-by-hand', stage: 'sql', note: 'Called', override: undefined, by: 'Sanne' },
    ],
    ['recycle', { reason: ' Later ' }, { kind: 'recycle', reason: 'Later', wakeUpAfterDays: undefined }],
    ['recycle', { reason: '', wakeUpAfterDays: 730 }, { kind: 'recycle', reason: '', wakeUpAfterDays: 730 }],
    ['disqualify', { reason: 'No budget', note: '' }, { kind: 'disqualify', reason: 'No budget', note: undefined }],
    ['answers', { answers: { need: '' } }, { kind: 'answer', answers: { need: '' } }],
  ] as const)('reads %s', (button, body, want) => {
    expect(pressBodyOf(button, { ...PRESS, ...body }, 'Sanne')).toEqual({ ok: true, ...PRESS, want });
  });

  it.each([
    ['set-stage', { stage: 'customer', note: 'x' }, 'stage'],
    ['set-stage', { stage: 'sql' }, 'note'],
    ['set-stage', { stage: 'sql', note: 'x'.repeat(2_001) }, 'note'],
    ['set-stage', { stage: 'sql', note: 'x', override: 1 }, 'override'],
    ['recycle', { reason: 'Later', wakeUpAfterDays: 0 }, 'wakeUpAfterDays'],
    ['recycle', { reason: 'Later', wakeUpAfterDays: 731 }, 'wakeUpAfterDays'],
    ['recycle', { reason: 'Later', wakeUpAfterDays: 1.5 }, 'wakeUpAfterDays'],
    ['recycle', { reason: 'Later', wakeUpAfterDays: '30' }, 'wakeUpAfterDays'],
    ['disqualify', {}, 'reason'],
    ['disqualify', { reason: 'x'.repeat(501) }, 'reason'],
    ['answers', { answers: [] }, 'answers'],
    ['answers', { answers: { need: 1 } }, 'answers'],
    ['answers', { answers: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`q${n}`, ''])) }, 'answers'],
    ['accept', { id: '' }, 'id'],
    ['accept', { id: 'x'.repeat(129) }, 'id'],
    ['accept', { seenStage: null }, 'seenStage'],
  ] as const)('names where %s cannot be read, and nothing of what was there', (button, body, place) => {
    expect(pressBodyOf(button, { ...PRESS, ...body }, 'Sanne')).toEqual({
      ok: false,
      because: `This press cannot be read (${place}).`,
    });
  });

  it.each([null, 'x', 5, []])('reads no press in %j', (value) => {
    expect(pressBodyOf('accept', value, 'Sanne').ok).toBe(false);
  });

  it('reads every press as the contract has it', () => {
    const presses: {
      readonly accept: contract.AcceptPress;
      readonly score: contract.ScorePress;
      readonly 'set-stage': contract.SetStagePress;
      readonly recycle: contract.RecyclePress;
      readonly disqualify: contract.DisqualifyPress;
      readonly answers: contract.AnswersPress;
    } = {
      accept: PRESS,
      score: PRESS,
      'set-stage': { ...PRESS, stage: 'sql', note: 'Called', override: 'Signed' },
      recycle: { ...PRESS, reason: 'Later', wakeUpAfterDays: 30 },
      disqualify: { ...PRESS, reason: 'No budget', note: 'Asked' },
      answers: { ...PRESS, answers: { need: 'Speed' } },
    };

    for (const [button, press] of Object.entries(presses)) {
      expect(PRESSES[button as contract.CardButton].parse(press)).toEqual(press);
    }
  });
});

/** Small and seeded, so that a failure can be run again. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('300 seeded mutations of signed presses', () => {
  const ODD: readonly unknown[] = [
    null,
    '',
    ' ',
    0,
    -1,
    2 ** 53,
    [],
    {},
    true,
    '\u0000',
    '\ud800',
    '__proto__',
    'x'.repeat(20_000),
  ];
  const PATHS = [
    ...['accept', 'set-stage', 'recycle', 'disqualify', 'answers', 'score'].map(pathOf),
    `${PATH}&a=%zz`,
    `${PATH}&USERID=2`,
    `/hubspot/card/contacts/%00/accept?${WHO}`,
    `/hubspot/card/contacts/99999999999999999/accept?${WHO}`,
    `/hubspot/card/contacts/101/accept?portalId=&userId=`,
  ];
  const genuine = { id: 'p', seenStage: 'mql', stage: 'sql', note: 'n', reason: 'r', answers: { need: 'x' } };

  it('get an answer, never one that blames us', async () => {
    const pick = seeded(20_261_125);
    const { post, kept } = appWith();
    const statuses: number[] = [];

    for (let n = 0; n < 300; n += 1) {
      const names = Object.keys(genuine);
      const bent = { ...genuine, [names[pick(names.length)] ?? 'id']: ODD[pick(ODD.length)] };
      const text = JSON.stringify(pick(3) === 0 ? ODD[pick(ODD.length)] : bent);
      const path = PATHS[pick(PATHS.length)] ?? PATH;
      const cut = pick(6) === 0 ? text.slice(0, pick(text.length)) : text;
      statuses.push((await post(cut, undefined, path)).status);
    }

    expect([...new Set(statuses)].sort()).toEqual([200, 400]);
    expect(kept.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
