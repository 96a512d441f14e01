import request from 'supertest';
import { WORKFLOW_ACTIONS } from '../../actions/workflow-actions.js';
import { createListChoices } from '../../src/app/list-choices.js';
import { createApp } from '../../src/http/create-app.js';
import { ADMIN_TOKEN, depsWith, signedV2, signedV3 } from '../http/app-under-test.js';
import { createRoad, type ProcessOptions, type RoadOptions } from './road.js';

/** What HubSpot sends with one execution, in short; everything else is as platform 2026.03 sends it. */
export interface Called {
  readonly callbackId?: string;
  readonly contactId?: string;
  readonly inputFields?: unknown;
  /** Replaces keys of the body. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** The live body of platform 2026.03. */
export function executionBody({
  callbackId = 'ap-4401-1',
  contactId = '101',
  inputFields = {},
  body = {},
}: Called = {}) {
  return {
    callbackId,
    origin: {
      portalId: 4401,
      actionDefinitionId: 71,
      actionDefinitionVersion: 3,
      extensionDefinitionId: 71,
      extensionDefinitionVersionId: 3,
    },
    context: { source: 'WORKFLOWS', workflowId: 5005, actionId: 2 },
    object: { objectId: Number(contactId), objectType: 'CONTACT' },
    fields: inputFields,
    inputFields,
    ...body,
  };
}

export type ActionsApp = ReturnType<typeof createActionsApp>;

/**
 * The seven actions as HubSpot calls them: signed HTTP in front, the whole road behind, a portal and a store in memory. The
 * process can be replaced by another one; portal, store and clock stay.
 */
export function createActionsApp(options: RoadOptions = {}) {
  const road = createRoad(options);
  let service = road.start('w1');
  const { deps } = depsWith({
    actions: WORKFLOW_ACTIONS,
    execute: (ask) => service.execute(ask),
    listChoices: createListChoices(road),
    acceptances: road.acceptances,
    now: () => road.clock.now,
  });
  const app = createApp(deps);

  const post = (path: string, body: unknown, version: 'v2' | 'v3' = 'v3') => {
    const text = JSON.stringify(body);
    const signed = version === 'v3' ? signedV3(text, path, 'POST', road.clock.now) : signedV2(text, path);
    return request(app).post(path).set(signed).send(text);
  };

  return {
    ...road,
    post,
    /** One execution; `outputFields` of the answer. */
    call: async (uid: string, called: Called = {}): Promise<Record<string, string>> => {
      const { status, body } = await post(`/hubspot/actions/${uid}`, executionBody(called));
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
      return body.outputFields;
    },
    options: (uid: string, field: string, fetchOptions: unknown = { q: '' }) =>
      post(`/hubspot/actions/${uid}/options/${field}`, {
        origin: { portalId: 4401, actionDefinitionId: 71, actionDefinitionVersion: 3 },
        objectTypeId: '0-1',
        inputFieldName: field,
        inputFields: {},
        fetchOptions,
      }),
    /** A rep answers, told by whatever he answered in. */
    answer: (outcome: 'accepted' | 'refused', by = 'user:9001') =>
      request(app)
        .post('/admin/acceptances')
        .set('Authorization', `Bearer ${ADMIN_TOKEN}`)
        .send({ portalId: 4401, contactId: '101', outcome, by }),
    /** The old process is gone, another one serves. */
    restart: (worker: string, process: ProcessOptions = {}) => {
      service = road.start(worker, process);
      return service;
    },
    service: () => service,
    /** Lets so many seconds go by, with the loops of the living process. */
    pass: async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second += 1) {
        road.clock.now += 1_000;
        if (second % 15 === 0) await service.evaluations.renew();
        await service.takeUpOnce();
        await service.completeOnce();
      }
    },
  };
}
