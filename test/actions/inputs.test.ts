import { defineAction, textOf } from '../../actions/define-action.js';
import { qualifyLead } from '../../actions/qualify-lead.js';
import { scoreLead } from '../../actions/score-lead.js';
import { setStage } from '../../actions/set-stage.js';
import type { InputField } from '../../src/app/action.js';

const TEXTS = { en: 'x', nl: 'x' };
const field = (more: Pick<InputField, 'name' | 'type' | 'fieldType'> & Partial<InputField>): InputField => ({
  required: false,
  label: TEXTS,
  description: TEXTS,
  ...more,
});

/** An action that tells what it read. */
const echo = (input: InputField) =>
  defineAction({
    uid: 'echo',
    name: TEXTS,
    description: TEXTS,
    when: 'x',
    card: TEXTS,
    inputs: [input],
    outputs: [],
    want: (inputs) => ({ kind: 'score', model: JSON.stringify(inputs[input.name]) }),
    render: () => ({}),
  });

describe('what a marketer filled in', () => {
  it.each([
    ['a number as text', '80', '80'],
    ['a number', 80, '80'],
    ['a number with blanks around it', ' 80 ', '80'],
    ['zero', 0, '0'],
    ['zero as text', '0', '0'],
    ['a negative fraction', '-1.5', '-1.5'],
    ['a blank', ' ', undefined],
    ['nothing', undefined, undefined],
    ['null', null, undefined],
  ])('reads %s in a number field', (_name, value, read) => {
    const action = echo(field({ name: 'minutes', type: 'number', fieldType: 'number' }));

    expect(action.want({ minutes: value })).toEqual({ kind: 'score', model: read });
  });

  it.each(['eighty', '1e3', '0x10', 'Infinity', 'NaN', '1,5', '--1', '1.', true, {}, [80]])(
    'refuses %p in a number field',
    (value) => {
      const action = echo(field({ name: 'minutes', type: 'number', fieldType: 'number' }));

      expect(action.want({ minutes: value })).toMatchObject({
        kind: 'refuse',
        code: 'invalid-input',
        because: expect.stringMatching(/^minutes: /) as string,
      });
    },
  );

  it.each([
    ['true', true],
    [true, true],
    ['false', false],
    [false, false],
    [' true ', true],
  ])('reads %p in a checkbox as %p', (value, read) => {
    const action = echo(field({ name: 'again', type: 'bool', fieldType: 'booleancheckbox' }));

    expect(action.want({ again: value })).toEqual({ kind: 'score', model: String(read) });
  });

  it.each(['yes', '1', 1, 0, 'TRUE!', {}])('refuses %p in a checkbox', (value) => {
    const action = echo(field({ name: 'again', type: 'bool', fieldType: 'booleancheckbox' }));

    expect(action.want({ again: value })).toMatchObject({ kind: 'refuse', code: 'invalid-input' });
  });

  it('misses a required field, blank or absent', () => {
    const action = echo(field({ name: 'note', type: 'string', fieldType: 'text', required: true }));

    expect(action.want({})).toMatchObject({ kind: 'refuse', code: 'invalid-input' });
    expect(action.want({ note: '  ' })).toMatchObject({ kind: 'refuse', code: 'invalid-input' });
    expect(action.want({ note: 'x' })).toEqual({ kind: 'score', model: '"x"' });
  });

  it('does not repeat what was filled in when it refuses it', () => {
    const want = setStage.want({ stage: 'dana@example.com' });

    expect(want).toMatchObject({ kind: 'refuse', code: 'invalid-input' });
    expect(JSON.stringify(want)).not.toContain('dana');
  });

  it('gives a text only for a text', () => {
    expect(textOf({ a: 'x', b: 5, c: true }, 'a')).toBe('x');
    expect(textOf({ a: 'x', b: 5, c: true }, 'b')).toBeUndefined();
    expect(textOf({}, 'a')).toBeUndefined();
  });
});

describe('score-lead', () => {
  it.each([
    ['the default model', {}, undefined],
    ['a model by name', { model: ' saas ' }, 'saas'],
    ['a model whose name is a number', { model: 2026 }, '2026'],
  ])('asks for %s', (_name, inputFields, model) => {
    expect(scoreLead.want(inputFields)).toEqual({ kind: 'score', model });
  });
});

describe('qualify-lead', () => {
  it.each([
    ['acts unless told otherwise', {}, 'act'],
    ['acts on a blank mode', { mode: '' }, 'act'],
    ['suggests', { mode: 'suggest' }, 'suggest'],
    ['observes', { mode: 'observe' }, 'observe'],
  ])('%s', (_name, inputFields, mode) => {
    expect(qualifyLead.want(inputFields)).toMatchObject({ kind: 'qualify', mode });
  });

  it('assigns to an owner id given as text or as a number', () => {
    expect(qualifyLead.want({ assignTo: '77' })).toMatchObject({ assignTo: '77' });
    expect(qualifyLead.want({ assignTo: 77 })).toMatchObject({ assignTo: '77' });
    expect(qualifyLead.want({ assignTo: 'Anna' })).toEqual({
      kind: 'refuse',
      code: 'invalid-input',
      because: 'assignTo: expected a HubSpot owner id, which is a number',
    });
  });

  it.each(['Act', 'delete', 'toString'])('refuses the mode %s, and names the field', (mode) => {
    expect(qualifyLead.want({ mode })).toMatchObject({
      kind: 'refuse',
      code: 'invalid-input',
      because: expect.stringContaining('mode') as string,
    });
  });
});

describe('set-stage', () => {
  it('asks for a stage, forward only unless the box is ticked', () => {
    expect(setStage.want({ stage: 'sql' })).toEqual({
      kind: 'set-stage',
      stage: 'sql',
      reason: undefined,
      allowBackward: false,
    });
    expect(setStage.want({ stage: 'mql', allowBackward: 'true', reason: 'Too early' })).toEqual({
      kind: 'set-stage',
      stage: 'mql',
      reason: 'Too early',
      allowBackward: true,
    });
    expect(setStage.want({ stage: 'mql', allowBackward: 'false' })).toMatchObject({ allowBackward: false });
  });

  it.each(['recycled', 'disqualified', 'evangelist', 'SQL', 'salesqualifiedlead', 'toString', ''])(
    'refuses the stage %p: off-ramps ask for a reason elsewhere',
    (stage) => {
      expect(setStage.want({ stage })).toMatchObject({ kind: 'refuse', code: 'invalid-input' });
    },
  );
});
