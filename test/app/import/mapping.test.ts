import { createRowMapper, type ImportMapping } from '../../../src/app/import/mapping.js';

const MAPPING: ImportMapping = {
  name: 'crm',
  email: ['Email', 'E-mail'],
  contactId: ['Record ID'],
  stage: { kind: 'column', columns: ['Status', 'Phase'], words: { working: 'mql', 'open - new': 'lead' } },
  properties: { Title: 'jobtitle', Firm: 'company', Company: 'company' },
};
const mapper = (columns: readonly string[], mapping = MAPPING) => createRowMapper(mapping, columns);

describe('createRowMapper', () => {
  it('finds columns whatever their case, the first of several names that is there', () => {
    const { by, head } = mapper(['phase', 'e-MAIL']);

    expect(by).toBe('email');
    expect(head(['Working', 'ann@example.com'])).toEqual({ person: 'ann@example.com', stage: 'mql' });
  });

  it.each([
    ['an address in capitals', ' Ann@Example.COM ', 'Working', { person: 'ann@example.com', stage: 'mql' }],
    [
      'a word in capitals, with blanks',
      'ann@example.com',
      ' OPEN - New ',
      { person: 'ann@example.com', stage: 'lead' },
    ],
    ['a blank stage', 'ann@example.com', ' ', { person: 'ann@example.com', stage: undefined }],
    ['no address', ' ', 'Working', { problem: 'no e-mail' }],
    ['half an address', 'ann@', 'Working', { problem: 'not an e-mail address' }],
    ['two addresses', 'a@b.co, c@d.co', 'Working', { problem: 'not an e-mail address' }],
    [
      'a word of nobody (never a guess)',
      'ann@example.com',
      'Nurture',
      { problem: 'the stage "Nurture" is not in the mapping crm' },
    ],
    [
      'our own word, which is not theirs',
      'ann@example.com',
      'sql',
      { problem: 'the stage "sql" is not in the mapping crm' },
    ],
    [
      'a word of an object of JavaScript',
      'ann@example.com',
      'constructor',
      { problem: 'the stage "constructor" is not in the mapping crm' },
    ],
  ])('reads %s', (_, email, status, expected) => {
    expect(mapper(['Email', 'Status']).head([email, status])).toEqual(expected);
  });

  it.each([
    ['Lost', 'Working', { stage: 'disqualified' }],
    ['Won', 'Nurture', { stage: 'customer' }],
    ['open', 'Working', { stage: 'mql' }],
    ['', 'Working', { stage: 'mql' }],
    ['Open', ' ', { stage: 'opportunity' }],
    ['', '', { stage: undefined }],
    ['Open', 'Nurture', { problem: 'the stage "Nurture" is not in the mapping crm' }],
    ['Paused', 'Working', { problem: 'the stage "Paused" is not in the mapping crm' }],
  ])('of the columns %j and %j the first that decides counts', (status, phase, expected) => {
    const words = { working: 'mql', lost: 'disqualified', won: 'customer', open: 'opportunity' } as const;
    const stage = { kind: 'column', columns: ['Status', 'Phase'], words, undecided: ['open'] } as const;
    const { head, unused } = mapper(['Phase', 'Email', 'Status'], { ...MAPPING, stage });

    expect(unused).toEqual([]);
    expect(head([phase, 'a@example.com', status])).toEqual(
      'problem' in expected ? expected : { person: 'a@example.com', ...expected },
    );
  });

  it('shows of a foreign word only its beginning', () => {
    expect(mapper(['Email', 'Status']).head(['ann@example.com', 'x'.repeat(50)])).toEqual({
      problem: `the stage "${'x'.repeat(40)}…" is not in the mapping crm`,
    });
  });

  it('takes the values of the columns that are there, and leaves blank cells out', () => {
    const { values, properties, unused } = mapper(['Email', 'Status', 'Title', 'Firm', 'Notes']);

    expect(values(['ann@example.com', '', ' CTO ', '  ', 'hi'])).toEqual({ jobtitle: 'CTO' });
    expect([...properties]).toEqual([
      ['jobtitle', 'Title'],
      ['company', 'Firm'],
    ]);
    expect(unused).toEqual(['Notes']);
  });

  it('finds people by record id where the file has one', () => {
    const { by, head } = mapper(['Email', 'Record ID', 'Status']);

    expect(by).toBe('id');
    expect(head(['', '1203', 'Working'])).toEqual({ person: '1203', stage: 'mql' });
    expect(head(['', '12a', 'Working'])).toEqual({ problem: 'not a HubSpot record id' });
  });

  it.each([
    ['no column for the person', ['Status'], 'no column for the person: one of Record ID, Email, E-mail is needed'],
    ['no column for the stage', ['Email'], 'no column for the stage: one of Status, Phase is needed'],
    [
      'two columns for one property',
      ['Email', 'Status', 'Firm', 'Company'],
      'the columns Firm and Company both go to company: drop one',
    ],
    [
      'two columns of one name',
      ['Email', 'Status', 'EMAIL'],
      'two columns are named Email and EMAIL: drop or rename one',
    ],
  ])('refuses a file with %s', (_, columns, message) => {
    expect(() => mapper(columns)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', message }));
  });
});
