import type { SandboxPortal } from '../portal/portal.js';
import type { Action } from './action.js';
import { executionBody, signedHeaders, type AppAction } from './call.js';
import type { CodeRunner } from './code-runner.js';
import { judgeCode } from './code-verdict.js';
import type { Execution, Work } from './executions.js';
import type { Poster } from './post.js';
import { judgeAnswer } from './reply.js';
import type { Timeline } from './timeline.js';
import { valueOf, type Sources } from './values.js';

type Of<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>;
/** A step whose work is somebody else's: an app's over HTTP, or custom code's. */
export type OutsideStep = Of<'app'> | Of<'code'>;

interface Deps {
  readonly portal: SandboxPortal;
  readonly timeline: Timeline;
  readonly poster: Poster;
  readonly runner: CodeRunner;
  readonly actionOf: (typeId: string) => AppAction | undefined;
  readonly secrets: Readonly<Record<string, string>>;
  readonly signV3: boolean;
}

/** What is carried out for one step. Its inputs are read when `work` is made: every attempt sees the same. */
export interface Outside {
  readonly uid: string;
  work(execution: Execution, sources: Sources): Work;
}

/** HubSpot's number for custom code is not published, and the same for every portal. */
const CUSTOM_CODE_DEFINITION = 1;

/** @returns how to carry a step out; `undefined` when its app is not installed */
export function createOutsideSteps(deps: Deps): (step: OutsideStep) => Outside | undefined {
  const { portal, timeline, poster, runner } = deps;

  function ofApp(step: Of<'app'>, app: AppAction): Outside {
    return {
      uid: app.uid,
      work: (execution, sources) => {
        const url = app.actionUrl;
        const body = executionBody(portal, app, execution, inputsOf(step, sources));
        return async () => {
          const headers = signedHeaders(portal.clientSecret, { url, body, at: timeline.now() }, deps.signV3);
          return judgeAnswer(await poster.post(url, headers, body));
        };
      },
    };
  }

  function ofCode(step: Of<'code'>): Outside {
    return {
      uid: 'custom-code',
      work: (execution, sources) => {
        const event = codeEvent(portal, execution, inputsOf(step, sources));
        const env = secretsOf(step, deps.secrets);
        return async () => judgeCode(await runner.run({ source: step.source, event, env }));
      },
    };
  }

  return (step) => {
    if (step.kind === 'code') return ofCode(step);
    const app = deps.actionOf(step.typeId);
    return app && ofApp(step, app);
  };
}

/** @source HubSpot, "Custom code actions": the event */
function codeEvent(
  { portalId }: SandboxPortal,
  { callbackId, contactId }: Execution,
  inputFields: Readonly<Record<string, string>>,
): unknown {
  return {
    callbackId,
    origin: { portalId, actionDefinitionId: CUSTOM_CODE_DEFINITION },
    object: { objectType: 'CONTACT', objectId: Number(contactId) },
    inputFields,
  };
}

function secretsOf({ secretNames }: Of<'code'>, secrets: Readonly<Record<string, string>>): Record<string, string> {
  const named = secretNames.filter((name) => Object.hasOwn(secrets, name));
  return Object.fromEntries(named.map((name) => [name, secrets[name] ?? '']));
}

function inputsOf({ fields }: OutsideStep, sources: Sources): Record<string, string> {
  const inputs = Object.entries(fields).map(([name, value]) => [name, valueOf(value, sources)] as const);
  return Object.fromEntries(inputs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
