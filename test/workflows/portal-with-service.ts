import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WORKFLOW_ACTIONS } from '../../actions/workflow-actions.js';
import { applyTemplate, type Applied } from '../../src/app/workflows/apply-template.js';
import { readConfig } from '../../src/config.js';
import { bundleToPaste } from '../../src/custom-code/bundle-to-paste.js';
import { loadModel } from '../../src/files/load-model.js';
import { readWorkflowTemplates } from '../../src/files/workflow-templates.js';
import { setUpPortal } from '../../src/hubspot/setup-portal.js';
import { openWorkflowPortal } from '../../src/hubspot/workflow-portal.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { createWorkflowEngine, type WorkflowEngine } from '../../src/sandbox/workflows/workflow-engine.js';
import { openService, type Service } from '../../src/serve.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { ADMIN_TOKEN, CLIENT_SECRET, listing } from '../faults/service-process.js';
import { installApp } from '../../src/install-app.js';

export const HOME = path.resolve(__dirname, '../..');
export const TEMPLATES = path.join(HOME, 'workflows');
const MODELS = path.join(HOME, 'workflows/models');
const PORTAL = 4401;
const TOKEN = 'token-of-these-tests';

/** A portal that was set up, and a service on it. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly service: Service;
  /** Gives the portal a new workflow engine, with the app installed, no workflow yet, and a clock of its own. */
  play(): Scene;
  close(): Promise<void>;
}

interface Task {
  readonly subject: string;
  readonly type: string;
  readonly owner: string;
  /** It is not on the contact. */
  readonly astray?: true;
}

/** What a test does with the workflows of the portal. */
export interface Scene {
  readonly engine: WorkflowEngine;
  /** Makes a ready-made workflow in the portal and switches it on. @param change to the flow before that */
  apply(name: string, change?: (flow: string) => string): Promise<string>;
  /** A contact as somebody in HubSpot's screens makes one. */
  person(properties: Readonly<Record<string, string>>): string;
  /** What happens to a contact by HubSpot's own doing. */
  happens(contactId: string, properties: Readonly<Record<string, string>>): void;
  readonly stageOf: (contactId: string) => string | undefined;
  /** `from → to` of our own log, oldest first. */
  moves(contactId: string): Promise<readonly string[]>;
  /** The tasks a workflow made for the contact; those a service makes of itself are not among them. */
  tasks(contactId: string): Promise<readonly Task[]>;
  /** Tells the service what a rep answered. */
  answers(contactId: string, outcome: 'accepted' | 'refused'): Promise<void>;
}

export async function openStage(family: '2026-09' | 'v3'): Promise<Stage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-workflows-'));
  const sandbox = await createSandbox({ now: Date.now, portalId: PORTAL, clientSecret: CLIENT_SECRET, callsPer10s: 0 });
  const shared = { apiUrl: sandbox.url, family, now: Date.now, random: Math.random, log: createMemoryLog() };
  await setUpPortal(shared, { token: TOKEN, dryRun: false });
  const config = readConfig({
    PORT: '0',
    HUBSPOT_API_URL: sandbox.url,
    HUBSPOT_API_FAMILY: family,
    HUBSPOT_ACCESS_TOKEN: TOKEN,
    HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
    HUBSPOT_CALLS_PER_10S: '1000',
    ADMIN_TOKEN,
    MODELS_DIR: MODELS,
    DATA_DIR: folder,
  });
  const service = await openService({ config, log: createMemoryLog() });
  const flowsPath = family === 'v3' ? '/automation/v4/flows' : '/automation/2026-09-beta/flows';
  let people = 0;
  const made: { readonly contactId: string; readonly id: string }[] = [];
  let playing: WorkflowEngine | undefined;

  async function hubspot(method: string, place: string, body?: unknown) {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(sandbox.url + place, { method, headers, ...sent });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${place} answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  }

  async function applied(name: string): Promise<Applied> {
    const template = readWorkflowTemplates(TEMPLATES).find((one) => one.name === name);
    if (template === undefined) throw new Error(`no template ${name}`);
    const hasManager = JSON.stringify(template.flow).includes(':manager}');
    const users = new Map(hasManager ? [['manager', 'Grace.Owens@sales.example']] : []);
    const portal = await openWorkflowPortal(shared, TOKEN);
    const buildBundle = (bundle: string) =>
      bundleToPaste({ home: HOME, name: bundle, model: loadModel(path.join(MODELS, 'saas.yaml')) });
    const order = { template, chosen: { users, actions: new Map() }, model: undefined, dryRun: false };
    return applyTemplate(order, { portal, actions: WORKFLOW_ACTIONS, buildBundle });
  }

  const about: Omit<Scene, 'engine'> = {
    async apply(name, change = (flow) => flow) {
      const outcome = await applied(name);
      if (outcome.kind !== 'created') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
      const place = `${flowsPath}/${outcome.flowId}`;
      const held = await hubspot('GET', place);
      const changed = JSON.parse(change(JSON.stringify(held)));
      await hubspot('PUT', place, { ...changed, isEnabled: true });
      return outcome.flowId;
    },
    person(properties) {
      people += 1;
      const known = { email: `person${people}@example.com`, lifecyclestage: 'lead', hubspot_owner_id: '64492917' };
      return sandbox.portal.createContact({ ...known, ...properties }, { sourceType: 'CRM_UI' });
    },
    happens: (contactId, properties) =>
      sandbox.portal.setProperties(contactId, { ...properties }, { sourceType: 'ANALYTICS' }),
    stageOf: (contactId) => sandbox.portal.properties(contactId)?.['lifecyclestage'],
    async moves(contactId) {
      const all = await listing<{ contactId: string; from: string; to: string }>(service.url, 'transitions');
      return all.filter((move) => move.contactId === contactId).map(({ from, to }) => `${from} → ${to}`);
    },
    async tasks(contactId) {
      const wanted = 'hs_task_subject,hs_task_type,hubspot_owner_id';
      const ids = made.filter((task) => task.contactId === contactId).map(({ id }) => id);
      const tasks: Task[] = [];
      for (const id of ids) {
        const task = await hubspot('GET', `/crm/v3/objects/tasks/${id}?associations=contacts&properties=${wanted}`);
        const onContact = task.associations?.contacts?.results.some((link: { id: string }) => link.id === contactId);
        const { hs_task_subject: subject, hs_task_type: type, hubspot_owner_id: owner } = task.properties;
        tasks.push({ subject, type, owner, ...(onContact ? {} : { astray: true as const }) });
      }
      return tasks;
    },
    async answers(contactId, outcome) {
      const answer = await fetch(`${service.url}/admin/acceptances`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify({ portalId: PORTAL, contactId, outcome, by: 'Sanne de Wit' }),
      });
      if (!answer.ok) throw new Error(`acceptances answered ${answer.status}`);
    },
  };

  return {
    sandbox,
    service,
    play() {
      const engine = createWorkflowEngine({ portal: sandbox.portal, retry: { baseMs: 200, capMs: 1_000 } });
      playing = engine;
      sandbox.attachWorkflows(engine);
      installApp(engine, service.url);
      engine.onStep(({ what, contactId, detail = '' }) => {
        if (what === 'task-created') made.push({ contactId, id: detail.replace('task ', '') });
      });
      return { engine, ...about };
    },
    async close() {
      await playing?.close();
      await service.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
