import { hubspot } from '@hubspot/ui-extensions';
import type { ReactElement } from 'react';
import type { LeadCardProps } from '../../cards/lead-card';
import { OUTSIDE } from '../../cards/outside';

/** What an entry file hands to HubSpot. */
async function extended(entry: () => Promise<unknown>): Promise<LeadCardProps> {
  const extend = jest.spyOn(hubspot, 'extend').mockImplementation(() => undefined);
  await entry();
  const render = extend.mock.calls[0]?.[0] as unknown as () => ReactElement<LeadCardProps>;
  extend.mockRestore();
  return render().props;
}

describe('the entries', () => {
  it('give the tab the whole card and the sidebar the small one', async () => {
    const tab = await extended(() => import('../../cards/lead-score-entry'));
    const sidebar = await extended(() => import('../../cards/lead-score-sidebar-entry'));

    expect([tab.layout, sidebar.layout]).toEqual(['full', 'compact']);
  });

  it('name every press otherwise', () => {
    const names = new Set(Array.from({ length: 1000 }, OUTSIDE.newId));

    expect([names.size, [...names].every((name) => /^[\w-]{20,64}$/.test(name))]).toEqual([1000, true]);
  });
});
