import { decideRequest, type StageRequest } from '../../src/core/decide-request.js';

const REQUEST: StageRequest = {
  from: 'lead',
  to: 'mql',
  lifecyclestage: 'lead',
  order: ['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity', 'customer'],
  protect: ['opportunity', 'customer'],
  allowBackward: false,
};
const held = (at: string, rule: string): object => ({
  kind: 'hold',
  from: at,
  to: at,
  rule,
  missing: [],
  flags: [],
});
const SQL = { from: 'sql', lifecyclestage: 'salesqualifiedlead' };
const MQL = { from: 'mql', lifecyclestage: 'marketingqualifiedlead' };

describe('decideRequest', () => {
  it.each<[string, Partial<StageRequest>, object]>([
    ['goes forward', {}, { kind: 'advance', from: 'lead', to: 'mql', rule: 'asked', missing: [], passed: [] }],
    ['goes forward over several stages', { to: 'sql' }, { kind: 'advance', to: 'sql', rule: 'asked' }],
    ['takes a blank stage for a lead', { lifecyclestage: ' ' }, { kind: 'advance', to: 'mql' }],
    ['holds where it is already', { to: 'lead' }, held('lead', 'already-there')],
    [
      'holds a protected stage',
      { from: 'customer', lifecyclestage: 'customer', allowBackward: true },
      held('customer', 'protect:customer'),
    ],
    [
      'does not disqualify a protected stage',
      { from: 'customer', lifecyclestage: 'customer', to: 'disqualified' },
      held('customer', 'protect:customer'),
    ],
    [
      'holds a stage id nobody knows',
      { from: '123', lifecyclestage: '123', order: ['123', ...REQUEST.order] },
      held('123', 'unknown-stage'),
    ],
    [
      'holds a custom stage id that looks like a word of ours',
      { from: 'sal', lifecyclestage: 'sal' },
      held('sal', 'unknown-stage'),
    ],
    [
      'holds when this portal does not list where the contact is',
      { ...MQL, to: 'sql', order: ['lead', 'salesqualifiedlead'] },
      held('mql', 'unknown-stage'),
    ],
    ['holds when this portal has no such stage', { to: 'sql', order: ['lead'] }, held('lead', 'stage-not-in-portal')],
    ['holds rather than go back', { ...SQL, to: 'mql' }, held('sql', 'would-go-back')],
    [
      'goes back when that is allowed',
      { ...SQL, to: 'mql', allowBackward: true },
      { kind: 'recycle', from: 'sql', to: 'mql', rule: 'asked', missing: [] },
    ],
    ['recycles an SQL', { ...SQL, to: 'recycled', allowBackward: true }, { kind: 'recycle', to: 'recycled' }],
    ['recycles an SQL without leave to go back', { ...SQL, to: 'recycled' }, { kind: 'recycle', rule: 'asked' }],
    ['recycles an MQL (G15)', { ...MQL, to: 'recycled' }, { kind: 'recycle', from: 'mql', to: 'recycled' }],
    ['recycles an SAL (G15)', { ...MQL, from: 'sal', to: 'recycled' }, { kind: 'recycle', from: 'sal' }],
    [
      'recycles nobody who is out',
      { ...SQL, from: 'disqualified', to: 'recycled' },
      held('disqualified', 'disqualified'),
    ],
    [
      'recycles nobody who stands aside',
      { from: 'other', lifecyclestage: 'other', order: [...REQUEST.order, 'other'], to: 'recycled' },
      held('other', 'before-mql'),
    ],
    ['recycles no lead', { to: 'recycled' }, held('lead', 'before-mql')],
    ['recycles no lead, allowed or not', { to: 'recycled', allowBackward: true }, held('lead', 'before-mql')],
    ['recycles no blank stage', { to: 'recycled', lifecyclestage: '' }, held('lead', 'before-mql')],
    ['recycles nobody twice', { ...MQL, from: 'recycled', to: 'recycled' }, held('recycled', 'already-there')],
    [
      'recycles no protected stage',
      { from: 'opportunity', lifecyclestage: 'opportunity', to: 'recycled' },
      held('opportunity', 'protect:opportunity'),
    ],
    [
      'recycles by the order of the portal',
      { from: 'lead', to: 'recycled', order: ['marketingqualifiedlead', 'lead'] },
      { kind: 'recycle', from: 'lead' },
    ],
    [
      'recycles nobody where there is no MQL',
      { ...SQL, to: 'recycled', order: ['lead', 'salesqualifiedlead'] },
      held('sql', 'stage-not-in-portal'),
    ],
    ['goes forward within one lifecycle stage', { ...MQL, to: 'sal' }, { kind: 'advance', from: 'mql', to: 'sal' }],
    [
      'goes by the order of the portal',
      { ...SQL, to: 'mql', order: ['lead', 'salesqualifiedlead', 'marketingqualifiedlead'] },
      { kind: 'advance', from: 'sql', to: 'mql' },
    ],
    [
      'disqualifies',
      { to: 'disqualified', because: 'No budget' },
      { kind: 'disqualify', from: 'lead', to: 'disqualified', rule: 'asked', missing: [], because: 'No budget' },
    ],
    ['disqualifies without a word', { to: 'disqualified' }, { kind: 'disqualify', because: 'Asked for' }],
  ])('%s', (_what, changed, expected) => {
    expect(decideRequest({ ...REQUEST, ...changed })).toMatchObject(expected);
  });
});
