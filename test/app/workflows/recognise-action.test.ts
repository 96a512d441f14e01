import { recogniseAction, type ActionType } from '../../../src/app/workflows/recognise-action.js';
import { notifySales } from '../../../actions/notify-sales.js';

const FIELDS = [{ name: 'channels' }, { name: 'urgency' }, { name: 'note' }];
const ours = (id: string, more: Partial<ActionType> = {}): ActionType => ({
  id,
  name: 'Notify sales',
  inputs: FIELDS,
  ...more,
});
const asksUs = (host: string) => [
  ...FIELDS,
  { name: 'model', optionsUrl: `${host}/hubspot/actions/notify-sales/options/model` },
];

const FOUND: readonly (readonly [string, readonly ActionType[], string])[] = [
  ['by its label and fields', [ours('1-71'), ours('1-72', { name: 'Qualify lead' })], '1-71'],
  ['by its Dutch label', [ours('1-71', { name: 'Sales inlichten' })], '1-71'],
  ['with fields more than we know', [ours('1-71', { inputs: [...FIELDS, { name: 'later' }] })], '1-71'],
  ['beside one of the same name with other fields', [ours('1-70', { inputs: [{ name: 'to' }] }), ours('1-71')], '1-71'],
  [
    'of two alike, the one that asks us for choices',
    [ours('1-70'), ours('1-71', { inputs: asksUs('https://a.example') })],
    '1-71',
  ],
  [
    'under another label, by the address it asks',
    [ours('1-71', { name: 'Tell sales', inputs: asksUs('https://a.example') })],
    '1-71',
  ],
];

const DOUBTED: readonly (readonly [string, readonly ActionType[], string])[] = [
  [
    'nothing like it',
    [ours('1-70', { name: 'Qualify lead' })],
    'the portal has no action called Notify sales: upload the app with npm run hs:upload, then apply again',
  ],
  [
    'two alike',
    [ours('1-70'), ours('1-71')],
    'several actions called Notify sales (1-70, 1-71): say which is ours with --action notify-sales=1-70',
  ],
  [
    'two that ask us',
    [ours('1-70', { inputs: asksUs('https://a.example') }), ours('1-71', { inputs: asksUs('https://b.example') })],
    'several actions called Notify sales (1-70, 1-71)',
  ],
  [
    'an older upload',
    [ours('1-71', { inputs: [{ name: 'channels' }] })],
    'Notify sales (1-71) has no field urgency, note: upload the app again',
  ],
  [
    'the address of another action of ours',
    [
      ours('1-71', {
        name: 'X',
        inputs: [{ name: 'a', optionsUrl: 'https://a.example/hubspot/actions/notify-sales-2/options/a' }],
      }),
    ],
    'no action called Notify sales',
  ],
];

describe('recogniseAction', () => {
  it.each(FOUND)('finds an action %s', (_how, types, id) => {
    expect(recogniseAction(notifySales, types)).toEqual({ id });
  });

  it.each(DOUBTED)('says what to do when there is %s', (_what, types, problem) => {
    expect(recogniseAction(notifySales, types)).toEqual({ problem: expect.stringContaining(problem) });
  });
});
