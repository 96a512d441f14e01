import type { Head } from '../../../src/app/sync/chain.js';
import type { Notice, NoticeSource, Watched } from '../../../src/app/sync/notices.js';
import type { SeenContact, Version } from '../../../src/app/sync/seen-contact.js';
import { unseenChanges } from '../../../src/app/sync/unseen-changes.js';

const BY = (changeSource: string, sourceId = ''): NoticeSource => ({ changeSource, sourceId });
const OURS = BY('INTEGRATION', '71000');
const HOUR = 3_600_000;

const version = (at: number, value: string, source = BY('SALESFORCE')): Version => ({ at, value, source });
const seen = (lifecyclestage: readonly Version[], hs_lead_status: readonly Version[] = []): SeenContact => ({
  properties: {
    lifecyclestage: lifecyclestage.at(-1)?.value ?? null,
    hs_lead_status: hs_lead_status.at(-1)?.value ?? null,
  },
  history: { lifecyclestage, hs_lead_status },
  mergedIds: [],
});
const notice = (
  occurredAt: number,
  value: string,
  property: Watched = 'lifecyclestage',
  source = BY('SALESFORCE'),
): Notice => ({
  portalId: 4401,
  contactId: '101',
  key: `${occurredAt}`,
  occurredAt,
  source,
  appId: '71000',
  of: { kind: 'property', property, value },
});
const head = (stage: string, at: number, way: Head['way'] = 'sync'): Head => ({ stage, at, way, seq: 3 });
const MQL = 'marketingqualifiedlead';
const SQL = 'salesqualifiedlead';

const found = (...asked: Parameters<typeof unseenChanges>) =>
  unseenChanges(...asked).map(({ from, to, at, source }) => `${from} → ${to} @${at / HOUR} ${source.changeSource}`);

describe('unseenChanges', () => {
  const past = [version(1 * HOUR, 'lead', BY('FORM')), version(2 * HOUR, MQL), version(3 * HOUR, SQL)];

  it('finds a change by others, with its time and source', () => {
    expect(found(seen(past), head('mql', 2 * HOUR), [notice(3 * HOUR, SQL)])).toEqual(['mql → sql @3 SALESFORCE']);
  });

  it('finds what a lost notice would have told, in its order', () => {
    expect(found(seen(past), head('lead', 1 * HOUR), [notice(3 * HOUR, SQL)])).toEqual([
      'lead → mql @2 SALESFORCE',
      'mql → sql @3 SALESFORCE',
    ]);
  });

  it('finds nothing in a notice that comes late, twice, or out of order (P17)', () => {
    expect(found(seen(past), head('sql', 3 * HOUR), [notice(2 * HOUR, MQL), notice(3 * HOUR, SQL)])).toEqual([]);
  });

  it('leaves the past of a contact without a log alone', () => {
    expect(found(seen(past), undefined, [notice(3 * HOUR, SQL)])).toEqual(['mql → sql @3 SALESFORCE']);
  });

  it.each([
    ['lead', []],
    ['subscriber', []],
    [SQL, ['lead → sql @1 IMPORT']],
  ])('takes a contact born as %s for %j', (stage, expected) => {
    const born = seen([version(1 * HOUR, stage, BY('IMPORT'))]);

    expect(found(born, undefined, [notice(1 * HOUR, stage)])).toEqual(expected);
  });

  it('believes a notice HubSpot itself does not show yet', () => {
    expect(found(seen([version(1 * HOUR, 'lead')]), head('lead', 1 * HOUR), [notice(2 * HOUR, SQL)])).toEqual([
      'lead → sql @2 SALESFORCE',
    ]);
  });

  it('believes notices, in the order they happened, where HubSpot shows no past', () => {
    const blind = { properties: { lifecyclestage: SQL, hs_lead_status: null }, history: {}, mergedIds: [] };

    expect(found(blind, undefined, [notice(1 * HOUR, MQL), notice(2 * HOUR, SQL)])).toEqual([
      'lead → mql @1 SALESFORCE',
      'mql → sql @2 SALESFORCE',
    ]);
  });

  describe('of our own writes', () => {
    const ours = [version(1 * HOUR, MQL), version(2 * HOUR, SQL, OURS)];

    it.each([
      ['at the same moment', 0],
      ['a moment later', 1_500],
      ['by a clock that is behind', -20_000],
    ])('makes no second line when the log has it %s', (_name, apart) => {
      expect(
        found(seen(ours), head('sql', 2 * HOUR + apart, 'workflow'), [notice(2 * HOUR, SQL, undefined, OURS)]),
      ).toEqual([]);
    });

    it('makes no line while others moved the contact on since', () => {
      const line = [...ours, version(3 * HOUR, 'opportunity', BY('DEALS'))];

      expect(found(seen(line), head('mql', 1 * HOUR), [notice(3 * HOUR, 'opportunity')])).toEqual([
        'mql → opportunity @3 DEALS',
      ]);
    });

    it('makes one where the contact stands there and the log does not know', () => {
      expect(found(seen(ours), head('mql', 1 * HOUR), [notice(2 * HOUR, SQL, undefined, OURS)])).toEqual([
        'mql → sql @2 INTEGRATION',
      ]);
    });

    it('knows them by the log alone, where HubSpot does not name the app', () => {
      const unnamed = [version(1 * HOUR, MQL), version(2 * HOUR, SQL, BY('INTEGRATION'))];

      expect(found(seen(unnamed), head('sql', 2 * HOUR + 900, 'manual'), [notice(2 * HOUR, SQL)])).toEqual([]);
    });
  });

  describe('of Lead Status', () => {
    it('finds a rep who took the lead up', () => {
      const taken = seen(
        [version(1 * HOUR, MQL)],
        [version(1 * HOUR, 'OPEN'), version(2 * HOUR, 'IN_PROGRESS', BY('CRM_UI', 'userId:9'))],
      );

      expect(found(taken, head('mql', 1 * HOUR), [notice(2 * HOUR, 'IN_PROGRESS', 'hs_lead_status')])).toEqual([
        'mql → sal @2 CRM_UI',
      ]);
    });

    it('reads each change with the status of its time, not of now', () => {
      const out = seen(
        [version(1 * HOUR, MQL), version(2 * HOUR, SQL)],
        [version(3 * HOUR, 'UNQUALIFIED', BY('CRM_UI'))],
      );

      expect(found(out, head('mql', 1 * HOUR), [notice(2 * HOUR, SQL)])).toEqual([
        'mql → sql @2 SALESFORCE',
        'sql → disqualified @3 CRM_UI',
      ]);
    });

    it('counts two values written together as one change', () => {
      const both = seen([version(1 * HOUR, 'lead'), version(2 * HOUR, MQL)], [version(2 * HOUR, 'IN_PROGRESS')]);

      expect(found(both, head('lead', 1 * HOUR), [notice(2 * HOUR, MQL)])).toEqual(['lead → sal @2 SALESFORCE']);
    });
  });

  describe('of a stage that was cleared', () => {
    const back = [version(1 * HOUR, SQL), version(2 * HOUR, '', BY('CRM_UI')), version(3 * HOUR, MQL, BY('CRM_UI'))];

    it('sees a way back as one step', () => {
      expect(found(seen(back), head('sql', 1 * HOUR), [notice(2 * HOUR, '')])).toEqual(['sql → mql @3 CRM_UI']);
    });

    it('sees one that stays cleared as a lead again', () => {
      expect(found(seen(back.slice(0, 2)), head('sql', 1 * HOUR), [notice(2 * HOUR, '')])).toEqual([
        'sql → lead @2 CRM_UI',
      ]);
    });
  });

  it("keeps a stage of the portal's own as its id", () => {
    expect(
      found(seen([...past, version(4 * HOUR, '51439524')]), head('sql', 3 * HOUR), [notice(4 * HOUR, '51439524')]),
    ).toEqual(['sql → 51439524 @4 SALESFORCE']);
  });
});
