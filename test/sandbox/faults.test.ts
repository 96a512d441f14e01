import { createFaults, type FaultPlan } from '../../src/sandbox/faults.js';
import { createRandom } from '../../src/sandbox/random.js';
import type { Bench } from './start.js';
import { startBench, stopBenches } from './start.js';

afterEach(stopBenches);

const UPDATE = '/crm/objects/2026-09/contacts/batch/update';

async function benchWith(plan: FaultPlan): Promise<Bench & { ids: string[]; city: (i: number) => string | undefined }> {
  const bench = await startBench();
  const ids = [0, 1, 2].map((n) => bench.sandbox.portal.createContact({ email: `p${n}@b.co` }, { sourceType: 'FORM' }));
  bench.sandbox.faults.set(plan);
  return { ...bench, ids, city: (i) => bench.sandbox.portal.properties(ids[i] ?? '')?.['city'] };
}

const inputs = (ids: string[], properties: Record<string, string> = { city: 'Gent' }) => ({
  inputs: ids.map((id) => ({ id, properties, objectWriteTraceId: `trace-${id}` })),
});

describe('faults', () => {
  it('rate429 answers in HubSpot’s words, with Retry-After when asked, and does nothing', async () => {
    const bench = await benchWith({ faults: [{ kind: 'rate429', next: 1, retryAfterSeconds: 2 }] });

    const refused = await bench.call('POST', UPDATE, inputs(bench.ids));
    const after = await bench.call('GET', '/crm/v3/owners');

    expect(refused).toMatchObject({ status: 429, body: { policyName: 'TEN_SECONDLY_ROLLING' } });
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(bench.city(0)).toBeUndefined();
    expect(after.status).toBe(200);
  });

  it.each([500, 502, 503, 504])('status5xx answers %i and does nothing', async (status) => {
    const bench = await benchWith({ faults: [{ kind: 'status5xx', next: 1, status }] });

    expect((await bench.call('POST', UPDATE, inputs(bench.ids))).status).toBe(status);
    expect(bench.city(0)).toBeUndefined();
  });

  it('applyThen5xx does the work and still says no', async () => {
    const bench = await benchWith({ faults: [{ kind: 'applyThen5xx', next: 1, status: 502 }] });

    expect((await bench.call('POST', UPDATE, inputs(bench.ids))).status).toBe(502);
    expect(bench.city(0)).toBe('Gent');
  });

  it('appliedThenReset does the work and cuts the line', async () => {
    const bench = await benchWith({ faults: [{ kind: 'appliedThenReset', next: 1 }] });

    await expect(bench.call('POST', UPDATE, inputs(bench.ids))).rejects.toMatchObject({
      cause: { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) },
    });
    expect(bench.city(0)).toBe('Gent');
  });

  it('hang never answers until the sandbox closes', async () => {
    const bench = await benchWith({ faults: [{ kind: 'hang', next: 1, path: 'batch/update' }] });
    const hanging = bench.call('POST', UPDATE, inputs(bench.ids)).then(
      () => 'answered',
      () => 'cut',
    );
    const meanwhile = await bench.call('GET', '/crm/v3/owners');

    await bench.sandbox.close();

    expect(meanwhile.status).toBe(200);
    expect(await hanging).toBe('cut');
    expect(bench.city(0)).toBeUndefined();
  });

  it('ignoredStage says 200 and leaves the stage, but writes the rest', async () => {
    const bench = await benchWith({ faults: [{ kind: 'ignoredStage', next: 1 }] });

    const answer = await bench.call(
      'POST',
      UPDATE,
      inputs(bench.ids, { city: 'Gent', lifecyclestage: 'salesqualifiedlead' }),
    );

    expect(answer.status).toBe(200);
    expect(bench.city(0)).toBe('Gent');
    expect(bench.sandbox.portal.properties(bench.ids[0] ?? '')?.['lifecyclestage']).toBe('lead');
  });

  it('row207 fails one row of a batch with trace ids, and none without', async () => {
    const bench = await benchWith({ faults: [{ kind: 'row207', next: 2 }] });
    const untraced = { inputs: bench.ids.map((id) => ({ id, properties: { state: 'X' } })) };

    const traced = await bench.call('POST', UPDATE, inputs(bench.ids));
    const plain = await bench.call('POST', UPDATE, untraced);

    expect(traced).toMatchObject({
      status: 207,
      body: {
        numErrors: 1,
        errors: [{ category: 'VALIDATION_ERROR', context: { objectWriteTraceId: [expect.stringMatching(/^trace-/)] } }],
      },
    });
    expect(traced.body.results).toHaveLength(2);
    expect([0, 1, 2].filter((i) => bench.city(i) === 'Gent')).toHaveLength(2);
    expect(plain.status).toBe(200);
  });

  it('strike only the paths and methods named', async () => {
    const bench = await benchWith({
      faults: [{ kind: 'status5xx', probability: 1, path: 'batch/update', method: 'POST', status: 503 }],
    });

    expect((await bench.call('GET', '/crm/v3/owners')).status).toBe(200);
    expect((await bench.call('POST', UPDATE, inputs(bench.ids))).status).toBe(503);
  });

  it('fall the same way with the same seed, about as often as told, and are counted', () => {
    const fall = (seed: number): boolean[] => {
      const faults = createFaults(seed, createRandom);
      faults.set({ faults: [{ kind: 'status5xx', probability: 0.2 }] });
      return Array.from({ length: 1_000 }, () => faults.strike('GET', '/x').kinds.has('status5xx'));
    };

    expect(fall(1)).toEqual(fall(1));
    expect(fall(1)).not.toEqual(fall(2));
    expect(Math.abs(fall(1).filter(Boolean).length - 200)).toBeLessThan(50);
  });

  it('count themselves, and end with clear', () => {
    const faults = createFaults(9, createRandom);
    faults.set({ faults: [{ kind: 'hang', next: 2 }] });
    faults.strike('GET', '/x');
    faults.clear();

    expect(faults.strike('GET', '/x').kinds.size).toBe(0);
    expect(faults.counts()).toEqual({ hang: 1 });
    expect(faults.seed).toBe(9);
  });

  it('make calls wait for a fixed time and some more', () => {
    const faults = createFaults(1, createRandom);
    faults.set({ latency: { fixedMs: 100, jitterMs: 50, path: '/crm' } });

    const waits = Array.from({ length: 50 }, () => faults.strike('GET', '/crm/x').latencyMs);

    expect(Math.min(...waits)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...waits)).toBeLessThan(150);
    expect(new Set(waits).size).toBeGreaterThan(1);
    expect(faults.strike('GET', '/oauth').latencyMs).toBe(0);
  });
});
