import { createListChoices, isSettable, SETTABLE } from '../../src/app/list-choices.js';
import type { Choices } from '../../src/app/action.js';
import type { CompiledModel, Models, Owner } from '../../src/app/ports.js';
import { compiledModel } from '../fakes/compiled-model.js';
import { createMemoryCrm, PROFILE } from '../fakes/memory-crm.js';

const owners = (count: number): Owner[] =>
  Array.from({ length: count }, (_, n) => ({
    id: String(1000 + n),
    name: `Rep ${n}`,
    email: `rep-${n}@sales.example`,
  }));

const modelsOf = (...compiled: readonly CompiledModel[]): Models => ({
  get: (name) => compiled.find(({ model }) => name === undefined || model.name === name),
  names: () => compiled.map(({ model }) => model.name),
});

function lister(given: { models?: Models; owners?: readonly Owner[]; profile?: typeof PROFILE } = {}) {
  const crm = { ...createMemoryCrm({}, given.profile), owners: async () => given.owners ?? [] };
  const list = createListChoices({ models: given.models ?? modelsOf(compiledModel()), crm });
  return (choices: Choices, search = '', after?: string) => list({ portalId: 4401, choices, search, after });
}

describe('createListChoices', () => {
  it('describes each model as its file does', async () => {
    const models = modelsOf(
      compiledModel({ says: { name: 'saas', description: 'Inbound software' } }),
      compiledModel({ says: { name: 'clinics' } }),
    );

    await expect(lister({ models })('models')).resolves.toEqual({
      options: [
        { value: 'saas', label: 'saas', description: 'Inbound software' },
        { value: 'clinics', label: 'clinics' },
      ],
    });
  });

  it('lists the reasons of the default model; none where there is none', async () => {
    const models = modelsOf(
      compiledModel({ says: { name: 'saas', disqualifyReasons: ['No budget'] } }),
      compiledModel({ says: { name: 'clinics', disqualifyReasons: ['Not a doctor'] } }),
    );

    await expect(lister({ models })('disqualify-reasons')).resolves.toEqual({
      options: [{ value: 'No budget', label: 'No budget' }],
    });
    await expect(lister({ models: modelsOf() })('disqualify-reasons')).resolves.toEqual({ options: [] });
    await expect(lister({ models: modelsOf() })('models')).resolves.toEqual({ options: [] });
  });

  it.each([
    ['the first page', 250, undefined, ['Rep 0', 'Rep 99', 100, '100']],
    ['an empty word for the first page', 250, '', ['Rep 0', 'Rep 99', 100, '100']],
    ['the second', 250, '100', ['Rep 100', 'Rep 199', 100, '200']],
    ['the last', 250, '200', ['Rep 200', 'Rep 249', 50, undefined]],
    ['exactly one page', 100, undefined, ['Rep 0', 'Rep 99', 100, undefined]],
    ['one more than a page', 101, undefined, ['Rep 0', 'Rep 99', 100, '100']],
    ['beyond the end', 10, '900', [undefined, undefined, 0, undefined]],
  ])('gives %s', async (_name, count, after, [first, last, length, next]) => {
    const page = await lister({ owners: owners(count) })('owners', '', after);

    expect([page.options[0]?.label, page.options.at(-1)?.label, page.options.length, page.after]).toEqual([
      first,
      last,
      length,
      next,
    ]);
  });

  it.each(['x', '-1', '1.5', ' 100', '1e2', '9999999999', 'undefined'])('refuses the page %p', async (after) => {
    await expect(lister()('owners', '', after)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it.each([
    ['part of a name, in any case', 'rEP 12', ['1012', '1120', '1121', '1122', '1123', '1124']],
    ['an address', 'rep-7@', ['1007']],
    ['an id', '1003', ['1003']],
    ['blanks as nothing', '  ', 'all'],
    ['a pattern as plain text', 'rep .*', []],
  ])('finds by %s', async (_by, search, found) => {
    const { options } = await lister({ owners: owners(125) })('owners', search);

    expect(found === 'all' ? options.length : options.map(({ value }) => value)).toEqual(found === 'all' ? 100 : found);
  });

  it('pages through what was found, not through everything', async () => {
    const list = lister({ owners: owners(1000) });

    const first = await list('owners', '-1');
    const second = await list('owners', '-1', first.after);

    // 1, 10 to 19 and 100 to 199.
    expect([first.options.length, first.after, second.options.length, second.after]).toEqual([
      100,
      '100',
      11,
      undefined,
    ]);
  });

  it('leaves out a stage the portal cannot hold: SAL lives in Lead Status', async () => {
    const without = { ...PROFILE, leadStatuses: new Set(['NEW', 'OPEN', 'CONNECTED']) };

    const { options } = await lister({ profile: without })('stages');

    expect(options.map(({ value }) => value)).toEqual(['subscriber', 'lead', 'mql', 'sql', 'opportunity', 'customer']);
  });

  it('finds a stage by our word, by the portal’s and by its id', async () => {
    const list = lister();
    const valuesFor = async (search: string) => (await list('stages', search)).options.map(({ value }) => value);

    expect(await valuesFor('sal')).toEqual(['sal', 'sql']);
    expect(await valuesFor('Ready for')).toEqual(['sql']);
    expect(await valuesFor('marketingqualifiedlead')).toEqual(['mql', 'sal']);
  });
});

describe('isSettable', () => {
  it.each(['recycled', 'disqualified', 'evangelist', 'other', 'mal', 'MQL', '', 'toString'])(
    'says no to %p',
    (word) => {
      expect(isSettable(word)).toBe(false);
    },
  );

  it('says yes to what is listed', () => {
    expect(SETTABLE.filter(isSettable)).toEqual(['subscriber', 'lead', 'mql', 'sal', 'sql', 'opportunity', 'customer']);
  });
});
