import path from 'node:path';
import { loadImportMapping, parseImportMapping, readImportMapping } from '../../src/files/load-import-mapping.js';

const HOME = path.resolve(__dirname, '../../workflows/imports');
const FILE = 'name: mine\nemail: [Email]\n';

/** What is said of a mapping file. */
function refusalOf(text: string): string {
  try {
    parseImportMapping(text, 'mine.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
}

/** Properties no mapping sets, and why. */
const NEVER_SET = [
  ['lifecyclestage', 'stages go by `stage`, so that policy and log hold'],
  ['hs_lead_status', 'stages go by `stage`, so that policy and log hold'],
  ['email', 'people are found by it: name its column under `email`'],
  ['hs_object_id', 'HubSpot keeps it itself'],
  ['handoff_score', 'Handoff sets it itself'],
  ['handoff_accepted_at', 'Handoff sets it itself'],
  ['handoff_request', 'Handoff sets it itself'],
] as const;
const SET = ['jobtitle', 'hubspot_owner_id', 'handoff_budget'] as const;

describe('a mapping file', () => {
  it.each(['salesforce', 'pipedrive', 'dynamics', 'hubspot'])('%s comes with the product', (name) => {
    expect(loadImportMapping(name, HOME)).toMatchObject({ name });
  });

  it('reads columns and words, the words whatever their case', () => {
    const stage = 'stage:\n  column: [Phase]\n  is: { lead: [New], sql: [" Qualified", 4] }\n  undecided: [" New"]\n';

    expect(parseImportMapping(`${FILE}${stage}properties: { Job: jobtitle }\n`, 'mine.yaml')).toEqual({
      ...{ name: 'mine', email: ['Email'], contactId: [], properties: { Job: 'jobtitle' } },
      stage: {
        kind: 'column',
        columns: ['Phase'],
        words: { new: 'lead', qualified: 'sql', '4': 'sql' },
        undecided: ['new'],
      },
    });
  });

  it.each(NEVER_SET)('does not set %s', (property, why) => {
    expect(refusalOf(`${FILE}properties: { Column: ${property} }\n`)).toContain(`${property}: ${why}`);
  });

  it.each(SET)('may set %s', (property) => {
    expect(refusalOf(`${FILE}properties: { Column: ${property} }\n`)).toBe('taken');
  });

  it.each([
    ['stage: { column: [A], is: { lead: [New], sql: [new] } }', 'this word is there twice'],
    ['properties: { Job: jobtitle, job: company }', 'this column is there twice'],
  ])('says what stands there twice: %s', (text, said) => {
    expect(refusalOf(`${FILE}${text}\n`)).toContain(said);
  });
});

describe('a mapping that came over the wire', () => {
  const JSON_MAPPING = { name: 'mine', email: ['Email'], contactId: [], properties: {} };

  it('is held to the rules of a file: its words count whatever their case', () => {
    const stage = { kind: 'column', columns: ['Phase'], words: { ' Customer': 'customer' } };

    expect(readImportMapping({ ...JSON_MAPPING, stage })).toEqual({
      ...JSON_MAPPING,
      stage: { ...stage, words: { customer: 'customer' } },
    });
  });

  it.each(NEVER_SET)('is held to the rules of a file: it does not set %s', (property) => {
    expect(readImportMapping({ ...JSON_MAPPING, properties: { Column: property } })).toBeUndefined();
  });

  it.each(SET)('may set %s', (property) => {
    expect(readImportMapping({ ...JSON_MAPPING, properties: { Column: property } })).toMatchObject({
      properties: { Column: property },
    });
  });
});
