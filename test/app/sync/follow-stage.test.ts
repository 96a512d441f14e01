import type { Addition, Head } from '../../../src/app/sync/chain.js';
import { createFollowStage } from '../../../src/app/sync/follow-stage.js';
import type { FormToken } from '../../../src/app/forms/form-request.js';
import type { Notice, NoticeSource } from '../../../src/app/sync/notices.js';
import type { Claimed } from '../../../src/app/sync/quarantine.js';
import type { StageToTell } from '../../../src/app/announcements/tell-stage.js';
import type { Version } from '../../../src/app/sync/seen-contact.js';

const FORM = '2c4d1f3e-0d6b-4f5a-9f0e-6f0a1b2c3d4e';
const AT = 1_795_000_000_000;
const by = (changeSource: string, sourceId = ''): NoticeSource => ({ changeSource, sourceId });
const TOKEN: FormToken = { portalId: 4401, form: FORM, signal: 'demo_requested', expiresAt: AT + 1 };

const LEAD: Head = { stage: 'lead', seq: 4, at: AT - 99_000, way: 'sync' };

interface Given {
  readonly to: string;
  readonly source: NoticeSource;
  readonly token?: string;
  /** Where the log has the contact; default lead, by sync. */
  readonly head?: Head;
  readonly open?: boolean;
  readonly answer?: 'added' | 'stale' | 'open';
}

/** A lead whose stage others set. */
async function follow({ to, source, token, head = LEAD, open = false, answer = 'added' }: Given) {
  const added: Addition[] = [];
  const held: Claimed[] = [];
  const overtaken: number[] = [];
  const told: StageToTell[] = [];
  const followStage = createFollowStage({
    chain: { add: async (addition) => (added.push(addition), answer) },
    quarantine: {
      put: async (claimed) => held.push(claimed) > 0,
      overtake: async (_portal, _contact, at) => void overtaken.push(at),
    },
    tellStage: async (stage) => void told.push(stage),
    readToken: (value) => (value === 'genuine' ? TOKEN : undefined),
    hash: (text) => `hash of ${text.split('\n')[0] ?? ''}`,
  });
  const notice: Notice = {
    portalId: 4401,
    contactId: '101',
    key: 'n',
    occurredAt: AT,
    source,
    appId: '71000',
    of: { kind: 'property', property: 'lifecyclestage', value: to },
  };
  const lifecyclestage: Version[] = [
    { value: 'lead', at: AT - 99_000, source: by('FORM', FORM) },
    { value: to, at: AT, source },
  ];
  const requests: Version[] = token === undefined ? [] : [{ value: token, at: AT, source: by('FORM', FORM) }];
  const followed = await followStage({
    claimed: { portalId: 4401, contactId: '101', attempts: 1, notices: [notice] },
    seen: {
      properties: { lifecyclestage: to },
      history: { lifecyclestage, handoff_request: requests },
      mergedIds: [],
    },
    state: { open, head },
  });
  return { followed, added, held, overtaken, told };
}

const SQL = 'salesqualifiedlead';

describe('followStage', () => {
  it.each([
    ['SALESFORCE', '', 'salesforce', 'Changed in HubSpot by the Salesforce sync'],
    ['CRM_UI', 'userId:9001', 'user:9001', 'Changed in HubSpot by hand'],
    ['CRM_UI_BULK_ACTION', 'userId:9001', 'user:9001', 'Changed in HubSpot by hand, many at once'],
    ['IMPORT', '55', 'import:55', "Changed in HubSpot by HubSpot's own import"],
    ['COMPANIES', '77', 'company:77', 'Changed in HubSpot because its company was'],
    ['DEALS', '88', 'deal:88', 'Changed in HubSpot because of a deal'],
    ['INTEGRATION', '123', 'app:123', 'Changed in HubSpot by an app'],
    ['AUTOMATION_PLATFORM', '5005', 'workflow:5005', 'Changed in HubSpot by a workflow'],
    ['MERGE_CONTACTS', '', 'merge', 'Changed in HubSpot when contacts were merged'],
    ['SOMETHING_NEW', '', 'something_new', 'Changed in HubSpot by others'],
    ['', '', 'portal', 'Changed in HubSpot by others'],
  ])('logs a change by %s %s as sync by %s (P9, P10)', async (changeSource, sourceId, actor, because) => {
    const { added, held } = await follow({ to: SQL, source: by(changeSource, sourceId) });

    expect(added).toMatchObject([
      {
        after: 4,
        lines: [
          { from: 'lead', to: 'sql', way: 'sync', actor, rule: changeSource || 'seen', because: [because], at: AT },
        ],
      },
    ]);
    expect(held).toEqual([]);
  });

  it.each([SQL, 'opportunity', 'customer', 'evangelist', '51439524'])(
    'holds a form that sets %s without proof, and logs nothing (P5)',
    async (to) => {
      const { added, held, followed } = await follow({ to, source: by('FORM', FORM) });

      expect(held).toMatchObject([{ kind: 'jump', code: 'no-proof', from: 'lead', form: FORM, at: AT }]);
      expect([added, followed]).toEqual([[], 'done']);
    },
  );

  it('lets a form make an MQL, as its own setting may', async () => {
    const { added, held } = await follow({ to: 'marketingqualifiedlead', source: by('FORM', FORM) });

    expect([added[0]?.lines[0]?.way, added[0]?.lines[0]?.actor, held]).toEqual(['sync', `form:${FORM}`, []]);
  });

  it('logs a form that proves what it sets, as form', async () => {
    const { added, held } = await follow({ to: SQL, source: by('FORM', FORM), token: 'genuine' });

    expect(added[0]?.lines).toMatchObject([{ way: 'form', actor: `form:${FORM}`, rule: 'form:demo_requested' }]);
    expect(held).toEqual([]);
  });

  it.each<[string, Parameters<typeof follow>[0], readonly string[]]>([
    ['a form that proves what it sets', { to: SQL, source: by('FORM', FORM), token: 'genuine' }, ['sql']],
    ['a form that proves nothing', { to: SQL, source: by('FORM', FORM) }, []],
    ['a form that makes an MQL, as sync', { to: 'marketingqualifiedlead', source: by('FORM', FORM) }, []],
    ['Salesforce', { to: SQL, source: by('SALESFORCE') }, []],
    [
      'a form whose line a round before wrote, and told nobody',
      { to: SQL, source: by('FORM', FORM), token: 'genuine', head: { stage: 'sql', seq: 5, at: AT, way: 'form' } },
      ['sql'],
    ],
    ['a form, while the log went on', { to: SQL, source: by('FORM', FORM), token: 'genuine', answer: 'stale' }, []],
  ])('tells sales of %s: %j (W04)', async (_name, given, stages) => {
    const { told } = await follow(given);

    expect(told.map(({ stage, at }) => [stage, at])).toEqual(stages.map((stage) => [stage, AT]));
  });

  it('holds a form that brings a proof that does not hold', async () => {
    expect((await follow({ to: SQL, source: by('FORM', FORM), token: 'made up' })).held).toHaveLength(1);
  });

  it('ends what was held before, once others moved the contact on', async () => {
    expect((await follow({ to: SQL, source: by('SALESFORCE') })).overtaken).toEqual([AT]);
    expect((await follow({ to: SQL, source: by('FORM', FORM) })).overtaken).toEqual([]);
  });

  it.each(['stale', 'open'] as const)('passes on that the log is %s', async (answer) => {
    expect((await follow({ to: SQL, source: by('SALESFORCE'), answer })).followed).toBe(answer);
  });

  it('looks at nothing while a move of ours is under way: what is seen may be half of it', async () => {
    const { followed, added, held } = await follow({ to: SQL, source: by('FORM'), open: true });

    expect([followed, added, held]).toEqual(['open', [], []]);
  });
});
