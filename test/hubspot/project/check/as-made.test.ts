import { checkAsMade } from '../../../../src/hubspot/project/check/as-made.js';
import { projectFiles } from '../../../../src/hubspot/project/project-files.js';
import { ACTIONS, createTempProject, type TempProject } from '../temp-project.js';

const SRC = 'build/hubspot/src';
const ACTION = 'app/workflow-actions/greet-lead-hsmeta.json';
const APP = 'app/app-hsmeta.json';
const HOOKS = 'app/webhooks/webhooks-hsmeta.json';
const VARIABLES = { API_BASE: 'https://leads.example.com', AUTH: 'static' };

let project: TempProject;
beforeEach(() => {
  project = createTempProject();
  project.assemble();
});
afterEach(() => project.end());

function check(found: Parameters<typeof checkAsMade>[2] = []) {
  const profile = { name: 'example', text: '', accountId: 0, variables: VARIABLES };
  const made = projectFiles({ root: project.root, actions: ACTIONS, profile });
  return checkAsMade(`${project.root}/${SRC}`, made, found);
}

describe('checkAsMade', () => {
  it('finds nothing in what was assembled', () => {
    expect(check()).toEqual([]);
  });

  /* eslint-disable @typescript-eslint/no-explicit-any -- a metafile on the way to being broken has no type */
  it.each<[string, string, (config: any) => void, string]>([
    ['another object type', ACTION, (config) => (config.objectTypes = ['COMPANY']), 'config.objectTypes[0]'],
    ['no object type', ACTION, (config) => (config.objectTypes = []), 'config.objectTypes[0]'],
    [
      'the address of another action',
      ACTION,
      (config) => (config.actionUrl = '${API_BASE}/hubspot/actions/score-lead'),
      'config.actionUrl',
    ],
    ['an action nobody sees', ACTION, (config) => (config.isPublished = false), 'config.isPublished'],
    [
      'another type of an input',
      ACTION,
      (config) => (config.inputFields[0].typeDefinition.type = 'number'),
      'config.inputFields[0].typeDefinition.type',
    ],
    [
      'a field that must be filled in, or need not',
      ACTION,
      (config) => (config.inputFields[0].isRequired = !config.inputFields[0].isRequired),
      'config.inputFields[0].isRequired',
    ],
    [
      'another type of an output',
      ACTION,
      (config) => (config.outputFields[0].typeDefinition.type = 'number'),
      'config.outputFields[0].typeDefinition.type',
    ],
    [
      'every address on the web',
      APP,
      (config) => (config.permittedUrls.fetch = ['https://*']),
      'config.permittedUrls.fetch[0]',
    ],
    ['a scope twice', APP, (config) => config.auth.requiredScopes.push('oauth'), 'config.auth.requiredScopes[9]'],
    [
      'many calls at once',
      HOOKS,
      (config) => (config.settings.maxConcurrentRequests = 1000),
      'config.settings.maxConcurrentRequests',
    ],
  ])('names %s, well formed as it is', (_name, file, plant, place) => {
    project.edit(`${SRC}/${file}`, ({ config }: any) => plant(config));

    expect(check()).toEqual([{ file, place, problem: 'is not what the definition makes', fix: 'assemble again' }]);
  });
  /* eslint-enable @typescript-eslint/no-explicit-any */

  it('says nothing more of a file that was found fault with', () => {
    project.edit(
      `${SRC}/${ACTION}`,
      ({ config }: { config: { isPublished: boolean } }) => (config.isPublished = false),
    );

    expect(check([{ file: ACTION, place: '', problem: 'x', fix: 'y' }])).toEqual([]);
  });

  it.each([
    ['is not there', undefined],
    ['is no JSON', '{'],
  ])('leaves to others what %s', (_name, text) => {
    if (text === undefined) project.remove(`${SRC}/${ACTION}`);
    else project.write(`${SRC}/${ACTION}`, text);

    expect(check()).toEqual([]);
  });
});
