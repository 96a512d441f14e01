import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createTempProject, writeCard, type TempProject } from '../temp-project.js';
import { startHubspotParser } from './hubspot-process.js';

const SRC = 'build/hubspot/src';
const METAFILES = [
  'app/app-hsmeta.json',
  'app/cards/lead-card-hsmeta.json',
  'app/webhooks/webhooks-hsmeta.json',
  'app/workflow-actions/greet-lead-hsmeta.json',
];
const [APP = '', CARD = '', HOOKS = '', ACTION = ''] = METAFILES;

const hubspot = startHubspotParser();
afterAll(() => hubspot.end());

let project: TempProject;
beforeEach(() => {
  project = createTempProject();
  writeCard(project);
  project.assemble();
});
afterEach(() => project.end());

const parse = () =>
  hubspot.parse({ folder: project.folder, platform: '2026.03', profile: 'example', metafiles: METAFILES });

describe('parseWithHubspot', () => {
  it('understands everything we assemble', async () => {
    const { understood, ...rest } = await parse();

    expect([...understood].sort()).toEqual(METAFILES);
    expect(rest).toMatchObject({ skipped: [], errors: [], refusal: '' });
  });

  it('knows the folder of each type, and which there is one of', async () => {
    const { types } = await parse();

    expect(types).toMatchObject({
      app: { folder: 'app', single: true },
      card: { folder: 'app/cards', single: false },
      webhooks: { folder: 'app/webhooks', single: true },
      'workflow-action': { folder: 'app/workflow-actions', single: false },
      'crm-bulk-action': { folder: 'app/actions', single: false },
    });
  });

  it('says what it drops', async () => {
    project.write(`${SRC}/${HOOKS}`, '{');

    const { understood, errors } = await parse();

    expect([...understood].sort()).toEqual([APP, CARD, ACTION]);
    expect(errors).toEqual([{ file: HOOKS, message: 'Invalid JSON' }]);
  });

  it('says what it skips', async () => {
    project.write(`${SRC}/app/webhooks/deep/x-hsmeta.json`, { uid: 'x', type: 'webhooks', config: {} });

    expect((await parse()).skipped).toEqual(['app/webhooks/deep/x-hsmeta.json']);
  });

  it.each([
    [
      'a uid is there twice',
      (tree: TempProject) => tree.edit(`${SRC}/${CARD}`, (json) => (json.uid = 'greet-lead')),
      `Duplicate uid 'greet-lead' found in:\n- ${CARD}\n- ${ACTION}`,
    ],
    [
      'a variable is missing',
      (tree: TempProject) => tree.edit(`${SRC}/${CARD}`, (json) => (json.config.name = '${NAME}')),
      `Missing value for NAME in ${CARD}. Add NAME to your profile variables.`,
    ],
    [
      'there is no profile',
      (tree: TempProject) => tree.remove(`${SRC}/hsprofile.example.json`),
      'hsprofile.example.json',
    ],
  ])('says why it gives up when %s', async (_name, spoil, because) => {
    spoil(project);

    const { refusal, understood } = await parse();

    expect(refusal).toContain(because);
    expect(understood).toEqual([]);
  });

  it('says what to install where HubSpot’s parser is not there', () => {
    const built = path.resolve(__dirname, '../../../../build/service/src');
    for (const file of ['hubspot/project/check/hubspot-parser.js', 'app/errors.js'])
      project.write(`alone/${file}`, fs.readFileSync(path.join(built, file), 'utf8'));
    const script =
      'require(process.argv[1]).parseWithHubspot({}).catch((error) => console.log(error.code, error.message))';

    const said = execFileSync(
      process.execPath,
      ['-e', script, path.join(project.root, 'alone/hubspot/project/check/hubspot-parser.js')],
      { encoding: 'utf8' },
    );

    expect(said).toBe(
      'CONFIG_INVALID The check needs @hubspot/project-parsing-lib: run npm install with development packages.\n',
    );
  });
});
