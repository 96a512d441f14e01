import { createMoveStage, type MoveOrder } from '../../src/app/move-stage.js';
import type { Move } from '../../src/app/outcome.js';
import type { PortalProfile } from '../../src/app/ports.js';
import { createMemoryCrm, PROFILE } from '../fakes/memory-crm.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { ask } from '../fakes/road.js';

const FORWARD: Move = {
  from: 'mql',
  was: 'marketingqualifiedlead',
  to: 'sql',
  clearFirst: false,
  fields: { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' },
  because: [],
  passed: [],
};
const BACK: Move = {
  from: 'sql',
  was: 'salesqualifiedlead',
  to: 'recycled',
  clearFirst: true,
  fields: { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'BAD_TIMING' },
  because: [],
  passed: [],
};
const MQL = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' };
const SQL = { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };

function portalWith(contact: Readonly<Record<string, string | null>>, profile: PortalProfile = PROFILE) {
  const crm = createMemoryCrm({ 101: contact }, profile);
  const log = createMemoryLog();
  const moveStage = createMoveStage({ crm, failpoint: () => undefined, log });
  const order = (move: Move, takenUp = false): MoveOrder => ({
    ask: ask('a'),
    move,
    writes: { handoff_score: '72' },
    takenUp,
    urgency: 'live',
  });
  const stage = () => crm.contacts.get('101')?.['lifecyclestage'];
  return { crm, log, moveStage, order, stage };
}

describe('moveStage', () => {
  describe('forward', () => {
    it('writes stage and score together, and looks whether HubSpot did it', async () => {
      const { crm, moveStage, order } = portalWith(MQL);

      await expect(moveStage(order(FORWARD))).resolves.toEqual({ state: 'applied', stage: 'sql', because: '' });
      expect(crm.calls).toEqual([
        {
          operation: 'write',
          portalId: 4401,
          contactId: '101',
          properties: { handoff_score: '72', lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' },
        },
        { operation: 'read', portalId: 4401, contactId: '101' },
      ]);
    });

    it('is applied where a workflow of the portal sets another Lead Status at once', async () => {
      const { crm, moveStage, order } = portalWith(MQL);
      crm.afterNext('write', () => void Object.assign(crm.contacts.get('101') ?? {}, { hs_lead_status: 'NEW' }));

      await expect(moveStage(order(FORWARD))).resolves.toMatchObject({ state: 'applied', stage: 'sql' });
    });

    it.each([
      [
        'HubSpot says yes and leaves the stage',
        'ignored',
        'ignored',
        'HubSpot accepted the write and did not change the stage',
      ],
      ['HubSpot refuses the record', 'refused', 'refused', 'HubSpot refused the record: VALIDATION_ERROR'],
    ] as const)('tells when %s', async (_name, fault, state, because) => {
      const { crm, moveStage, order, stage } = portalWith(MQL);
      crm.script('write', fault);

      await expect(moveStage(order(FORWARD))).resolves.toEqual({ state, stage: 'mql', because });
      expect(stage()).toBe('marketingqualifiedlead');
      expect(crm.callsOf('write')).toHaveLength(1);
    });

    it('tells where the contact is when HubSpot will not go back by itself', async () => {
      const { moveStage, order } = portalWith({ lifecyclestage: 'customer' });

      await expect(moveStage(order(FORWARD))).resolves.toMatchObject({ state: 'ignored', stage: 'customer' });
    });

    it('takes a write of unknown fate for done when the portal shows it', async () => {
      const { crm, moveStage, order } = portalWith(MQL);
      crm.script('write', 'uncertain-applied');

      await expect(moveStage(order(FORWARD))).resolves.toMatchObject({ state: 'applied' });
      expect(crm.callsOf('write')).toHaveLength(1);
    });

    it('repeats a write of unknown fate that did not happen', async () => {
      const { crm, moveStage, order } = portalWith(MQL);
      crm.script('write', 'uncertain-not-applied', 'uncertain-not-applied');

      await expect(moveStage(order(FORWARD))).resolves.toMatchObject({ state: 'applied' });
      expect(crm.callsOf('write')).toHaveLength(3);
    });

    it.each([
      ['uncertain-not-applied', 'HUBSPOT_UNCERTAIN'],
      ['busy', 'HUBSPOT_BUSY'],
      ['unauthorized', 'HUBSPOT_UNAUTHORIZED'],
    ] as const)('leaves it for later when the write keeps being %s', async (fault, code) => {
      const { crm, moveStage, order, stage } = portalWith(MQL);
      crm.always('write', fault);

      await expect(moveStage(order(FORWARD))).rejects.toMatchObject({ code });
      expect(stage()).toBe('marketingqualifiedlead');
      expect(crm.callsOf('write').length).toBeLessThanOrEqual(3);
    });

    it('leaves it for later when it cannot see what came of it', async () => {
      const { crm, moveStage, order } = portalWith(MQL);
      crm.script('read', 'busy');

      await expect(moveStage(order(FORWARD))).rejects.toMatchObject({ code: 'HUBSPOT_BUSY' });
    });

    it('ends when the contact no longer exists', async () => {
      const { crm, moveStage, order } = portalWith(MQL);
      crm.contacts.delete('101');

      await expect(moveStage(order(FORWARD))).resolves.toEqual({
        state: 'refused',
        stage: '',
        because: 'The contact no longer exists',
      });
    });
  });

  describe('back', () => {
    it('clears the stage and sets it in two requests', async () => {
      const { crm, moveStage, order } = portalWith(SQL);

      await expect(moveStage(order(BACK))).resolves.toEqual({ state: 'applied', stage: 'recycled', because: '' });
      expect(crm.callsOf('write').map(({ properties }) => properties)).toEqual([
        { lifecyclestage: '' },
        { handoff_score: '72', lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'BAD_TIMING' },
      ]);
    });

    it('puts the old stage back when the set is refused', async () => {
      const { crm, log, moveStage, order, stage } = portalWith(SQL);
      crm.script('write', 'none', 'refused');

      await expect(moveStage(order(BACK))).resolves.toEqual({
        state: 'refused',
        stage: 'sql',
        because: 'HubSpot refused the record: VALIDATION_ERROR',
      });
      expect(stage()).toBe('salesqualifiedlead');
      expect(log.said('stage put back after a refused move')).toHaveLength(1);
    });

    it('does not end while the contact has no stage', async () => {
      const { crm, moveStage, order, stage } = portalWith(SQL);
      crm.script('write', 'none', 'refused', 'busy');

      await expect(moveStage(order(BACK))).rejects.toMatchObject({ code: 'HUBSPOT_BUSY' });
      expect(stage()).toBe('');

      await expect(moveStage(order(BACK, true))).resolves.toMatchObject({ state: 'applied', stage: 'recycled' });
    });

    it('does not take a cleared stage for a lead', async () => {
      const { crm, moveStage, order, stage } = portalWith(SQL);
      crm.script('write', 'none', 'uncertain-not-applied');
      const toLead: Move = { ...BACK, to: 'lead', fields: { lifecyclestage: 'lead', hs_lead_status: 'NEW' } };

      await expect(moveStage(order(toLead))).resolves.toMatchObject({ state: 'applied', stage: 'lead' });
      expect(stage()).toBe('lead');
    });

    it('refuses without clearing when the clear is refused', async () => {
      const { crm, moveStage, order, stage } = portalWith(SQL);
      crm.script('write', 'refused');

      await expect(moveStage(order(BACK))).resolves.toMatchObject({ state: 'refused', stage: 'sql' });
      expect(stage()).toBe('salesqualifiedlead');
      expect(crm.callsOf('write')).toHaveLength(1);
    });

    it.each([
      ['uncertain-applied', 'none'],
      ['uncertain-not-applied', 'none', 'none'],
      ['none', 'uncertain-applied'],
      ['none', 'uncertain-not-applied', 'none'],
      ['uncertain-applied', 'uncertain-not-applied', 'none'],
    ] as const)('ends at the new stage when its writes are %s, %s', async (...faults) => {
      const { crm, moveStage, order, stage } = portalWith(SQL);
      crm.script('write', ...faults);

      await expect(moveStage(order(BACK))).resolves.toMatchObject({ state: 'applied', stage: 'recycled' });
      expect(stage()).toBe('marketingqualifiedlead');
    });

    it('does not clear a stage the contact reached since it was read', async () => {
      const { crm, moveStage, order, stage } = portalWith({ lifecyclestage: 'customer' });

      await expect(moveStage(order(BACK))).resolves.toMatchObject({ state: 'ignored', stage: 'customer' });
      expect(stage()).toBe('customer');
      expect(crm.callsOf('write')).toHaveLength(0);
    });

    it('does not clear a stage the contact reached between two tries', async () => {
      const { crm, moveStage, order, stage } = portalWith(SQL);
      crm.script('write', 'uncertain-not-applied');
      crm.afterNext('write', () => void Object.assign(crm.contacts.get('101') ?? {}, { lifecyclestage: 'customer' }));

      await expect(moveStage(order(BACK))).resolves.toMatchObject({ state: 'ignored', stage: 'customer' });
      expect(stage()).toBe('customer');
    });
  });

  describe('taken up after somebody else began', () => {
    it('sees that it is done and writes nothing', async () => {
      const { crm, moveStage, order } = portalWith(SQL);

      await expect(moveStage(order(FORWARD, true))).resolves.toMatchObject({ state: 'applied', stage: 'sql' });
      expect(crm.callsOf('write')).toHaveLength(0);
    });

    it('carries it out when nothing happened yet', async () => {
      const { moveStage, order } = portalWith(MQL);

      await expect(moveStage(order(FORWARD, true))).resolves.toMatchObject({ state: 'applied', stage: 'sql' });
    });

    it('only sets where the stage is cleared already', async () => {
      const { crm, moveStage, order } = portalWith({ ...SQL, lifecyclestage: '' });

      await expect(moveStage(order(BACK, true))).resolves.toMatchObject({ state: 'applied', stage: 'recycled' });
      expect(crm.callsOf('write')).toHaveLength(1);
    });

    it('leaves a contact alone that somebody moved meanwhile', async () => {
      const { crm, moveStage, order } = portalWith({ lifecyclestage: 'opportunity' });

      await expect(moveStage(order(FORWARD, true))).resolves.toEqual({
        state: 'ignored',
        stage: 'opportunity',
        because: 'The contact was moved meanwhile',
      });
      expect(crm.callsOf('write')).toHaveLength(0);
    });

    it('ends when the contact no longer exists', async () => {
      const { crm, moveStage, order } = portalWith(MQL);
      crm.contacts.delete('101');

      await expect(moveStage(order(FORWARD, true))).resolves.toMatchObject({ state: 'refused', stage: '' });
    });
  });
});
