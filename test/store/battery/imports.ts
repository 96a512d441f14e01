import { randomUUID } from 'node:crypto';
import type { NewImport } from '../../../src/app/import/import-job.js';
import { createImportStore } from '../../../src/store/import-store.js';
import { silence, type Bench } from '../bench.js';

const OPTIONS = { dryRun: false, allowBackward: false, reason: 'Imported from crm' };
const MAPPING = { name: 'crm', email: ['Email'], contactId: [], stage: undefined, properties: {} };
const SUMMARY = {
  ...{ rows: 3, people: 2, known: 1, created: 1, updated: 1, unchanged: 0 },
  ...{ moves: { 'lead → mql': 1 }, held: {}, duplicates: 1, failed: {} },
};

export function importBattery(bench: () => Bench): void {
  const first = () => bench().first.imports;
  const second = () => createImportStore(bench().db, bench().secondWorker);

  describe('imports', () => {
    const made: string[] = [];
    const add = async (portalId: number, more: Partial<NewImport> = {}) => {
      const id = randomUUID().replaceAll('-', '').slice(0, 12);
      made.push(id);
      await first().create({
        portalId,
        id,
        kind: 'import',
        mapping: MAPPING,
        options: OPTIONS,
        at: 1_700_000_000_000,
        ...more,
      });
      return { portalId, id };
    };
    const claim = (store = first(), busy: readonly string[] = []) => store.claim(made, busy);

    beforeEach(async () => {
      made.length = 0;
      await bench().db.deleteFrom('imports').execute();
      await bench().first.evaluations.renew();
      await bench().second.evaluations.renew();
    });

    it('tells an import as it was ordered', async () => {
      const key = await add(bench().newPortal());

      expect(await first().get(key.id)).toEqual({
        ...{ ...key, kind: 'import', state: 'waiting', because: '', mapping: { ...MAPPING, stage: undefined } },
        ...{ options: OPTIONS, rows: 0, doneRow: 0, at: 1_700_000_000_000, attempts: 0 },
      });
      expect(await first().get('000000000000')).toBeUndefined();
      expect((await first().list()).map(({ id }) => id)).toEqual([key.id]);
    });

    it('lets a portal have one import at a time, in the order they came, and others go beside it', async () => {
      const [portal, other] = [bench().newPortal(), bench().newPortal()];
      const one = await add(portal);
      const two = await add(portal);
      const beside = await add(other);

      expect(await claim()).toMatchObject({ id: one.id, state: 'running', attempts: 1 });
      expect(await claim(second())).toMatchObject({ id: beside.id });
      expect(await claim(second(), [beside.id])).toBeUndefined();

      await first().end(one, { state: 'done', because: '', summary: SUMMARY });
      expect(await claim(second(), [beside.id])).toMatchObject({ id: two.id });
      expect(await first().get(one.id)).toMatchObject({ state: 'done', summary: SUMMARY });
    });

    it('gives an import only to a process that has its file; an undo needs none', async () => {
      const { id } = await add(bench().newPortal());
      const undo = await add(bench().newPortal(), { kind: 'undo', of: id });

      expect(await first().claim([], [])).toMatchObject({ id: undo.id, of: id });
      expect(await first().claim([], [undo.id])).toBeUndefined();
    });

    it('gives what a silent worker has to another, who goes on where it was (P5)', async () => {
      const key = await add(bench().newPortal());
      await claim();
      expect(await first().advance(key, { rows: 300, doneRow: 200 })).toBe(true);
      expect(await claim(second())).toBeUndefined();

      await silence(bench(), bench().firstWorker);

      expect(await claim(second())).toMatchObject({ id: key.id, rows: 300, doneRow: 200 });
      expect(await first().advance(key, { rows: 300, doneRow: 300 })).toBe(false);
      await first().end(key, { state: 'done', because: '' });
      expect(await first().get(key.id)).toMatchObject({ state: 'running', doneRow: 200 });
    });

    it('offers again what was put off once its time has come, and what this worker lost sight of', async () => {
      const key = await add(bench().newPortal());
      await claim();
      expect(await claim(first(), [key.id])).toBeUndefined();
      expect(await claim()).toMatchObject({ id: key.id });

      await first().putOff(key, 'HubSpot is busy', 60_000);
      expect(await claim()).toBeUndefined();
      expect(await first().get(key.id)).toMatchObject({ state: 'running', because: 'HubSpot is busy' });

      await first().putOff(key, 'not ours any more', 0);
      expect(await claim()).toBeUndefined();
      await bench().pool.query('update imports set due_at = now() where id = $1', [key.id]);
      expect(await claim(second())).toMatchObject({ id: key.id, because: '' });
    });

    it('counts how often it was taken up without getting on', async () => {
      const key = await add(bench().newPortal());
      await claim();
      await first().putOff(key, 'HubSpot is busy', 0);
      expect(await claim()).toMatchObject({ attempts: 2 });

      await first().advance(key, { rows: 300, doneRow: 0 });
      expect(await first().get(key.id)).toMatchObject({ attempts: 2 });
      await first().advance(key, { rows: 300, doneRow: 100 });
      expect(await first().get(key.id)).toMatchObject({ attempts: 1 });
    });

    it('never goes behind a row that was over already', async () => {
      const key = await add(bench().newPortal());
      await claim();
      await first().advance(key, { rows: 300, doneRow: 200 });
      await first().advance(key, { rows: 300, doneRow: 100 });

      expect(await first().get(key.id)).toMatchObject({ doneRow: 200 });
    });

    it('gives one import to one of two who ask at the same moment', async () => {
      const key = await add(bench().newPortal());

      const claimed = await Promise.all([claim(), claim(second())]);

      expect(claimed.flatMap((job) => job?.id ?? [])).toEqual([key.id]);
    });

    it('lets an undo wait for what runs in its portal', async () => {
      const portal = bench().newPortal();
      const undone = await add(portal);
      await claim();
      await first().end(undone, { state: 'done', because: '', summary: SUMMARY });
      const running = await add(portal);
      await claim();
      const undo = await add(portal, { kind: 'undo', of: undone.id });

      expect(await claim(second())).toBeUndefined();
      await first().end(running, { state: 'refused', because: 'no column for the person' });
      expect(await claim(second())).toMatchObject({ id: undo.id, kind: 'undo', of: undone.id });
    });

    it('resumes only what was stopped', async () => {
      const key = await add(bench().newPortal());
      await claim();
      expect(await first().resume(key)).toBe(false);
      await first().advance(key, { rows: 300, doneRow: 200 });
      await first().end(key, { state: 'stopped', because: 'reconnect' });
      expect(await claim()).toBeUndefined();

      expect(await first().resume(key)).toBe(true);
      expect(await first().get(key.id)).toMatchObject({ state: 'waiting', because: '' });
      expect(await claim(second())).toMatchObject({ id: key.id, doneRow: 200, attempts: 1 });
    });
  });
}
