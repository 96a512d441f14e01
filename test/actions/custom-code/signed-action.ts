import request from 'supertest';
import { WORKFLOW_ACTIONS } from '../../../actions/workflow-actions.js';
import type { Model } from '../../../src/core/model.js';
import { compileModel } from '../../../src/files/compile-model.js';
import { createApp } from '../../../src/http/create-app.js';
import { PROFILE } from '../../fakes/memory-crm.js';
import { createRoad } from '../../fakes/road.js';
import { depsWith, liveBody, signedV3 } from '../../http/app-under-test.js';

type Properties = Readonly<Record<string, string | null | undefined>>;

interface Answered {
  readonly outputs: Readonly<Record<string, string>>;
  /** The contact in the portal afterwards. */
  readonly contact: Readonly<Record<string, string | null>>;
}

/** Sends one signed execution of an action, for a contact with these properties, to a service with this model. */
export async function executeSigned(
  uid: 'score-lead' | 'qualify-lead',
  { model, properties, now }: { readonly model: Model; readonly properties: Properties; readonly now: number },
): Promise<Answered> {
  const held = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, value ?? null]));
  const profile = { ...PROFILE, properties: new Set([...PROFILE.properties, ...Object.keys(held)]) };
  const road = createRoad({ contacts: { 1203: held }, compiled: compileModel(model), profile });
  road.clock.now = now;
  const { execute } = road.start('worker');
  const app = createApp(depsWith({ actions: WORKFLOW_ACTIONS, execute }).deps);
  const path = `/hubspot/actions/${uid}`;
  const body = JSON.stringify({ ...liveBody(), fields: {}, inputFields: {}, typedInputs: {} });

  const answer = await request(app).post(path).set(signedV3(body, path)).send(body);

  const { hs_execution_state: state, ...outputs } = answer.body.outputFields as Record<string, string>;
  if (state !== 'SUCCESS') throw new Error(`answered ${answer.status} ${state}`);
  return { outputs, contact: road.crm.contacts.get('1203') ?? {} };
}
