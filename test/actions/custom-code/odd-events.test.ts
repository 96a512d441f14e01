import { fitting } from '../../../actions/custom-code/outputs.js';
import { modelOf } from '../../core/case-model.js';
import { bundlesOf, eventWith, outputsOf, runFresh } from './built-bundle.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');

const rule = (
  id: string,
  when: { property: string; is: string | boolean } | { property: string; atLeast: number },
) => ({
  id,
  when,
  points: 10,
  because: `Because ${id}`,
});
const MODEL = modelOf({
  require: [
    { id: 'reachable', when: { property: 'email', contains: '@' }, because: 'There has to be a way' },
    { id: 'served', when: { property: 'blocked', isNot: true }, because: 'Nobody blocked', unknown: 'allow' },
  ],
  fit: {
    max: 20,
    rules: [rule('boss', { property: 'hs_seniority', is: 'vp' }), rule('big', { property: 'revenue', atLeast: 5 })],
  },
  intent: { max: 10, rules: [rule('asked', { property: 'asked', is: true })] },
  stages: { mql: { next: 'Nurture', enter: { fit: 40 } } },
});

/** Nothing at all is known of this one. */
const NOBODY = {
  decision: 'hold',
  stage: 'lead',
  lifecyclestage: '',
  leadStatus: '',
  score: '0',
  fit: '0',
  intent: '0',
  timing: '',
  coverage: '0',
  because: '',
  missing: 'answer to reachable (email)',
  nextAction: 'Still needed: answer to reachable (email)',
  model: 'case@00000000',
};

describe('qualify-lead as pasted', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'event'],
    ['an empty event', {}],
    ['no input fields', { object: { objectId: 1 } }],
    ['input fields that are null', { inputFields: null }],
    ['input fields that are text', { inputFields: 'x' }],
    ['input fields that are a list', { inputFields: ['x'] }],
    ['no inputs', eventWith({})],
    ['inputs that are all null', eventWith({ email: null, lifecyclestage: null, hs_lead_status: null })],
    ['inputs that are all empty', eventWith({ email: '', lifecyclestage: '', hs_lead_status: ' ' })],
    [
      'inputs of other kinds',
      eventWith({ email: NaN, asked: null, blocked: [], revenue: {}, hs_seniority: undefined }),
    ],
    ['names every object has', JSON.parse('{"inputFields":{"__proto__":{"email":"a@x.com"},"constructor":1}}')],
  ])('P14: takes %s for a contact nothing is known of', async (_what, event) => {
    const { 'qualify-lead': script } = await bundlesOf(MODEL);

    const calls = await runFresh(script, event, { now: NOW });

    expect(calls).toHaveLength(1);
    expect(calls[0]).toEqual({ outputFields: NOBODY });
  });

  it('reads numbers and booleans as the strings they stand for', async () => {
    const { 'qualify-lead': script } = await bundlesOf(MODEL);
    const written = { email: 'a@x.com', revenue: '6', asked: 'true', blocked: 'true' };
    const typed = { email: 'a@x.com', revenue: 6, asked: true, blocked: true };

    const outputs = await outputsOf(script, eventWith(typed), { now: NOW });

    expect(outputs).toEqual(await outputsOf(script, eventWith(written), { now: NOW }));
    expect(outputs).toMatchObject({ decision: 'disqualify', because: 'Nobody blocked', fit: '50', intent: '100' });
  });

  it('remembers nothing of the contact before', async () => {
    const { 'qualify-lead': script } = await bundlesOf(MODEL);
    const exports: { main?: (event: unknown, callback: (answer: unknown) => void) => Promise<void> } = {};
    const answers: unknown[] = [];
    script.runInNewContext({ exports });

    for (const event of [eventWith({}), eventWith({ email: 'a@x.com', hs_seniority: 'vp' }), eventWith({})]) {
      await exports.main?.(event, (answer) => answers.push(JSON.stringify(answer)));
    }

    expect(answers[1]).not.toBe(answers[0]);
    expect(answers[2]).toBe(answers[0]);
  });

  it('P13: gives an empty number for an axis the model does not have, and 0 for one that scored nothing', async () => {
    const rules = [{ id: 'a', when: { property: 'a', is: 'y' }, points: 10, because: 'A' }];
    const { 'qualify-lead': script } = await bundlesOf(modelOf({ fit: { max: 10, rules } }));

    const outputs = await outputsOf(script, eventWith({ a: 'n' }), { now: NOW });

    expect(outputs).toMatchObject({ score: '0', fit: '0', intent: '', timing: '', coverage: '1' });
  });
});

describe('what qualify-lead says to set', () => {
  const stages = {
    mql: { enter: { fit: 50 } },
    sql: { enter: { fit: 100 }, policy: 'auto' as const },
  };
  const rules = [
    { id: 'half', when: { property: 'half', is: 'y' }, points: 5, because: 'Half' },
    { id: 'rest', when: { property: 'rest', is: 'y' }, points: 5, because: 'Rest' },
  ];
  const require = [
    { id: 'ours', when: { property: 'country', is: 'NL' }, because: 'We sell there', unknown: 'allow' as const },
  ];
  const model = modelOf({ fit: { max: 10, rules }, require, stages });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    [
      'both fields of a stage ahead',
      { half: 'y', lifecyclestage: 'lead', hs_lead_status: 'NEW' },
      { stage: 'mql', lifecyclestage: 'marketingqualifiedlead', leadStatus: 'OPEN' },
    ],
    [
      'only the field that is not there yet',
      { half: 'y', lifecyclestage: 'lead', hs_lead_status: 'OPEN' },
      { stage: 'mql', lifecyclestage: 'marketingqualifiedlead', leadStatus: '' },
    ],
    [
      'Lead Status alone for one who is out',
      { country: 'FR', lifecyclestage: 'marketingqualifiedlead' },
      { stage: 'disqualified', lifecyclestage: '', leadStatus: 'UNQUALIFIED' },
    ],
    [
      'nothing where the contact stays',
      { half: 'y', lifecyclestage: 'marketingqualifiedlead' },
      { stage: 'mql', lifecyclestage: '', leadStatus: '' },
    ],
    [
      'nothing for a customer',
      { half: 'y', rest: 'y', lifecyclestage: 'customer' },
      { stage: 'customer', lifecyclestage: '', leadStatus: '' },
    ],
    [
      'nothing at a stage of the portal itself',
      { half: 'y', rest: 'y', lifecyclestage: '51439524' },
      { stage: '51439524', lifecyclestage: '', leadStatus: '' },
    ],
  ])('is %s', async (_what, inputs, expected) => {
    const { 'qualify-lead': script } = await bundlesOf(model);

    expect(await outputsOf(script, eventWith(inputs), { now: NOW })).toMatchObject(expected);
  });
});

describe('fitting', () => {
  it.each([
    ['keeps 65,000 characters', 'x'.repeat(65_000), 65_000, 'x'],
    ['cuts one more, with an ellipsis', 'x'.repeat(65_001), 65_000, '…'],
    ['does not cut a character in two', `${'x'.repeat(64_998)}😀😀`, 64_999, '…'],
  ])('%s', (_what, text, length, last) => {
    const { out = '' } = fitting({ out: text });

    expect(out).toHaveLength(length);
    expect(out.at(-1)).toBe(last);
    expect(Buffer.from(out).toString()).toBe(out);
  });

  it('cuts the reasons of a model that says too much', async () => {
    const because = 'y'.repeat(70_000);
    const rules = [{ id: 'a', when: { property: 'a', is: 'y' }, points: 10, because }];
    const { 'score-lead': script } = await bundlesOf(modelOf({ fit: { max: 10, rules } }));

    const outputs = await outputsOf(script, eventWith({ a: 'y' }), { now: NOW });

    expect(outputs['reasons']).toHaveLength(65_000);
    expect(outputs['reasons']?.endsWith('y…')).toBe(true);
  });
});
