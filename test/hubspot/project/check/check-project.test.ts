import { checkProject, type Service } from '../../../../src/hubspot/project/check/check-project.js';
import type { Finding } from '../../../../src/hubspot/project/check/finding.js';
import type { ParsedProject } from '../../../../src/hubspot/project/check/hubspot-parser.js';
import { scopesOf } from '../../../../src/hubspot/project/app-meta.js';
import { serviceRoutes } from '../../../../src/hubspot/project/service-routes.js';
import { ENDPOINTS, SCOPES } from '../../../../src/hubspot/endpoints.js';
import { ACTIONS, createTempProject, writeCard, type TempProject } from '../temp-project.js';
import { startHubspotParser } from './hubspot-process.js';

const SRC = 'build/hubspot/src';
const APP = 'app/app-hsmeta.json';
const ACTION = 'app/workflow-actions/greet-lead-hsmeta.json';
const CARD = 'app/cards/lead-card-hsmeta.json';
const HOOKS = 'app/webhooks/webhooks-hsmeta.json';
const SERVICE: Service = {
  actions: ACTIONS,
  routes: serviceRoutes(ACTIONS),
  neededScopes: scopesOf(ENDPOINTS),
  knownScopes: SCOPES,
};

const hubspot = startHubspotParser();
afterAll(() => hubspot.end());

let project: TempProject;
beforeEach(() => {
  project = createTempProject();
  writeCard(project);
  project.assemble();
});
afterEach(() => project.end());

const check = (service: Partial<Service> = {}, parse = hubspot.parse) =>
  checkProject({ root: project.root, service: { ...SERVICE, ...service }, parse });

/* eslint-disable @typescript-eslint/no-explicit-any -- a metafile on the way to being broken has no type */
const edit = (file: string, change: (json: any) => void) => (tree: TempProject) => tree.edit(`${SRC}/${file}`, change);
const inAction = (change: (config: any) => void) => edit(ACTION, ({ config }) => change(config));
const inApp = (change: (config: any) => void) => edit(APP, ({ config }) => change(config));
const inHooks = (change: (config: any) => void) => edit(HOOKS, ({ config }) => change(config));
const inCard = (change: (config: any) => void) => edit(CARD, ({ config }) => change(config));
/* eslint-enable @typescript-eslint/no-explicit-any */
const found = (file: string, place: string, problem: string, fix: string): Finding => ({ file, place, problem, fix });
const again = 'assemble again';

type Row = readonly [name: string, plant: (tree: TempProject) => void, finding: Finding];

describe('checkProject', () => {
  it('finds nothing in a project as it is assembled, with a card', async () => {
    expect(await check()).toEqual({ metafiles: 4, findings: [] });
  });

  it('finds nothing with oauth, once the service answers the way back', async () => {
    project.write('hsprofile.many.json', { accountId: 1, variables: { API_BASE: 'https://a.example', AUTH: 'oauth' } });
    project.assemble('many');

    const served = await check({ routes: new Set([...SERVICE.routes, '/oauth/callback']) });
    const { findings } = await check({ routes: new Set(['/hubspot/actions/greet-lead']) });

    expect(served.findings).toEqual([]);
    expect(findings.map(({ place }) => place)).toContain('config.auth.redirectUrls[0]');
  });

  it.each<Row>([
    [
      'a metafile that is not JSON',
      (tree) => tree.write(`${SRC}/${HOOKS}`, '{ "uid": '),
      found(
        HOOKS,
        '',
        'is not JSON: Unexpected end of JSON input',
        'correct it: HubSpot leaves the file out in silence',
      ),
    ],
    [
      'a key HubSpot does not know',
      edit(ACTION, (json) => (json.isPublished = true)),
      found(ACTION, '', 'unrecognized key: "isPublished"', 'take it out, or correct its spelling'),
    ],
    [
      'a metafile without a uid',
      edit(HOOKS, (json) => delete json.uid),
      found(HOOKS, 'uid', 'is missing', 'add it: string'),
    ],
    [
      'a uid with a blank',
      edit(HOOKS, (json) => (json.uid = 'hand off')),
      found(HOOKS, 'uid', 'HubSpot does not take "hand off"', 'use letters, digits, "_", "-" and "." only'),
    ],
    [
      'a uid that is too long',
      edit(HOOKS, (json) => (json.uid = 'x'.repeat(65))),
      found(HOOKS, 'uid', 'has 65 characters', 'use at most 64'),
    ],
    [
      'a type HubSpot does not have',
      edit(HOOKS, (json) => (json.type = 'webhook')),
      found(HOOKS, 'type', 'HubSpot knows no type "webhook"', 'use one of HubSpot’s types'),
    ],
    [
      'an input HubSpot cannot show',
      inAction((config) => (config.inputFields[0].typeDefinition.type = 'text')),
      found(
        ACTION,
        'config.inputFields[0].typeDefinition.type',
        'HubSpot knows no type "text"',
        'use one of string, number, bool, enumeration, date, datetime, phone_number, currency_number, json, object_coordinates',
      ),
    ],
    [
      'a pair of type and field type HubSpot does not have',
      inAction((config) => (config.inputFields[3].typeDefinition.fieldType = 'text')),
      found(
        ACTION,
        'config.inputFields[3].typeDefinition.fieldType',
        'a number cannot be entered as "text"',
        'use one of number, calculation_equation',
      ),
    ],
    [
      'a list with nothing in it',
      inAction((config) => delete config.inputFields[2].typeDefinition.optionsUrl),
      found(
        ACTION,
        'config.inputFields[2].typeDefinition.options',
        'a select has nothing to choose from',
        'give it options or an optionsUrl',
      ),
    ],
    [
      'a list from two places',
      inAction(({ inputFields }) => {
        inputFields[1].typeDefinition.optionsUrl = inputFields[2].typeDefinition.optionsUrl;
      }),
      found(ACTION, 'config.inputFields[1].typeDefinition', 'has options and an optionsUrl', 'keep one of the two'),
    ],
    [
      'the same option twice',
      inAction((config) => config.inputFields[1].typeDefinition.options.push({ value: 'cool', label: 'Cold' })),
      found(ACTION, 'config.inputFields[1].typeDefinition.options', '"cool" is there twice', 'keep one'),
    ],
    [
      'a field without its Dutch label',
      inAction(({ labels }) => delete labels.nl.inputFieldLabels.whom),
      found(ACTION, 'config.labels.nl.inputFieldLabels.whom', 'the input field "whom" has no text here', 'add it'),
    ],
    [
      'a label without its field',
      inAction(({ labels }) => (labels.en.outputFieldLabels.farewell = 'Farewell')),
      found(
        ACTION,
        'config.labels.en.outputFieldLabels.farewell',
        'there is no output field "farewell"',
        'take it out, or correct its name',
      ),
    ],
    [
      'an option without its label',
      inAction(({ labels }) => delete labels.nl.inputFieldOptionLabels.tone.cool),
      found(
        ACTION,
        'config.labels.nl.inputFieldOptionLabels.tone.cool',
        'the option "cool" has no text here',
        'add it',
      ),
    ],
    [
      'labels in one language only',
      inAction(({ labels }) => delete labels.nl),
      found(ACTION, 'config.labels.nl', 'is missing', 'add it: object'),
    ],
    [
      'a map of labels that is left out',
      inAction(({ labels }) => delete labels.en.inputFieldDescriptions),
      found(ACTION, 'config.labels.en.inputFieldDescriptions', 'is missing', 'add it: record'),
    ],
    [
      'a token that names no field',
      inAction(({ labels }) => (labels.en.actionCardContent = 'Greet {{who}}')),
      found(
        ACTION,
        'config.labels.en.actionCardContent',
        '{{who}} names no input field',
        'use one of whom, tone, owner, times',
      ),
    ],
    [
      'an action the service does not answer',
      inAction((config) => (config.actionUrl = '${API_BASE}/hubspot/actions/greet')),
      found(
        ACTION,
        'config.actionUrl',
        'the service has no route /hubspot/actions/greet',
        'correct the address, or add the route',
      ),
    ],
    [
      'choices the service does not answer',
      inAction((config) => (config.inputFields[2].typeDefinition.optionsUrl += 's')),
      found(
        ACTION,
        'config.inputFields[2].typeDefinition.optionsUrl',
        'the service has no route /hubspot/actions/greet-lead/options/owners',
        'correct the address, or add the route',
      ),
    ],
    [
      'an address without https',
      inAction((config) => (config.actionUrl = 'http://leads.example.com/hubspot/actions/greet-lead')),
      found(
        ACTION,
        'config.actionUrl',
        'http://leads.example.com/hubspot/actions/greet-lead is not an https address',
        'write one HubSpot can reach',
      ),
    ],
    [
      'an address of somebody else',
      inAction((config) => (config.actionUrl = 'https://other.example/hubspot/actions/greet-lead')),
      found(
        ACTION,
        'config.actionUrl',
        'https://other.example/hubspot/actions/greet-lead is not at the service',
        'let it start with ${API_BASE}, which is https://leads.example.com',
      ),
    ],
    [
      'an output the action does not have',
      inAction(({ outputFields, labels }) => {
        outputFields.push({ typeDefinition: { name: 'hello', type: 'string', fieldType: 'text' } });
        for (const language of ['en', 'nl']) labels[language].outputFieldLabels.hello = 'Hello';
      }),
      found(ACTION, 'config.outputFields', 'the action has no field "hello"', again),
    ],
    [
      'an input that is left out',
      inAction(({ inputFields, labels }) => {
        inputFields.pop();
        for (const language of ['en', 'nl']) {
          delete labels[language].inputFieldLabels.times;
          delete labels[language].inputFieldDescriptions.times;
        }
      }),
      found(ACTION, 'config.inputFields', 'the action has a field "times" that is not here', again),
    ],
    [
      'an action the service does not know',
      (tree) => {
        tree.write(`${SRC}/app/workflow-actions/other-hsmeta.json`, tree.read(`${SRC}/${ACTION}`));
        tree.edit(`${SRC}/app/workflow-actions/other-hsmeta.json`, (json) => (json.uid = 'other'));
      },
      found(
        'app/workflow-actions/other-hsmeta.json',
        'uid',
        'the service knows no such action',
        'correct the uid, or define the action',
      ),
    ],
    [
      'two fields of one name',
      inAction((config) => config.inputFields.push(config.inputFields[0])),
      found(ACTION, 'config.inputFields', 'there are two fields "whom"', 'give each its own name'),
    ],
    [
      'an action that is left out',
      (tree) => tree.remove(`${SRC}/${ACTION}`),
      found(ACTION, '', 'the action greet-lead is left out', again),
    ],
    [
      'a variable the profile does not have',
      inHooks(({ settings }) => (settings.targetUrl = '${API_BASE}/hubspot/webhooks${PATH_OF_HOOKS}')),
      found(
        HOOKS,
        'config.settings.targetUrl',
        '${PATH_OF_HOOKS} is not in the profile',
        'add PATH_OF_HOOKS to the variables of the profile',
      ),
    ],
    [
      'a scope an endpoint needs',
      inApp(({ auth }) => auth.requiredScopes.splice(auth.requiredScopes.indexOf('automation'), 1)),
      found(APP, 'config.auth.requiredScopes', 'an endpoint we call needs automation', 'add it'),
    ],
    [
      'a scope nobody knows',
      inApp(({ auth }) => auth.requiredScopes.push('crm.objects.contact.read')),
      found(
        APP,
        'config.auth.requiredScopes',
        'crm.objects.contact.read is no scope we know of',
        'correct it, or take it out',
      ),
    ],
    [
      'static auth that redirects',
      inApp(({ auth }) => (auth.redirectUrls = ['https://leads.example.com/oauth/callback'])),
      found(APP, 'config.auth.redirectUrls', 'static auth redirects nobody', 'take it out'),
    ],
    [
      'static auth with a scope to choose',
      inApp(({ auth }) => auth.optionalScopes.push('automation')),
      found(APP, 'config.auth', 'static auth cannot ask for automation as an option', 'make it a required scope'),
    ],
    [
      'oauth without a way back',
      inApp(({ auth }) => (auth.type = 'oauth')),
      found(APP, 'config.auth.redirectUrls', 'oauth has nowhere to come back to', 'add the service’s /oauth/callback'),
    ],
    [
      'oauth with an insecure way back',
      inApp(({ auth }) => Object.assign(auth, { type: 'oauth', redirectUrls: ['http://a.example/oauth/callback'] })),
      found(
        APP,
        'config.auth.redirectUrls[0]',
        'http://a.example/oauth/callback is not an https address',
        'write one HubSpot can reach',
      ),
    ],
    [
      'cards that may not fetch from the service',
      inApp(({ permittedUrls }) => (permittedUrls.fetch = ['https://other.example'])),
      found(APP, 'config.permittedUrls.fetch', 'cards could not reach the service', 'add ${API_BASE}'),
    ],
    [
      'cards that would fetch from this machine',
      inApp(({ permittedUrls }) => permittedUrls.fetch.push('https://localhost:3000')),
      found(
        APP,
        'config.permittedUrls.fetch[1]',
        'https://localhost:3000 is not an https address',
        'write one HubSpot can reach',
      ),
    ],
    [
      'an active subscription without a route',
      inHooks(({ settings }) => (settings.targetUrl = '${API_BASE}/hubspot/hooks')),
      found(
        HOOKS,
        'config.settings.targetUrl',
        'the service has no route /hubspot/hooks',
        'correct the address, or add the route',
      ),
    ],
    [
      'a subscription to no property',
      inHooks(({ subscriptions }) => delete subscriptions.legacyCrmObjects[1].propertyName),
      found(HOOKS, 'config.subscriptions.legacyCrmObjects[1].propertyName', 'is missing', 'name the property to watch'),
    ],
    [
      'a subscription HubSpot does not have',
      inHooks(({ subscriptions }) => (subscriptions.hubEvents[0].subscriptionType = 'contact.formSubmission')),
      found(
        HOOKS,
        'config.subscriptions.hubEvents[0].subscriptionType',
        'is no subscription HubSpot has here',
        'write it in that form',
      ),
    ],
    [
      'a card in a place HubSpot does not have',
      inCard((config) => (config.location = 'crm.record.middle')),
      found(
        CARD,
        'config.location',
        'invalid option: expected one of "crm.record.tab"|"crm.record.sidebar"|"crm.preview"|"helpdesk.sidebar"',
        'use one of these',
      ),
    ],
    [
      'a card whose entrypoint is not there',
      inCard((config) => (config.entrypoint = '/app/cards/LeadCard.tsx')),
      found(CARD, 'config.entrypoint', 'app/cards/LeadCard.tsx is not there', 'correct the path'),
    ],
    [
      'a card whose entrypoint stands elsewhere',
      (tree) => {
        tree.write(`${SRC}/app/cards/deep/lead.tsx`, '');
        tree.edit(`${SRC}/${CARD}`, ({ config }) => (config.entrypoint = '/app/cards/deep/lead.tsx'));
      },
      found(CARD, 'config.entrypoint', 'app/cards/deep/lead.tsx is in another folder', 'put both files in app/cards'),
    ],
    [
      'a card without its package.json',
      (tree) => tree.remove(`${SRC}/app/cards/package.json`),
      found(CARD, '', 'app/cards/package.json is not there', again),
    ],
    [
      'another platform',
      (tree) => tree.edit('hsproject.json', (json) => (json.platformVersion = '2025.2')),
      found('hsproject.json', 'platformVersion', 'invalid input: expected "2026.03"', 'use one of these'),
    ],
    [
      'a project without .hsignore',
      (tree) => tree.remove('.hsignore'),
      found('.hsignore', '', 'is not there', 'add it, even empty: without it HubSpot may upload an empty project'),
    ],
    [
      'a line in .hsignore that empties the upload',
      (tree) => tree.write('.hsignore', 'dist\nbuild/\n'),
      found('.hsignore', 'line 2', '"build/" hides the project itself', 'take it out'),
    ],
    [
      'a profile whose address ends in a slash',
      edit('hsprofile.example.json', ({ variables }) => (variables.API_BASE = 'https://a.example/')),
      found('hsprofile.example.json', 'variables.API_BASE', 'ends in "/"', 'leave that out'),
    ],
  ])('finds %s', async (_name, plant, finding) => {
    plant(project);

    const { findings } = await check();

    expect(findings).toEqual([finding]);
  });
});

describe('checkProject with HubSpot’s own parser', () => {
  it('names a uid given twice, also across types', async () => {
    project.edit(`${SRC}/${CARD}`, (json) => (json.uid = 'greet-lead'));

    const { findings } = await check();

    expect(findings).toEqual([
      found(ACTION, 'uid', `"greet-lead" is also the uid of ${CARD}`, 'give each component its own'),
    ]);
  });

  it('names a metafile in the folder of another type', async () => {
    project.write(`${SRC}/app/cards/greet-lead-hsmeta.json`, project.read(`${SRC}/${ACTION}`));
    project.remove(`${SRC}/${ACTION}`);

    const { findings } = await check();

    expect(findings).toEqual([
      found(
        'app/cards/greet-lead-hsmeta.json',
        'type',
        'a workflow-action does not belong in app/cards',
        'put it in app/workflow-actions',
      ),
    ]);
  });

  it('names a metafile that HubSpot skips because its folder is too deep', async () => {
    project.write(`${SRC}/app/cards/deep/x-hsmeta.json`, project.read(`${SRC}/${CARD}`).replace('lead-card', 'x'));

    const { findings } = await check();

    expect(findings).toContainEqual(
      found(
        'app/cards/deep/x-hsmeta.json',
        '',
        'HubSpot skips it: it is in a folder of its own',
        'put it right in the folder of its type',
      ),
    );
  });

  it('names a second app', async () => {
    project.write(`${SRC}/app/second-hsmeta.json`, project.read(`${SRC}/${APP}`).replace('"handoff"', '"second"'));

    const { findings } = await check();

    expect(findings).toEqual([found('app/second-hsmeta.json', 'type', 'is one app too many', 'keep one')]);
  });

  it('says that there is no app, and what HubSpot says of each file for it', async () => {
    project.remove(`${SRC}/${APP}`);

    const { findings } = await check();

    expect(findings[0]).toEqual(found(APP, '', 'there is no app', again));
    expect(findings.slice(1).map(({ file }) => file)).toEqual([CARD, HOOKS, ACTION]);
    expect(findings[1]?.problem).toContain("HubSpot: This 'card' component must be a child of the 'app' component");
  });

  it('says that a profile is needed, and only one', async () => {
    project.write(`${SRC}/hsprofile.prod.json`, { accountId: 1, variables: { API_BASE: 'https://a.example' } });

    const { findings } = await check();

    expect(findings).toContainEqual(
      found(
        'hsprofile.<name>.json',
        '',
        '2 profiles are there',
        'assemble again: a project is assembled for one profile',
      ),
    );
  });

  it('says so when nothing has been assembled', async () => {
    project.remove('build');

    expect(await check()).toEqual({
      metafiles: 0,
      findings: [found('hsproject.json', 'srcDir', 'build/hubspot/src is not there', 'assemble the project first')],
    });
  });

  it('says why HubSpot refuses a project in which we find nothing', async () => {
    const refusing = async (order: Parameters<typeof hubspot.parse>[0]): Promise<ParsedProject> => ({
      ...(await hubspot.parse(order)),
      refusal: 'Not today',
    });

    const { findings } = await check({}, refusing);

    expect(findings).toEqual([
      found('hsproject.json', '', 'HubSpot refuses the project: Not today', 'correct what it names'),
    ]);
  });

  it('does not pass over a metafile that HubSpot drops in silence', async () => {
    const parse = async (order: Parameters<typeof hubspot.parse>[0]): Promise<ParsedProject> => {
      const parsed = await hubspot.parse(order);
      return { ...parsed, understood: parsed.understood.filter((file) => file !== CARD) };
    };

    const { findings } = await check({}, parse);

    expect(findings).toEqual([found(CARD, '', 'HubSpot leaves it out', 'compare it with the others')]);
  });
});
