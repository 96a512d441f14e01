import path from 'node:path';
import colors from 'picocolors';
import { WORKFLOW_ACTIONS } from '../actions/workflow-actions.js';
import { createLiveAccount, type Named } from './cli/live-account.js';
import type { Terminal } from './cli/terminal.js';
import { AppError } from './app/errors.js';
import { createSecret } from './app/secret.js';
import { applyTemplate } from './app/workflows/apply-template.js';
import type { Log } from './app/ports.js';
import { adminTokenOf } from './admin-token.js';
import type { Config } from './config.js';
import type { Family } from './hubspot/endpoints.js';
import { readWorkflowTemplates } from './files/workflow-templates.js';
import { setUpPortal } from './hubspot/setup-portal.js';
import { openWorkflowPortal } from './hubspot/workflow-portal.js';
import { generatePeople, populate } from './sandbox/people/people.js';
import type { SandboxPortal } from './sandbox/portal/portal.js';
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox/sandbox.js';
import { createWorkflowEngine, type WorkflowEngine } from './sandbox/workflows/workflow-engine.js';
import { installApp, subscribeApp } from './install-app.js';
import { joinPreview, type JoinedPreview } from './join-preview.js';
import { openService, type Service } from './serve.js';
import { HOME } from './home.js';

/** The package's own workflows. */
const WORKFLOWS = path.join(HOME, 'workflows');
const RUNNING = 'qualify-on-engagement';
const TOKEN = 'sandbox-token';
const PORTAL = 4401;
const CALLS_PER_10S = 190;
/** HubSpot waits a minute before it tries again; nobody watches that long. */
const RETRY = { baseMs: 200, capMs: 5_000 };
/** Nor does anybody wait a minute to see what sales is told. */
const TELL_AFTER_MS = 2_000;

export interface Playing {
  readonly sandbox: Sandbox;
  readonly engine: WorkflowEngine;
}

export interface PlayOptions extends Omit<SandboxOptions, 'now'> {
  readonly people: number;
  readonly seed: number;
}

/** A sandbox portal with people in it and HubSpot's workflow engine beside it. */
export async function playPortal({ people, seed, ...options }: PlayOptions): Promise<Playing> {
  const sandbox = await createSandbox({ ...options, seed, now: Date.now });
  const engine = createWorkflowEngine({ portal: sandbox.portal, retry: RETRY, concurrency: 200 });
  sandbox.attachWorkflows(engine);
  populate(sandbox.portal, generatePeople({ seed, count: people, now: Date.now() }));
  return { sandbox, engine };
}

/**
 * Does what an admin does: sets the portal up, applies the ready-made workflow and switches it on. Who meets its criteria
 * already is enrolled too.
 */
export async function runQualifyWorkflow(
  { sandbox, engine }: Playing,
  { serviceUrl, token, family }: { readonly serviceUrl: string; readonly token: string; readonly family: Family },
): Promise<void> {
  const shared = { apiUrl: sandbox.url, family, now: Date.now, random: Math.random, log: SILENT };
  await setUpPortal(shared, { token, dryRun: false });
  installApp(engine, serviceUrl);
  subscribeApp(sandbox, serviceUrl);
  const template = readWorkflowTemplates(WORKFLOWS).find(({ name }) => name === RUNNING);
  if (template === undefined) throw new AppError('INTERNAL', `There is no workflow ${RUNNING}`);
  const order = { template, chosen: { users: new Map(), actions: new Map() }, model: undefined, dryRun: false };
  const noCode = () => Promise.reject(new AppError('INTERNAL', `${RUNNING} holds no custom code`));
  const portal = await openWorkflowPortal(shared, token);
  const applied = await applyTemplate(order, { portal, actions: WORKFLOW_ACTIONS, buildBundle: noCode });
  if (applied.kind !== 'created') throw new AppError('INTERNAL', `${RUNNING} was not made: ${applied.kind}`);
  engine.enable(applied.flowId, { existing: true });
}

function namesIn(portal: SandboxPortal): (contactId: string) => Named {
  return (contactId) => {
    const { firstname, lastname, email, company } = portal.properties(contactId) ?? {};
    return { name: [firstname, lastname].filter(Boolean).join(' ') || email || contactId, company: company ?? '' };
  };
}

export interface ShowcaseOptions {
  readonly config: Config;
  readonly terminal: Terminal;
  readonly log: Log;
  readonly people: number;
  readonly seed: number;
  /** Where the record page is wanted; another port when that one is taken. */
  readonly previewPort: number;
  /** Only the record page is wanted: no account of what happens. */
  readonly quiet?: boolean;
  /** Hears where the record page is. */
  readonly onPreview?: (url: string) => void;
}

/**
 * Sandbox mode: a portal of our own, the service on it, a running workflow, the record page with the card, and a live
 * account of what happens. Everything
 * is real but the portal: signed calls in, HTTP calls out, the store. Nothing leaves the machine.
 */
export async function startShowcase(options: ShowcaseOptions): Promise<Service> {
  const { terminal, people, quiet, onPreview } = options;
  const write = (line = ''): void => void terminal.stdout.write(`${line}\n`);
  const say = quiet ? (): void => undefined : write;
  const { sandbox, engine, service, account, adminToken, family } = await startService(options);
  say(
    colors.bold(
      `Handoff in sandbox mode: portal ${PORTAL} with ${people} people, workflow "Qualify on engagement" running`,
    ),
  );
  say(colors.dim(`service ${service.url} · portal ${sandbox.url} · nothing leaves this machine`));
  const joined = await joinPreview({
    home: HOME,
    port: options.previewPort,
    portal: sandbox.portal,
    service,
    adminToken,
  });
  write(previewLine(joined));
  if (joined.ok) onPreview?.(joined.preview.url);
  say();
  await runQualifyWorkflow({ sandbox, engine }, { serviceUrl: service.url, token: TOKEN, family });
  const started = performance.now();
  await engine.finished();
  if (!quiet) account.summary(performance.now() - started);
  sayWhatNext(say, { sandbox, service, joined });
  return {
    ...service,
    async close() {
      if (joined.ok) await joined.preview.close();
      await engine.close();
      await service.close();
      await sandbox.close();
    },
  };
}

const previewLine = (joined: JoinedPreview): string =>
  joined.ok ? `record page with the card: ${joined.preview.url}` : `no record page: ${joined.because}`;

/** The portal with its people, and the service on it. */
async function startService({ config, terminal, log, people, seed, quiet }: ShowcaseOptions) {
  const secret = config.hubspot.clientSecret?.reveal() ?? 'sandbox-client-secret';
  const shared = { clientSecret: secret, accessToken: TOKEN, callsPer10s: CALLS_PER_10S };
  const { sandbox, engine } = await playPortal({ people, seed, portalId: PORTAL, ...shared });
  const hubspot = {
    ...config.hubspot,
    accessToken: createSecret(TOKEN),
    clientSecret: createSecret(secret),
    apiUrl: sandbox.url,
    callsPer10s: CALLS_PER_10S,
  };
  const adminToken = adminTokenOf(config);
  let calls = (): number => 0;
  const account = createLiveAccount({ terminal, nameOf: namesIn(sandbox.portal), calls: () => calls() });
  const service = await openService({
    config: { ...config, hubspot, adminToken: createSecret(adminToken) },
    log,
    forgetPortal: PORTAL,
    announceAfterMs: TELL_AFTER_MS,
    onSettled: (ask, outcome) => void (quiet || account.settled(ask, outcome)),
  });
  calls = service.calls;
  return { sandbox, engine, service, account, adminToken, family: hubspot.family };
}

const nothing = (): void => undefined;
const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => SILENT };

interface Running {
  readonly sandbox: Sandbox;
  readonly service: Service;
  readonly joined: JoinedPreview;
}

/** Something to try that shows at once: a person who is nearly there gets the answer that was missing. */
function sayWhatNext(say: (line?: string) => void, { sandbox, service, joined }: Running): void {
  const nearly = sandbox.portal.contactIds().find((id) => isNearly(sandbox.portal.properties(id) ?? {}));
  say();
  say(colors.bold('Still serving. Try, in another terminal:'));
  if (joined.ok && nearly !== undefined)
    say(`  open ${joined.preview.url}/#contact=${nearly}   the card on a record, as a rep sees it`);
  say(`  npx handoff transitions            every stage change, who asked and why`);
  say(`  npx handoff decisions --json       every decision, one JSON object a line`);
  say(`  npx handoff deliveries             what sales was told, and how it went`);
  if (nearly !== undefined) {
    say(`  curl -X PATCH ${sandbox.url}/crm/objects/2026-09/contacts/${nearly} \\`);
    say(`    -H 'authorization: Bearer ${TOKEN}' -H 'content-type: application/json' \\`);
    say(`    -d '{"properties":{"handoff_authority":"decides","handoff_budget":"approved","handoff_need":"yes"}}'`);
    say(
      colors.dim(
        `    … answers what sales asks of contact ${nearly}; the workflow runs again, and this account goes on`,
      ),
    );
  }
  say(`  open ${service.url}/metrics`);
  say(colors.dim('Ctrl-C ends it.'));
}

const isNearly = (properties: Readonly<Record<string, string>>): boolean =>
  properties['lifecyclestage'] === 'marketingqualifiedlead' &&
  !properties['hs_lead_status']?.match(/UNQUALIFIED|BAD_TIMING/);
