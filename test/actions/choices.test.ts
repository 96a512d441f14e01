import { createActionsApp } from '../fakes/actions-app.js';
import { PROFILE } from '../fakes/memory-crm.js';

const valuesOf = (reply: { readonly body: { readonly options: readonly { readonly value: string }[] } }) =>
  reply.body.options.map(({ value }) => value);

describe('what HubSpot shows in the dropdowns', () => {
  it.each([
    ['score-lead', 'model', ['saas']],
    ['qualify-lead', 'model', ['saas']],
    ['qualify-lead', 'assignTo', ['64492918', '64492917']],
    ['set-stage', 'stage', ['subscriber', 'lead', 'mql', 'sal', 'sql', 'opportunity', 'customer']],
    ['disqualify-lead', 'reason', ['No budget', 'Wrong fit']],
  ])('fills %s, %s', async (uid, field, values) => {
    const app = createActionsApp({ model: { says: { disqualifyReasons: ['No budget', 'Wrong fit'] } } });

    const reply = await app.options(uid, field);

    expect([reply.status, reply.body.searchable]).toEqual([200, true]);
    expect(valuesOf(reply)).toEqual(values);
  });

  it('can be filled in as shown, each of them', async () => {
    const app = createActionsApp({ contacts: { 101: { lifecyclestage: 'subscriber' } } });
    const results: (string | undefined)[] = [];

    for (const stage of valuesOf(await app.options('set-stage', 'stage'))) {
      const answer = await app.call('set-stage', { callbackId: `to-${stage}`, inputFields: { stage } });
      results.push(`${stage} ${answer['result']}`);
    }

    expect(results).toEqual([
      'subscriber ignored',
      'lead applied',
      'mql applied',
      'sal applied',
      'sql applied',
      'opportunity applied',
      // The model protects the stage before it.
      'customer refused',
    ]);
  });

  it('offers the stages this portal can hold, by the names it has for them', async () => {
    const app = createActionsApp({
      profile: {
        ...PROFILE,
        stageOrder: ['lead', '51439524', 'marketingqualifiedlead', 'salesqualifiedlead'],
        stageLabels: new Map([['marketingqualifiedlead', 'Lead/Contacts']]),
        leadStatuses: new Set(['NEW', 'OPEN']),
      },
    });

    const { body } = await app.options('set-stage', 'stage');

    expect(body.options).toEqual([
      { value: 'lead', label: 'Lead', description: 'lead (lead)' },
      { value: 'mql', label: 'MQL', description: 'Lead/Contacts (marketingqualifiedlead)' },
      { value: 'sql', label: 'SQL', description: 'salesqualifiedlead (salesqualifiedlead)' },
    ]);
  });

  it.each([
    ['a name', 'jonas', ['64492918']],
    ['an address', 'SANNE.DE-WIT@', ['64492917']],
    ['an id', '64492918', ['64492918']],
    ['nothing that is there', 'zz', []],
  ])('finds an owner by %s', async (_by, q, found) => {
    const app = createActionsApp();

    expect(valuesOf(await app.options('qualify-lead', 'assignTo', { q }))).toEqual(found);
  });

  it.each([
    ['away', 'busy', 503, 'hubspot-busy', '1'],
    ['not answering', 'uncertain-not-applied', 503, 'hubspot-uncertain', '1'],
    ['closed to us', 'refused', 502, 'hubspot-rejected', undefined],
  ] as const)('says so when HubSpot is %s', async (_name, fault, status, error, retryAfter) => {
    const app = createActionsApp();
    app.crm.script('owners', fault);
    app.crm.script('profile', fault);

    for (const reply of [await app.options('qualify-lead', 'assignTo'), await app.options('set-stage', 'stage')]) {
      expect([reply.status, reply.body.error, reply.headers['retry-after']]).toEqual([status, error, retryAfter]);
    }
  });
});
