import { beginClock } from '../../../src/core/clock.js';
import { createAnswerCard } from '../../../src/app/card/answer-card.js';
import { createReadCard } from '../../../src/app/card/read-card.js';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.js';
import { CARD_PROFILE, cardModel, NEARLY } from '../../fakes/card-model.js';
import { modelsWith } from '../../fakes/compiled-model.js';
import { createMemoryCrm, type Fault } from '../../fakes/memory-crm.js';
import { createMemoryEngagements } from '../../fakes/memory-engagements.js';
import { createMemoryAcceptances } from '../../fakes/memory-handover.js';
import { createMemorySignals } from '../../fakes/memory-signals.js';
import { gatewayOver } from '../../hubspot/gateway-over.js';

const CONTACT = { portalId: 4401, contactId: '101' };
const NOW = Date.parse('2026-03-02T09:00:00Z');

function joined(properties: Readonly<Record<string, string | null>> = NEARLY, compiled = cardModel()) {
  const crm = createMemoryCrm({ 101: properties }, CARD_PROFILE);
  const engagements = createMemoryEngagements();
  const acceptances = createMemoryAcceptances();
  const signals = createMemorySignals(() => undefined);
  const parts = { crm, engagements, signals, acceptances, models: modelsWith(compiled), now: () => NOW };
  const nothing = { find: async () => undefined, openOf: async () => undefined };
  return { ...parts, history: { newest: async () => [] }, clocks: nothing, quarantine: nothing };
}

describe('createReadCard', () => {
  it('reads a contact as HubSpot shows it now', async () => {
    const parts = joined();
    const readCard = createReadCard(parts);
    await readCard(CONTACT);
    parts.crm.contacts.get('101')!['hs_seniority'] = '';

    const view = await readCard(CONTACT);

    expect(view).toMatchObject({ name: 'Anna Visser', readAt: '2026-03-02T09:00:00.000Z', score: { fit: 0 } });
  });

  it('knows no contact that HubSpot does not have', async () => {
    expect(await createReadCard(joined())({ ...CONTACT, contactId: '999' })).toBeUndefined();
  });

  it('counts colleagues where the model asks for them', async () => {
    const rule = { id: 'team', when: { company: 'engaged_contacts', atLeast: 2 }, points: 40, because: 'Several look' };
    const axes = [{ axis: 'intent', model: { max: 40, rules: [rule], groups: [] } }] as const;
    const seen = String(NOW - 1_000);
    const properties = { ...NEARLY, associatedcompanyid: '77', hs_analytics_last_timestamp: seen };
    const parts = joined(properties, cardModel({ axes }));
    await parts.engagements.meet({ portalId: 4401, companyId: '77', contactId: '102', at: NOW - 2_000 });

    expect((await createReadCard(parts)(CONTACT))?.score.score).toBe(100);
  });

  it('counts what was told of the lead and HubSpot does not show yet', async () => {
    const parts = joined();
    const told = { contactId: '101', at: NOW - 1_000, source: undefined, wakes: false };
    const answer = { property: 'handoff_timing_answer', value: 'in May' };
    await parts.signals.take(
      4401,
      [
        { ...told, id: 'a', signal: 'demo_requested' },
        { ...told, id: 'b', signal: 'timing', answer },
      ],
      [],
    );

    const view = await createReadCard(parts)(CONTACT);

    expect(view?.score.intent).toBe(100);
    expect(view?.answers[1]).toMatchObject({ question: 'start', state: 'held', value: 'in May' });
  });

  it('hears of an answer to this hand-over, and shows its clock and what is held back', async () => {
    const parts = joined({ ...NEARLY, lifecyclestage: 'salesqualifiedlead' });
    await parts.acceptances.record({ ...CONTACT, key: 'k', outcome: 'accepted', by: 'user:7', at: NOW - 60_000 });
    const clock = beginClock({ stage: 'sql', at: NOW - 3_600_000 }, cardModel().model);
    const row = { ...CONTACT, ...clock, model: undefined, dueAt: undefined };
    const claim = {
      kind: 'jump',
      from: 'lead',
      stage: 'sql',
      form: 'f',
      code: 'no-proof',
      because: 'A form set it',
    } as const;
    const held = { ...CONTACT, ...claim, key: 'k', id: 1, state: 'open', at: NOW - 1_000 } as const;

    const view = await createReadCard({
      ...parts,
      clocks: { find: async () => row },
      quarantine: { openOf: async () => held },
    })(CONTACT);

    expect(view).toMatchObject({
      may: { accept: false },
      clock: {
        ...{ kind: 'respond', dueAt: '2026-03-02T08:05:00.000Z', late: true, acceptedBy: 'user:7' },
        ...{ enteredAt: '2026-03-02T08:00:00.000Z', followUps: { made: 0, of: 0 } },
      },
      quarantine: { stage: 'sql', because: 'A form set it', since: '2026-03-02T08:59:59.000Z' },
    });
  });

  it('shows no clock of a stage the contact has left', async () => {
    const clock = beginClock({ stage: 'sql', at: NOW }, cardModel().model);
    const row = { ...CONTACT, ...clock, model: undefined, dueAt: undefined };

    const view = await createReadCard({ ...joined(), clocks: { find: async () => row } })(CONTACT);

    expect(view?.stage.at).toBe('mql');
    expect(view).not.toHaveProperty('clock');
  });
});

describe('createAnswerCard', () => {
  const nothing = { execute: async () => ({ kind: 'blocked' }) as const, now: () => NOW };
  const answer = (fault: Fault) => {
    const parts = joined();
    parts.crm.script('read', fault);
    return createAnswerCard({ ...nothing, readCard: createReadCard(parts) }).read(CONTACT);
  };

  it.each([
    ['missing', 'contact-not-found'],
    ['busy', 'hubspot-busy'],
    ['uncertain-applied', 'hubspot-busy'],
    ['unauthorized', 'refused-by-hubspot'],
    ['refused', 'refused-by-hubspot'],
    ['unreadable', 'refused-by-hubspot'],
  ] as const)('of a portal that is %s in words: %s', async (fault, code) => {
    expect(await answer(fault)).toEqual({ ok: false, code, because: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  it('leaves to others what is no matter of HubSpot’s', async () => {
    const readCard = () => Promise.reject(new TypeError('x of undefined'));

    await expect(createAnswerCard({ ...nothing, readCard }).read(CONTACT)).rejects.toThrow(TypeError);
  });
});

describe('what a card costs', () => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.close());

  it('is two calls the first time, one after that, and never a search', async () => {
    sandbox = await createSandbox({ portalId: 4401, callsPer10s: 0, now: Date.now });
    const contactId = sandbox.portal.createContact(
      { email: 'anna@example.com', firstname: 'Anna', lifecyclestage: 'marketingqualifiedlead' },
      { sourceType: 'INTEGRATION' },
    );
    const { crm, seen } = gatewayOver(sandbox.url, { now: Date.now });
    const readCard = createReadCard({ ...joined(), crm });

    const view = await readCard({ portalId: 4401, contactId });
    const cold = sandbox.calls().total;
    await readCard({ portalId: 4401, contactId });
    const warm = sandbox.calls().total - cold;

    expect(view).toMatchObject({ name: 'Anna', stage: { at: 'mql', label: 'Marketing Qualified Lead' } });
    expect([cold, warm]).toEqual([2, 1]);
    expect([...new Set(seen.map(({ operation }) => operation))].sort()).toEqual([
      'contacts.properties',
      'contacts.read',
    ]);
  });

  it('is one call where the road has met the portal', async () => {
    sandbox = await createSandbox({ portalId: 4401, callsPer10s: 0, now: Date.now });
    const contactId = sandbox.portal.createContact({ firstname: 'Anna' }, { sourceType: 'INTEGRATION' });
    const { crm } = gatewayOver(sandbox.url, { now: Date.now });
    await crm.profile(4401);
    const before = sandbox.calls().total;

    await createReadCard({ ...joined(), crm })({ portalId: 4401, contactId });

    expect(sandbox.calls().total - before).toBe(1);
  });
});
