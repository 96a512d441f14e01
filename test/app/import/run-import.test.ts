import { AppError } from '../../../src/app/errors.js';
import { createAskStage } from '../../../src/app/import/ask-stage.js';
import { createForecast } from '../../../src/app/import/forecast.js';
import type { FileRow, ImportFiles, ImportJob, ImportKind, ImportOptions } from '../../../src/app/import/import-job.js';
import type { ImportMapping } from '../../../src/app/import/mapping.js';
import type { SeeAsRoad } from '../../../src/app/import/judge-person.js';
import { createRunBatch } from '../../../src/app/import/run-batch.js';
import { createRunImport } from '../../../src/app/import/run-import.js';
import { readOf } from '../../../src/app/read-of.js';
import { createUndoImport } from '../../../src/app/import/undo-import.js';
import type { Requirement } from '../../../src/core/model.js';
import type { FakeModel } from '../../fakes/compiled-model.js';
import { createMemoryImports } from '../../fakes/memory-imports.js';
import { createMemoryPeople } from '../../fakes/memory-people.js';
import { createRoad, START } from '../../fakes/road.js';
import { PROFILE } from '../../fakes/memory-crm.js';

const MAPPING: ImportMapping = {
  name: 'crm',
  email: ['Email'],
  contactId: ['Record ID'],
  stage: {
    kind: 'column',
    columns: ['Status'],
    words: { new: 'lead', working: 'mql', contacted: 'sal', qualified: 'sql', won: 'customer', out: 'disqualified' },
  },
  properties: { Title: 'jobtitle', Size: 'numberofemployees', Domain: 'hs_email_domain', Nothing: 'no_such' },
};
const COLUMNS = ['Email', 'Status', 'Title'];
type Contacts = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

interface Office {
  readonly forgotten?: readonly string[];
  readonly model?: FakeModel;
}

/** An office on a portal in memory: files are lists of rows, jobs are run to their end at once. */
function office(contacts: Contacts = {}, { forgotten = [], model = {} }: Office = {}) {
  const profile = {
    ...PROFILE,
    properties: new Set([...PROFILE.properties, 'email', 'hs_additional_emails', 'hs_email_domain', 'jobtitle']),
  };
  const road = createRoad({ contacts, profile, model });
  const process = road.start('w1');
  const imports = createMemoryImports();
  const people = createMemoryPeople(road.crm);
  const contents = new Map<string, { columns: readonly string[]; rows: readonly (readonly string[])[] }>();
  const files: ImportFiles = {
    here: () => [...contents.keys()],
    judge: async (id) => ({ columns: contents.get(id)?.columns ?? [] }),
    async *pages(id) {
      yield (contents.get(id)?.rows ?? []).map((cells, index): FileRow => ({ row: index + 1, cells }));
    },
    remove: (id) => void contents.delete(id),
  };
  const now = () => START;
  const privacy = { has: (_portalId: number, contactId: string) => forgotten.includes(contactId) };
  const askStage = createAskStage({
    qualify: process.qualify,
    evaluations: process.evaluations,
    giveBack: async () => undefined,
    digest: (text) => text,
    now,
    pause: async () => undefined,
  });
  const seeAsRoad: SeeAsRoad = async ({ portalId, contactId }, seen) =>
    readOf(
      road.engagements,
      { portalId, contactId },
      { ...seen, told: await road.signals.of(portalId, contactId, 'later') },
    );
  const runBatch = createRunBatch({ people, privacy, seeAsRoad, imports, askStage, now });
  const forecast = createForecast({ people, privacy, seeAsRoad, imports, files, now, callsPer10s: 100 });
  const run = createRunImport({
    imports,
    files,
    people,
    crm: road.crm,
    models: road.models,
    runBatch,
    forecast,
    seed: () => 7,
  });
  const undo = createUndoImport({ imports, people, crm: road.crm, askStage });
  let count = 0;

  async function job(kind: ImportKind, more: Partial<ImportJob>): Promise<ImportJob> {
    const id = `${kind}${++count}`;
    const options: ImportOptions = { dryRun: false, allowBackward: false, reason: 'Imported from crm' };
    await imports.create({ portalId: 4401, id, kind, mapping: MAPPING, options, at: START, ...more });
    const made = imports.jobs.get(id);
    if (!made) throw new Error('not made');
    return made;
  }
  return {
    ...{ road, imports, people, crm: road.crm, run, log: () => road.store.transitions },
    async import(
      rows: readonly (readonly string[])[],
      options: Partial<ImportOptions> = {},
      columns = COLUMNS,
      kind: ImportKind = 'import',
    ) {
      const begun = await job(kind, {
        options: { dryRun: false, allowBackward: false, reason: 'Imported from crm', ...options },
      });
      contents.set(begun.id, { columns, rows });
      return { id: begun.id, summary: await run(begun, () => false) };
    },
    again: (id: string) => run(imports.jobs.get(id) ?? fail(), () => false),
    async undo(of: string) {
      const begun = await job('undo', { of, options: { dryRun: false, allowBackward: true, reason: 'A mistake' } });
      return { id: begun.id, summary: await undo(begun, () => false) };
    },
    undoAgain: (id: string) => undo(imports.jobs.get(id) ?? fail(), () => false),
    keptOf: (id: string) =>
      [...(imports.kept.get(id)?.values() ?? [])].map(({ row, contactId, sets }) => [row, contactId, sets]),
    rowsOf: (id: string) =>
      [...(imports.kept.get(id)?.values() ?? [])].map(({ row, outcome, because }) => [row, outcome, because]),
  };
}
const fail = (): never => {
  throw new Error('no such import');
};
const VETTED = { owner: 'sales', next: 'Hold the discovery call', within: '7d', policy: 'vetted' } as const;
const ANN = { email: 'ann@example.com', lifecyclestage: 'lead', jobtitle: 'CTO' };

describe('an import', () => {
  it('does nothing for somebody who asked to be forgotten, and says so (P7)', async () => {
    const { crm, log, ...desk } = office({ 101: ANN }, { forgotten: ['101'] });

    const { id } = await desk.import([['ann@example.com', 'Working', 'CEO']]);

    expect(desk.rowsOf(id)).toEqual([[1, 'failed', 'this person asked to be forgotten']]);
    expect(crm.contacts.get('101')).toMatchObject({ jobtitle: 'CTO', lifecyclestage: 'lead' });
    expect(log()).toEqual([]);
  });

  it('makes and updates people, and moves them by the road, with way, actor and reason (W03)', async () => {
    const { crm, log, ...desk } = office({ 101: ANN });

    const { id, summary } = await desk.import([
      ['ann@example.com', 'Working', 'CEO'],
      ['new@example.com', 'Qualified', 'VP'],
    ]);

    expect(summary).toMatchObject({
      people: 2,
      known: 1,
      created: 1,
      updated: 1,
      moves: { 'lead → mql': 1, 'lead → sql': 1 },
    });
    expect(crm.contacts.get('101')).toMatchObject({ jobtitle: 'CEO', lifecyclestage: 'marketingqualifiedlead' });
    expect(crm.contacts.get('9001')).toMatchObject({ email: 'new@example.com', lifecyclestage: 'salesqualifiedlead' });
    expect(log()).toEqual([
      expect.objectContaining({
        contactId: '101',
        to: 'mql',
        way: 'import',
        actor: `import:${id}`,
        because: ['Imported from crm'],
      }),
      expect.objectContaining({ contactId: '9001', to: 'sql', way: 'import', actor: `import:${id}` }),
    ]);
  });

  it('writes nothing the second time (P5)', async () => {
    const desk = office({ 101: ANN });
    const rows = [
      ['ann@example.com', 'Working', 'CEO'],
      ['new@example.com', 'New', 'VP'],
      ['blank@example.com', '', ''],
    ];
    await desk.import(rows);
    const writes = desk.crm.callsOf('write').length;
    const upserts = desk.people.upserts.length;

    const { id, summary } = await desk.import(rows);

    expect(desk.crm.callsOf('write')).toHaveLength(writes);
    expect(desk.people.upserts).toHaveLength(upserts);
    expect(summary).toMatchObject({ created: 0, updated: 0, unchanged: 3, moves: {} });
    expect(desk.rowsOf(id)).toEqual([]);
  });

  it.each([
    ['backward', { lifecyclestage: 'salesqualifiedlead' }, 'Working', 'would-go-back'],
    [
      'backward in Lead Status only',
      { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'IN_PROGRESS' },
      'Working',
      'would-go-back',
    ],
    ['protected', { lifecyclestage: 'customer' }, 'Qualified', 'protect:customer'],
    ['foreign', { lifecyclestage: '51439524' }, 'Qualified', 'unknown-stage'],
  ])('leaves a stage alone that is %s, and still updates the values', async (_, stage, word, rule) => {
    const desk = office({ 101: { ...ANN, ...stage } });

    const { id, summary } = await desk.import([['ann@example.com', word, 'CEO']]);

    expect(summary).toMatchObject({ held: { [rule]: 1 }, updated: 1, moves: {} });
    expect(desk.crm.contacts.get('101')).toMatchObject({ ...stage, jobtitle: 'CEO' });
    expect(desk.rowsOf(id)).toEqual([[1, 'held', rule]]);
  });

  it('moves back where that is allowed, and then the last row of a person counts', async () => {
    const desk = office({ 101: { ...ANN, lifecyclestage: 'salesqualifiedlead' } });

    const { summary } = await desk.import(
      [
        ['ann@example.com', 'Contacted', ''],
        ['ANN@example.com', 'New', ''],
      ],
      { allowBackward: true },
    );

    expect(summary).toMatchObject({ duplicates: 1, moves: { 'sql → lead': 1 } });
    expect(desk.crm.contacts.get('101')).toMatchObject({ lifecyclestage: 'lead' });
  });

  it('says of each row that did not do what it said why', async () => {
    const desk = office({ 101: { ...ANN, hs_additional_emails: 'second@example.com' } });
    desk.people.script('refuse-first');

    const { id, summary } = await desk.import(
      [
        ['first@example.com', 'New', '12'],
        ['first@example.com', '', '13'],
        ['', 'New', '1'],
        ['cor@example.com', 'Lost in space', '1'],
        ['dee@example.com', 'New', 'many'],
        ['ann@example.com', '', '5'],
        ['second@example.com', 'New', '6'],
      ],
      {},
      ['Email', 'Status', 'Size'],
    );

    expect(desk.rowsOf(id).sort()).toEqual([
      [1, 'failed', 'INVALID_OPTION'],
      [2, 'gave-way', 'the same person is in row 1, which counts'],
      [3, 'failed', 'no e-mail'],
      [4, 'failed', 'the stage "Lost in space" is not in the mapping crm'],
      [5, 'failed', 'numberofemployees: not a number such as 1250.50'],
      [6, 'done', ''],
      [7, 'failed', 'the same contact is in row 6, under another of its addresses'],
    ]);
    expect(summary).toMatchObject({ rows: 7, people: 4, created: 0, updated: 1, duplicates: 1 });
  });

  it('keeps no values of a new person: those of one HubSpot refuses no deletion would find (P7)', async () => {
    const desk = office({ 101: ANN });
    desk.people.script('refuse-first');

    const { id } = await desk.import([
      ['refused@example.com', 'New', 'CEO'],
      ['new@example.com', 'New', 'VP'],
      ['ann@example.com', '', 'CEO'],
    ]);

    expect(desk.keptOf(id)).toEqual([
      [1, null, {}],
      [2, '9001', {}],
      [3, '101', { jobtitle: 'CEO' }],
    ]);
  });

  it.each(['lost', 'unheard'] as const)(
    'looks again when HubSpot does not say what came of a batch (%s)',
    async (fault) => {
      const desk = office({ 101: ANN });
      desk.people.script(fault);

      const { summary } = await desk.import([
        ['ann@example.com', '', 'CEO'],
        ['new@example.com', 'Working', 'VP'],
      ]);

      expect(summary).toMatchObject({ created: 1, updated: 1, moves: { 'lead → mql': 1 } });
      expect(desk.people.upserts).toHaveLength(fault === 'lost' ? 2 : 1);
    },
  );

  it.each([
    ['a property this portal does not have', 'Nothing', 'the column Nothing: this portal has no property no_such'],
    ['a property HubSpot keeps', 'Domain', 'the column Domain: HubSpot keeps hs_email_domain itself'],
  ])('is refused before anything happens for %s', async (_, column, message) => {
    const desk = office();

    await expect(desk.import([['new@example.com', 'New', 'x']], {}, ['Email', 'Status', column])).rejects.toThrow(
      message,
    );
    expect(desk.people.upserts).toEqual([]);
  });

  it('begun again after a crash does only what is missing, and comes to the same', async () => {
    const desk = office({ 101: ANN });
    const rows = [
      ['ann@example.com', 'Working', 'CEO'],
      ['new@example.com', 'Qualified', 'VP'],
    ];
    const { id, summary } = await desk.import(rows);
    const writes = desk.crm.callsOf('write').length;
    const job = desk.imports.jobs.get(id);
    if (job) desk.imports.jobs.set(id, { ...job, doneRow: 0 });

    expect(await desk.again(id)).toEqual(summary);
    expect(desk.crm.callsOf('write')).toHaveLength(writes);
    expect(desk.people.upserts).toHaveLength(1);
    expect(desk.log()).toHaveLength(2);
  });

  it('that was stopped between writing and asking asks then, and keeps what was there before', async () => {
    const desk = office({ 101: ANN });
    desk.crm.always('read', 'busy');
    await expect(desk.import([['ann@example.com', 'Working', 'CEO']])).rejects.toMatchObject({ code: 'HUBSPOT_BUSY' });
    desk.crm.always('read', 'none');

    const summary = await desk.again('import1');

    expect(summary).toMatchObject({ updated: 1, moves: { 'lead → mql': 1 } });
    expect(desk.imports.kept.get('import1')?.get(1)?.before).toEqual({
      jobtitle: 'CTO',
      lifecyclestage: 'lead',
      hs_lead_status: null,
    });
  });

  it('by hand sets one stage for those who are there, and makes nobody', async () => {
    const desk = office({ 101: ANN });

    const { id } = await desk.import(
      [
        ['ann@example.com', 'Qualified', ''],
        ['nobody@example.com', 'Qualified', ''],
      ],
      { actor: 'operator:dana' },
      COLUMNS,
      'set-stage',
    );

    expect(desk.log()).toEqual([expect.objectContaining({ to: 'sql', way: 'manual', actor: 'operator:dana' })]);
    expect(desk.rowsOf(id)).toEqual([
      [1, 'done', ''],
      [2, 'failed', 'HubSpot has no such contact'],
    ]);
  });
});

describe('an import of new SQLs', () => {
  const require: readonly Requirement[] = [
    {
      id: 'can-be-sold-to',
      when: { property: 'country', notIn: ['Cuba'] },
      because: 'Countries under sanctions are closed to us',
      unknown: 'allow',
    },
    {
      id: 'no-rival',
      when: { property: 'hs_email_domain', notIn: ['rival.example'] },
      because: 'We do not sell to rivals',
      unknown: 'refuse',
    },
    {
      id: 'not-asked-us-to-stop',
      when: { not: { signal: 'stop_asked' } },
      because: 'Asked us to stop',
      unknown: 'allow',
    },
  ];
  const titled: Requirement = {
    id: 'works',
    when: { property: 'jobtitle', isNot: 'Student' },
    because: 'Students do not buy',
    unknown: 'ask',
  };
  const person = (name: string, more: Readonly<Record<string, string>> = {}) => ({
    ...{ email: `${name}@example.com`, hs_email_domain: 'example.com', lifecyclestage: 'lead', ...more },
  });
  const PEOPLE = { 101: person('ann'), 102: person('boris', { country: 'Cuba' }), 103: person('cor') };
  const ROWS = [
    ['ann@example.com', 'Qualified', ''],
    ['boris@example.com', 'Qualified', ''],
    ['cor@example.com', 'Qualified', ''],
    ['new@rival.example', 'Qualified', ''],
    ['dee@example.com', 'Qualified', ''],
  ];
  const HELD = {
    'require:can-be-sold-to: Countries under sanctions are closed to us': 1,
    'require:not-asked-us-to-stop: Asked us to stop': 1,
    'require:no-rival: We do not sell to rivals': 1,
  };

  async function officeWithRequirements() {
    const desk = office(PEOPLE, { model: { says: { require } } });
    await desk.road.signals.take(
      4401,
      [{ id: 's1', contactId: '103', signal: 'stop_asked', at: START - 1000, source: 'test', wakes: false }],
      [],
    );
    return desk;
  }

  it.each([true, false])(
    'holds whom a hard requirement keeps out, new people too (dry run: %p; G01, W03)',
    async (dryRun) => {
      const desk = await officeWithRequirements();

      const { id, summary } = await desk.import(ROWS, { dryRun });

      expect(summary).toMatchObject({ moves: { 'lead → sql': 2 }, held: HELD });
      expect(desk.rowsOf(id).filter(([, outcome]) => outcome === 'held')).toEqual([
        [2, 'held', 'require:can-be-sold-to: Countries under sanctions are closed to us'],
        [3, 'held', 'require:not-asked-us-to-stop: Asked us to stop'],
        [4, 'held', 'require:no-rival: We do not sell to rivals'],
      ]);
      expect(desk.log().map(({ contactId, to }) => `${contactId} ${to}`)).toEqual(
        dryRun ? [] : ['101 sql', expect.stringMatching(/^90\d\d sql$/)],
      );
    },
  );

  it('sets them all the same where somebody says why, and the log says so', async () => {
    const desk = await officeWithRequirements();

    const { summary } = await desk.import(ROWS, { override: 'Sold to before' });

    expect(summary).toMatchObject({ moves: { 'lead → sql': 5 }, held: {} });
    expect(desk.log().find(({ contactId }) => contactId === '102')).toMatchObject({
      rule: 'override:can-be-sold-to',
      because: ['Imported from crm', 'Override: Countries under sanctions are closed to us: Sold to before'],
    });
  });

  it('judges by what the file says of them', async () => {
    const desk = office({ 101: person('ann') }, { model: { says: { require: [titled] } } });

    const { summary } = await desk.import([
      ['ann@example.com', 'Qualified', 'Student'],
      ['new@example.com', 'Qualified', 'CEO'],
    ]);

    expect(summary).toMatchObject({
      moves: { 'lead → sql': 1 },
      held: { 'require:works: Students do not buy': 1 },
    });
  });

  it('holds all of them where only a rep sets SQL, by hand in bulk too (C1)', async () => {
    const desk = office(PEOPLE, { model: { says: { stages: { sql: VETTED } } } });
    const rows = [['ann@example.com', 'Qualified', '']];

    const imported = await desk.import(rows);
    const byHand = await desk.import(rows, {}, COLUMNS, 'set-stage');

    expect(imported.summary).toMatchObject({ moves: {}, held: { 'policy:vetted': 1 } });
    expect(byHand.summary).toMatchObject({ moves: {}, held: { 'policy:vetted': 1 } });
  });

  it('asks no more of another stage than before', async () => {
    const desk = await officeWithRequirements();

    const { summary } = await desk.import([['boris@example.com', 'Working', '']]);

    expect(summary).toMatchObject({ moves: { 'lead → mql': 1 } });
  });

  it('can be taken back by whoever did it: what an undo restores is not judged', async () => {
    const desk = office(
      { 101: person('boris', { country: 'Cuba', lifecyclestage: 'salesqualifiedlead' }) },
      {
        model: { says: { require } },
      },
    );
    const { id } = await desk.import([['boris@example.com', 'New', '']], { allowBackward: true });

    const { summary } = await desk.undo(id);

    expect(summary).toMatchObject({ moves: { 'lead → sql': 1 } });
  });
});

describe('a dry run', () => {
  it('says what the run would do and changes nothing', async () => {
    const desk = office({ 101: ANN, 102: { email: 'cust@example.com', lifecyclestage: 'customer' } });

    const { summary } = await desk.import(
      [
        ['ann@example.com', 'Working', 'CEO'],
        ['cust@example.com', 'New', ''],
        ['new@example.com', 'Qualified', 'VP'],
        ['lead@example.com', 'New', ''],
        ['x', 'New', ''],
      ],
      { dryRun: true },
    );

    expect(summary).toEqual({
      rows: 5,
      people: 4,
      known: 2,
      created: 2,
      updated: 1,
      unchanged: 0,
      moves: { 'lead → mql': 1, 'lead → sql': 1 },
      held: { 'protect:customer': 1 },
      duplicates: 0,
      failed: { 'not an e-mail address': 1 },
      forecast: {
        calls: 5,
        minutes: 0.1,
        unusedColumns: [],
        sample: [
          { row: 1, contactId: '101', from: 'lead', to: 'mql', properties: ['jobtitle'] },
          { row: 3, from: 'lead', to: 'sql', properties: ['jobtitle'] },
          { row: 4, properties: [] },
        ],
      },
    });
    expect(desk.people.upserts).toEqual([]);
    expect(desk.crm.callsOf('write')).toEqual([]);
    expect(desk.log()).toEqual([]);
  });

  it('keeps no values of a new person whose stage would be left alone (P7)', async () => {
    const desk = office({}, { model: { says: { stages: { sql: VETTED } } } });

    const { id } = await desk.import([['new@example.com', 'Qualified', 'CEO']], { dryRun: true });

    expect([desk.rowsOf(id), desk.keptOf(id)]).toEqual([[[1, 'held', 'policy:vetted']], [[1, null, {}]]]);
  });

  it('lists as changes what changes: a stage that is left alone is none', async () => {
    const desk = office({
      101: { email: 'ann@example.com', lifecyclestage: 'customer' },
      102: { email: 'bob@example.com', lifecyclestage: 'lead' },
    });
    const rows = [
      ['ann@example.com', 'Qualified', ''],
      ['bob@example.com', 'Qualified', ''],
    ];

    const { summary } = await desk.import(rows, { dryRun: true });

    expect(summary).toMatchObject({ held: { 'protect:customer': 1 }, moves: { 'lead → sql': 1 } });
    expect(summary?.forecast?.sample).toEqual([{ row: 2, contactId: '102', from: 'lead', to: 'sql', properties: [] }]);
  });
});

describe('an undo', () => {
  it('puts stages and values back as they were, a protected stage included, and deletes nobody (P7)', async () => {
    const desk = office({ 101: { ...ANN, hs_lead_status: 'NEW' } });
    const { id } = await desk.import([
      ['ann@example.com', 'Won', 'CEO'],
      ['new@example.com', 'Qualified', 'VP'],
      ['lead@example.com', 'New', ''],
    ]);

    const undone = await desk.undo(id);

    expect(desk.crm.contacts.get('101')).toMatchObject({ lifecyclestage: 'lead', jobtitle: 'CTO' });
    expect(desk.crm.contacts.get('9001')).toMatchObject({ lifecyclestage: 'lead', jobtitle: 'VP' });
    expect(undone.summary).toMatchObject({
      ...{ created: 2, updated: 1, moves: { 'customer → lead': 1, 'sql → lead': 1 }, failed: {} },
    });
  });

  it.each([
    ['none', ''],
    ['NEW', 'NEW'],
  ])('puts Lead Status back as it was: %s', async (_name, status) => {
    const desk = office({ 101: { ...ANN, ...(status === '' ? {} : { hs_lead_status: status }) } });
    const { id } = await desk.import([['ann@example.com', 'Working', '']]);
    const imported = desk.crm.contacts.get('101')?.['hs_lead_status'];

    await desk.undo(id);

    expect([imported, desk.crm.contacts.get('101')?.['hs_lead_status']]).toEqual(['OPEN', status]);
  });

  it('begun again after a crash comes to the same', async () => {
    const desk = office({ 101: ANN });
    const { id } = await desk.import([['ann@example.com', 'Working', 'CEO']]);
    const whole = { ...desk.imports };
    const away = new AppError('STORE_UNAVAILABLE', 'away');
    Object.assign(desk.imports, { settle: () => Promise.reject(away) });
    await expect(desk.undo(id)).rejects.toBe(away);
    Object.assign(desk.imports, whole);

    const summary = await desk.undoAgain('undo2');

    expect(summary).toMatchObject({ updated: 1, moves: { 'mql → lead': 1 }, failed: {} });
    expect(desk.imports.kept.get('undo2')?.get(1)).toMatchObject({
      ...{ outcome: 'done', sets: { jobtitle: 'CTO' }, before: { jobtitle: 'CEO' } },
    });
  });

  it('of what was taken back already says that nothing was done', async () => {
    const desk = office({ 101: ANN });
    const { id } = await desk.import([['ann@example.com', 'Working', 'CEO']]);
    await desk.undo(id);
    const writes = desk.crm.callsOf('write').length;

    const again = await desk.undo(id);

    expect(again.summary).toMatchObject({ updated: 0, failed: {} });
    expect(again.summary?.moves).toEqual({});
    expect(desk.crm.callsOf('write')).toHaveLength(writes);
  });

  it('leaves alone what others changed since, and says so', async () => {
    const desk = office({ 101: ANN });
    const { id } = await desk.import([['ann@example.com', 'Working', 'CEO']]);
    Object.assign(desk.crm.contacts.get('101') ?? {}, { lifecyclestage: 'opportunity', jobtitle: 'Chair' });

    const undone = await desk.undo(id);

    expect(desk.crm.contacts.get('101')).toMatchObject({ lifecyclestage: 'opportunity', jobtitle: 'Chair' });
    expect(desk.rowsOf(undone.id)).toEqual([[1, 'failed', 'the stage has changed since · jobtitle changed since']]);
  });
});
