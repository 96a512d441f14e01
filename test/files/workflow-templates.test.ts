import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WORKFLOW_ACTIONS } from '../../actions/workflow-actions.js';
import { propertiesIn } from '../../src/app/workflows/check-portal.js';
import { uidOf } from '../../src/app/workflows/fill-template.js';
import { namesOf, strayPlaces, type FlowStep, type WorkflowTemplate } from '../../src/app/workflows/template.js';
import { qualifyParts } from '../../src/custom-code/bundle-parts.js';
import { loadModel } from '../../src/files/load-model.js';
import { readWorkflowTemplates } from '../../src/files/workflow-templates.js';

const HOME = path.resolve(__dirname, '../..');
const TEMPLATES = readWorkflowTemplates(path.join(HOME, 'workflows'));
const ROWS = TEMPLATES.map((template) => [template.name, template] as const);
/** The only HubSpot actions our templates use. */
const BUILT_IN = ['0-1', '0-3', '0-5', '0-9'];

const codeOutputs = (): readonly string[] =>
  qualifyParts(loadModel(path.join(HOME, 'workflows/models/saas.yaml'))).outputs.map(({ name }) => name);

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
}

function edgesOf(step: FlowStep): readonly Edge[] {
  const ways =
    step.type === 'STATIC_BRANCH'
      ? [...step.staticBranches.map(({ connection }) => connection), step.defaultBranch]
      : step.type === 'LIST_BRANCH'
        ? [...step.listBranches.map(({ connection }) => connection), step.defaultBranch]
        : [step.connection];
  return ways.flatMap((way) => (way ? [{ from: step.actionId, to: way.nextActionId, kind: way.edgeType }] : []));
}

/** What a step sets that its action does not take, or not with that value. */
function misfits(step: FlowStep): readonly string[] {
  if (step.type !== 'SINGLE_CONNECTION') return [];
  const uid = uidOf(step);
  if (uid === undefined) return BUILT_IN.includes(step.actionTypeId) ? [] : [step.actionTypeId];
  const inputs = WORKFLOW_ACTIONS.get(uid)?.inputs ?? [];
  const wrong = Object.entries(step.fields).filter(([name, value]) => {
    const input = inputs.find((one) => one.name === name);
    return !input || (input.options && !input.options.some((option) => option.value === value));
  });
  const lacking = inputs.filter(({ required, name }) => required && !(name in step.fields));
  return [...wrong.map(([name]) => `${uid}.${name}`), ...lacking.map(({ name }) => `${uid} lacks ${name}`)];
}

/** Branch values an output can never have. */
function deadBranches({ flow }: WorkflowTemplate): readonly string[] {
  return flow.actions.flatMap((step) => {
    if (step.type !== 'STATIC_BRANCH' || step.inputValue.type !== 'FIELD_DATA') return [];
    const { actionId, dataKey } = step.inputValue;
    const source = flow.actions.find((one) => one.actionId === actionId);
    if (source?.type === 'CUSTOM_CODE') return codeOutputs().includes(dataKey) ? [] : [dataKey];
    const uid = source?.type === 'SINGLE_CONNECTION' ? uidOf(source) : undefined;
    const values = WORKFLOW_ACTIONS.get(uid ?? '')?.outputs.find(({ name }) => name === dataKey)?.values ?? [];
    return step.staticBranches.map(({ branchValue }) => branchValue).filter((value) => !values.includes(value));
  });
}

describe('the ready-made workflows', () => {
  it('are six, each under a name of its own', () => {
    expect(TEMPLATES.map(({ name }) => name)).toEqual([
      'await-acceptance',
      'demo-request',
      'mql-to-sql',
      'no-server',
      'qualify-on-engagement',
      'recycle-stalled',
    ]);
    expect(new Set(TEMPLATES.map(({ flow }) => flow.name)).size).toBe(6);
  });

  it.each(ROWS)('%s starts switched off, and takes people in again (P12)', (_name, { flow }) => {
    expect(flow.isEnabled).toBe(false);
    expect(flow.enrollmentCriteria.shouldReEnroll).toBe(true);
    expect(flow.enrollmentCriteria.reEnrollmentTriggersFilterBranches).toEqual(
      flow.enrollmentCriteria.listFilterBranch.filterBranches,
    );
  });

  it.each(ROWS)('%s has only places of a known kind, for things that are there', (_name, template) => {
    expect(strayPlaces(template)).toEqual([]);
    expect(namesOf(template, 'action').filter((uid) => !WORKFLOW_ACTIONS.has(uid))).toEqual([]);
    expect(namesOf(template, 'custom-code').filter((name) => name !== 'qualify-lead')).toEqual([]);
    expect(namesOf(template, 'user', 'owner').filter((role) => role !== 'manager')).toEqual([]);
  });

  it.each(ROWS)('%s fills in only what its actions take', (_name, { flow }) => {
    expect(flow.actions.flatMap(misfits)).toEqual([]);
  });

  it.each(ROWS)('%s branches only on values that can come', (_name, template) => {
    expect(deadBranches(template)).toEqual([]);
  });

  it.each(ROWS)('%s leads to every step, by one way that is no GOTO', (_name, { flow }) => {
    const ids = flow.actions.map(({ actionId }) => actionId);
    const edges = flow.actions.flatMap(edgesOf);
    const reached = new Set([flow.startActionId]);
    for (const id of reached) for (const { from, to } of edges) if (from === id) reached.add(to);
    const straight = edges.filter(({ kind }) => kind === 'STANDARD').map(({ to }) => to);

    expect(new Set(ids).size).toBe(ids.length);
    expect(edges.filter(({ to }) => !ids.includes(to))).toEqual([]);
    expect(ids.filter((id) => !reached.has(id))).toEqual([]);
    expect(straight.filter((to, at) => straight.indexOf(to) !== at || to === flow.startActionId)).toEqual([]);
  });

  it.each(ROWS)('%s sends nothing that is for people', (_name, { flow }) => {
    expect(Object.keys(flow)).not.toContain('_handoff');
    expect(Object.keys(flow)).toContain('suppressionListIds');
  });

  it('no-server uses no action of ours and copies only outputs its code has (W01)', () => {
    const template = TEMPLATES.find(({ name }) => name === 'no-server');
    const copied = JSON.stringify(template?.flow).matchAll(/"actionId":"1","dataKey":"(\w+)"/g);

    expect(template && namesOf(template, 'action')).toEqual([]);
    expect([...copied].map(([, key]) => key).filter((key) => !codeOutputs().includes(key ?? ''))).toEqual([]);
    expect(template && propertiesIn(template.flow)).toEqual(
      expect.arrayContaining(['handoff_score', 'hs_lead_status', 'hubspot_owner_id', 'lifecyclestage']),
    );
  });
});

describe('readWorkflowTemplates', () => {
  const dir = fs.mkdtempSync(path.join(tmpdir(), 'handoff-templates-'));
  const file = path.join(dir, 'one.json');
  const good = (): Record<string, unknown> =>
    JSON.parse(fs.readFileSync(path.join(HOME, 'workflows/mql-to-sql.json'), 'utf8'));

  afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

  it.each([
    ['a flow that is on', { isEnabled: true }, 'isEnabled'],
    ['a name without the prefix', { name: 'MQL to SQL' }, 'name'],
    ['no word on what it is for', { _handoff: { title: 'MQL' } }, '_handoff.purpose'],
    ['a step of a kind we do not use', { actions: [{ type: 'WEBHOOK', actionId: '1' }] }, 'actions.0.type'],
    ['a step with a misspelt part', { actions: [{ type: 'STATIC_BRANCH', actionId: '1', branches: [] }] }, 'actions.0'],
  ])('names the file and the place of %s', (_what, wrong, place) => {
    fs.writeFileSync(file, JSON.stringify({ ...good(), ...wrong }));

    expect(() => readWorkflowTemplates(dir)).toThrow(`${file}: `);
    expect(() => readWorkflowTemplates(dir)).toThrow(place);
  });

  it('refuses what is not JSON, and a folder that is not there', () => {
    fs.writeFileSync(file, '{');

    expect(() => readWorkflowTemplates(dir)).toThrow(`${file}: not JSON`);
    expect(() => readWorkflowTemplates(path.join(dir, 'none'))).toThrow('install the package again');
  });
});
