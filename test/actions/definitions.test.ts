import { WORKFLOW_ACTIONS } from '../../actions/workflow-actions.js';
import { LANGUAGES } from '../../src/app/action.js';
import type { Outcome } from '../../src/app/outcome.js';
import { advance, hold, SCORE } from '../fakes/compiled-model.js';

const ACTIONS = [...WORKFLOW_ACTIONS.entries()];

const OUTCOMES: readonly (readonly [string, Outcome])[] = [
  [
    'a hold',
    { decision: hold('lead', 'enter:mql', ['answer to need']), score: SCORE, model: 'm@1', nextAction: 'Ask' },
  ],
  [
    'an applied move',
    {
      decision: advance('lead', 'mql'),
      score: SCORE,
      model: 'm@1',
      nextAction: 'Nurture',
      move: { state: 'applied', stage: 'mql', because: '' },
    },
  ],
  [
    'a refused move',
    { decision: advance('lead', 'mql'), move: { state: 'refused', stage: 'lead', because: 'INVALID_OPTION' } },
  ],
  ['a refusal', { decision: { kind: 'refused', code: 'contact-not-found', because: 'No such contact' } }],
  ['a score without axes', { decision: hold('lead', 'scored'), score: { ...SCORE, fit: null, intent: null } }],
];

describe.each(ACTIONS)('the action %s', (uid, action) => {
  it('goes by its own uid, in kebab-case', () => {
    expect(action.uid).toBe(uid);
    expect(uid).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('says everything in both languages', () => {
    const texts = [
      action.name,
      action.description,
      action.card,
      ...action.inputs.flatMap(({ label, description, options = [] }) => [
        label,
        description,
        ...options.map((option) => option.label),
      ]),
      ...action.outputs.map(({ label }) => label),
    ];

    const blank = texts.filter((text) => LANGUAGES.some((language) => (text[language] ?? '').trim() === ''));
    expect(blank).toEqual([]);
  });

  it('names only its own inputs on its card', () => {
    const names = action.inputs.map(({ name }) => name);

    for (const language of LANGUAGES) {
      const tokens = [...action.card[language].matchAll(/\{\{(\w+)\}\}/g)].map(([, token]) => token);
      expect(tokens.length).toBeGreaterThan(0);
      expect(tokens.filter((token) => !names.includes(token ?? ''))).toEqual([]);
    }
  });

  it('names each field once, and gives no output the name of an input or of HubSpot', () => {
    const inputs = action.inputs.map(({ name }) => name);
    const outputs = action.outputs.map(({ name }) => name);

    expect(new Set(inputs).size).toBe(inputs.length);
    expect(new Set(outputs).size).toBe(outputs.length);
    expect(outputs.filter((name) => name.startsWith('hs_'))).toEqual([]);
  });

  it('pairs the types of its inputs as HubSpot does', () => {
    const pairs: Readonly<Record<string, readonly string[]>> = {
      string: ['text', 'textarea'],
      number: ['number'],
      bool: ['booleancheckbox'],
      enumeration: ['select', 'checkbox'],
    };

    const wrong = action.inputs.filter(({ type, fieldType }) => !pairs[type]?.includes(fieldType));
    expect(wrong).toEqual([]);
  });

  it.each(OUTCOMES)('gives one string for each of its outputs after %s', (_name, outcome) => {
    const rendered = action.render(outcome);

    expect(Object.keys(rendered).sort()).toEqual(action.outputs.map(({ name }) => name).sort());
    expect(Object.values(rendered).filter((value) => typeof value !== 'string')).toEqual([]);
  });

  it.each([
    ['nothing', {}],
    ['only keys it does not know', { favourite: 'x', __proto__: { mode: 'act' }, constructor: 'x' }],
    ['objects', { model: {}, mode: {}, stage: {}, assignTo: {}, reason: {}, allowBackward: {} }],
    ['lists', { model: [], mode: ['act'], stage: ['sql'] }],
    ['blanks', { model: ' ', mode: '', stage: '\t', assignTo: null, allowBackward: '' }],
    ['numbers', { model: 5, mode: 5, stage: 5, assignTo: 5, allowBackward: 5 }],
  ])('makes something of %s without a throw', (_name, inputFields) => {
    expect(action.want(inputFields)).toHaveProperty('kind');
  });
});
