import { listPeople } from '../../../src/sandbox/preview/list-people.js';
import { plainText, readRecord } from '../../../src/sandbox/preview/read-record.js';
import { createPortal } from '../../../src/sandbox/portal/portal.js';

const NOW = Date.UTC(2026, 10, 12, 12);
const BY = { sourceType: 'TEST' };

function portalWith(people: readonly Record<string, string>[]) {
  const portal = createPortal({ portalId: 4401, clientSecret: 's', appId: 71, now: () => NOW });
  return { portal, ids: people.map((properties) => portal.createContact(properties, BY)) };
}

const MILA = {
  firstname: 'Mila',
  lastname: 'Hoffmann',
  company: 'Nordwind',
  email: 'mila@nordwind.example',
  handoff_score: '82',
};
const TOM = { email: 'tom@rival.example', lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'UNQUALIFIED' };
const ANNE = { firstname: 'Anne', company: 'Zilver', handoff_score: '0', lifecyclestage: 'marketingqualifiedlead' };

describe('listPeople', () => {
  const { portal } = portalWith([TOM, ANNE, MILA]);

  it('puts the best score first, and those without one last', () => {
    expect(listPeople(portal, { text: '', stage: '' })).toMatchObject({
      total: 3,
      people: [
        { name: 'Mila Hoffmann', company: 'Nordwind', stage: 'Lead', out: false, score: 82 },
        { name: 'Anne', stage: 'Marketing Qualified Lead', score: 0 },
        { name: 'tom@rival.example', company: '', out: true },
      ],
    });
  });

  it.each([
    ['NORD', '', ['Mila Hoffmann']],
    [' rival ', '', ['tom@rival.example']],
    ['nobody', '', []],
    ['', 'marketingqualifiedlead', ['Anne']],
    ['', 'out', ['tom@rival.example']],
    ['anne', 'lead', []],
  ])('finds by "%s" at "%s"', (text, stage, names) => {
    expect(listPeople(portal, { text, stage }).people.map(({ name }) => name)).toEqual(names);
  });
});

describe('readRecord', () => {
  it('shows what the portal holds in its own words, and leaves out what it does not hold', () => {
    const { portal, ids } = portalWith([{ ...MILA, hubspot_owner_id: '64492917' }]);

    const record = readRecord(portal, ids[0] ?? '');

    expect(record).toMatchObject({
      name: 'Mila Hoffmann',
      title: 'Nordwind',
      email: 'mila@nordwind.example',
      tasks: [],
    });
    expect(record?.portal.map(({ name, value }) => [name, value])).toEqual([
      ['lifecyclestage', 'Lead'],
      ['hubspot_owner_id', 'Sanne de Wit'],
      ['handoff_score', '82'],
    ]);
  });

  it('shows the tasks of the contact as text', () => {
    const { portal, ids } = portalWith([MILA]);
    const task = portal.tables.tasks.insert('9', NOW, BY);
    Object.assign(task.values, {
      hs_task_subject: 'Call Mila',
      hs_task_body: '<p>Asked for a demo &amp; price</p>',
      hs_timestamp: String(NOW),
      hs_task_status: 'NOT_STARTED',
    });
    portal.associations.link({ type: 'tasks', id: '9' }, { type: 'contacts', id: ids[0] ?? '' }, [204]);

    expect(readRecord(portal, ids[0] ?? '')?.tasks).toEqual([
      {
        id: '9',
        subject: 'Call Mila',
        body: 'Asked for a demo & price',
        due: '2026-11-12 12:00',
        status: 'NOT_STARTED',
        owner: '',
      },
    ]);
  });

  it('knows when there is nobody', () => {
    expect(readRecord(portalWith([]).portal, '1')).toBeUndefined();
  });
});

describe('plainText', () => {
  it.each([
    ['<p>One</p><ul><li>Two</li></ul>', 'One\nTwo'],
    ['a &lt;b&gt; &quot;c&quot; &#39;d&#39;', 'a <b> "c" \'d\''],
    ['<script>alert(1)</script>', 'alert(1)'],
    ['', ''],
  ])('%s', (html, text) => {
    expect(plainText(html)).toBe(text);
  });
});
