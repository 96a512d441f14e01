import { openStage, type Scene, type Stage } from './portal-with-service.js';

const MQL = 'marketingqualifiedlead';
const SQL = 'salesqualifiedlead';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const justNow = (): string => new Date().toISOString();
const demoRequest = (): Record<string, string> => ({
  recent_conversion_event_name: 'Site: Request a demo',
  recent_conversion_date: justNow(),
});
const ANSWERS = { handoff_need: 'yes', handoff_budget: 'approved', handoff_authority: 'decides' };

/** Uids of what ran for a contact, in order; each template is tried on a portal of its own. */
const ran = ({ engine }: Scene, contactId: string): readonly string[] =>
  engine
    .executions()
    .filter((execution) => execution.contactId === contactId)
    .map(({ uid }) => uid);

const told = ({ engine }: Scene, contactId: string) =>
  engine.notifications
    .from(0, 1_000)
    .entries.filter((notification) => notification.contactId === contactId)
    .map(({ subject, users, owners }) => ({ subject, users, owners }));

describe.each(['2026-09', 'v3'] as const)('ready-made workflows on a portal, speaking %s', (family) => {
  let stage: Stage;
  let scene: Scene;

  beforeAll(async () => {
    stage = await openStage(family);
  });

  beforeEach(() => {
    scene = stage.play();
  });

  afterEach(() => scene.engine.close());

  afterAll(() => stage.close());

  it('qualify-on-engagement: decides again with each act, and tells sales once of an SQL (P12, W05)', async () => {
    await scene.apply('qualify-on-engagement');
    const [rising, reading, silent] = [
      scene.person({ lifecyclestage: MQL }),
      scene.person({}),
      scene.person({ lifecyclestage: MQL }),
    ];

    for (const contact of [rising, reading]) scene.happens(contact, { hs_analytics_last_timestamp: justNow() });
    await scene.engine.finished();
    scene.happens(rising, ANSWERS);
    await scene.engine.finished();
    scene.happens(rising, { hs_email_last_click_date: justNow() });
    await scene.engine.finished();

    expect([rising, reading, silent].map(scene.stageOf)).toEqual([SQL, 'lead', MQL]);
    expect(await scene.moves(rising)).toEqual(['mql → sql']);
    expect(ran(scene, rising)).toEqual(['qualify-lead', 'qualify-lead', 'notify-sales', 'qualify-lead']);
    expect(ran(scene, reading)).toEqual(['qualify-lead']);
    expect(ran(scene, silent)).toEqual([]);
  });

  it('mql-to-sql: takes an MQL with an act of high intent, and none of the other three (G23)', async () => {
    await scene.apply('mql-to-sql');
    const news = { recent_conversion_event_name: 'Site: Newsletter', recent_conversion_date: justNow() };
    const both = scene.person({ lifecyclestage: MQL, country: 'Netherlands' });
    const onlyMql = scene.person({ lifecyclestage: MQL, ...ANSWERS });
    const onlyAct = scene.person({ lifecyclestage: 'lead' });
    const neither = scene.person({ lifecyclestage: 'lead' });

    for (const contact of [both, onlyAct]) scene.happens(contact, demoRequest());
    for (const contact of [onlyMql, neither]) scene.happens(contact, news);
    await scene.engine.finished();

    expect([both, onlyMql, onlyAct, neither].map(scene.stageOf)).toEqual([SQL, MQL, 'lead', 'lead']);
    expect(ran(scene, both)).toEqual(['qualify-lead', 'notify-sales']);
    expect([onlyMql, onlyAct, neither].flatMap((contact) => ran(scene, contact))).toEqual([]);
  });

  it('mql-to-sql: leaves an act of more than 14 days ago alone, and takes the next one (P12)', async () => {
    await scene.apply('mql-to-sql');
    const old = { ...demoRequest(), recent_conversion_date: new Date(Date.now() - 15 * DAY).toISOString() };
    const contact = scene.person({ lifecyclestage: MQL, ...old });
    await scene.engine.finished();
    const before = ran(scene, contact);

    scene.happens(contact, demoRequest());
    await scene.engine.finished();

    expect(before).toEqual([]);
    expect(scene.stageOf(contact)).toBe(SQL);
  });

  it('demo-request: goes straight to SQL where the fit shows, and asks for clarity where it does not (C7, G27)', async () => {
    await scene.apply('demo-request');
    const fit = { country: 'Netherlands', hs_seniority: 'director', hs_role: 'sales', numemployees: '50-100' };
    const fitting = scene.person(fit);
    const unclear = scene.person({});
    const unreachable = scene.person({ email: '' });
    const other = scene.person(fit);

    for (const contact of [fitting, unclear, unreachable]) scene.happens(contact, demoRequest());
    scene.happens(other, { recent_conversion_event_name: 'Site: Newsletter', recent_conversion_date: justNow() });
    await scene.engine.finished();

    const clarify = {
      subject: 'Clarify the fit before the call: a demo was asked for',
      type: 'EMAIL',
      owner: '64492917',
    };
    expect([fitting, unclear, unreachable, other].map(scene.stageOf)).toEqual([SQL, SQL, 'lead', 'lead']);
    expect(await scene.moves(fitting)).toEqual(['lead → sql']);
    expect(ran(scene, fitting)).toEqual(['qualify-lead', 'notify-sales']);
    expect(await scene.tasks(fitting)).toEqual([]);
    expect(await scene.tasks(unclear)).toEqual([clarify]);
    expect(ran(scene, unreachable)).toEqual(['qualify-lead']);
    expect(await scene.tasks(unreachable)).toEqual([clarify]);
    expect(ran(scene, other)).toEqual([]);
  });

  it("no-server: sets stages, scores and reasons with HubSpot's own steps, and calls nobody of ours (W01)", async () => {
    await scene.apply('no-server');
    const fit = { country: 'Netherlands', hs_seniority: 'director', hs_role: 'sales', numemployees: '50-100' };
    const [hot, warm, cold, banned] = [
      scene.person(fit),
      scene.person(fit),
      scene.person({}),
      scene.person({ country: 'Cuba' }),
    ];

    scene.happens(hot, demoRequest());
    scene.happens(warm, { hs_email_last_reply_date: justNow(), hs_email_last_click_date: justNow() });
    for (const contact of [cold, banned]) scene.happens(contact, { hs_analytics_last_timestamp: justNow() });
    await scene.engine.finished();

    const shown = (contact: string, name: string): string | undefined =>
      stage.sandbox.portal.properties(contact)?.[name];
    expect([hot, warm, cold, banned].map(scene.stageOf)).toEqual([SQL, MQL, 'lead', 'lead']);
    expect([hot, warm, cold, banned].map((contact) => shown(contact, 'hs_lead_status') ?? '')).toEqual([
      'CONNECTED',
      'OPEN',
      '',
      'UNQUALIFIED',
    ]);
    expect(shown(hot, 'handoff_reasons')).toContain('Asked for a demo');
    expect(Number(shown(hot, 'handoff_fit'))).toBeGreaterThan(40);
    expect(shown(hot, 'handoff_decision')).toBe('advance');
    expect(shown(banned, 'handoff_disqualify_reason')).toBe('Countries under sanctions are closed to us');
    expect(await scene.tasks(hot)).toEqual([{ subject: 'Call the new SQL', type: 'CALL', owner: '64492917' }]);
    expect(told(scene, hot)).toEqual([{ subject: 'New SQL', users: [], owners: ['64492917'] }]);
    expect([...told(scene, warm), ...told(scene, cold), ...(await scene.tasks(warm))]).toEqual([]);
    expect(new Set(scene.engine.executions().map(({ uid }) => uid))).toEqual(new Set(['custom-code']));
  });

  it('await-acceptance: goes by what the rep says (W09)', async () => {
    await scene.apply('await-acceptance');
    const [accepted, refused, notYet] = [scene.person({}), scene.person({}), scene.person({})];

    for (const contact of [accepted, refused]) scene.happens(contact, { lifecyclestage: SQL });
    await scene.engine.idle();
    await scene.answers(accepted, 'accepted');
    await scene.answers(refused, 'refused');
    await scene.engine.finished();

    expect(ran(scene, accepted)).toEqual(['notify-sales', 'await-acceptance']);
    expect(await scene.tasks(accepted)).toEqual([
      { subject: 'First call: a lead you accepted', type: 'CALL', owner: '64492917' },
    ]);
    expect(ran(scene, refused)).toEqual(['notify-sales', 'await-acceptance']);
    expect([...(await scene.tasks(refused)), ...told(scene, refused), ...told(scene, accepted)]).toEqual([]);
    expect(ran(scene, notYet)).toEqual([]);
  });

  it('await-acceptance: tells the manager when nobody answers in time (T02)', async () => {
    await scene.apply('await-acceptance', (flow) => flow.replace('"minutes":"5"', '"minutes":"0.002"'));
    const contact = scene.person({});

    scene.happens(contact, { lifecyclestage: SQL });
    await scene.engine.finished();

    expect(told(scene, contact)).toEqual([{ subject: 'A new SQL waits for somebody', users: ['9005'], owners: [] }]);
    expect(await scene.tasks(contact)).toEqual([
      { subject: 'Find somebody for a new SQL', type: 'TODO', owner: '64492921' },
    ]);
  });

  it('recycle-stalled: follows up once after 14 days, and gives back three days later (G18, T05)', async () => {
    await scene.apply('recycle-stalled');
    const [stalled, answering, won] = [scene.person({}), scene.person({}), scene.person({})];
    for (const contact of [stalled, answering, won]) scene.happens(contact, { lifecyclestage: SQL });

    await scene.engine.advance(14 * DAY - MINUTE);
    const early = await scene.tasks(stalled);
    scene.happens(won, { lifecyclestage: 'opportunity' });
    await scene.engine.advance(2 * MINUTE);
    const due = [await scene.tasks(stalled), await scene.tasks(won)];
    const replied = new Date(Date.now() + 15 * DAY).toISOString();
    scene.happens(answering, { hs_sales_email_last_replied: replied });
    await scene.engine.advance(3 * DAY);

    const followUp = { subject: 'Follow up: no movement in 14 days', type: 'CALL', owner: '64492917' };
    expect(early).toEqual([]);
    expect(due).toEqual([[followUp], []]);
    expect([stalled, answering, won].map(scene.stageOf)).toEqual([MQL, SQL, 'opportunity']);
    expect(await scene.tasks(stalled)).toEqual([followUp]);
    expect(await scene.moves(stalled)).toEqual(['sql → recycled']);
    expect(stage.sandbox.portal.properties(stalled)?.['handoff_recycle_reason']).toBe(
      'No movement in 14 days, and none after a follow-up',
    );
    expect([...ran(scene, answering), ...ran(scene, won)]).toEqual([]);
  });

  it('recycle-stalled: counts the 14 days anew for who left SQL and came back (T05)', async () => {
    await scene.apply('recycle-stalled');
    const contact = scene.person({});
    scene.happens(contact, { lifecyclestage: SQL });
    await scene.engine.advance(10 * DAY);
    const back = new Date(Date.now() + 10 * DAY).toISOString();
    scene.happens(contact, { hs_v2_date_entered_salesqualifiedlead: back });

    await scene.engine.advance(13 * DAY);
    const before = await scene.tasks(contact);
    await scene.engine.advance(2 * DAY);

    expect(before).toEqual([]);
    expect((await scene.tasks(contact)).map(({ subject }) => subject)).toEqual(['Follow up: no movement in 14 days']);
  });
});
