/* The sandbox a card runs in, as HubSpot makes it: a worker without a document, with React, the remote components, signed
 * fetch and a few actions, and nothing else. */
import * as RemoteUI from '@remote-ui/react';
import { createEndpoint, retain } from '@remote-ui/rpc';
import * as React from 'react';
import type { CardContext, HostApi, RemoteChannel, WorkerApi } from './protocol';

type Render = (api: { context: CardContext; actions: unknown }) => React.ReactElement;
type FetchOptions = { method?: string; timeout?: number; body?: Record<string, unknown> };

/** What a worker of the browser has; the types of a document have another `self`. */
declare const self: MessagePort & { importScripts(script: string): void };

const DEFAULT_TIMEOUT_MS = 15_000;
const endpoint = createEndpoint<HostApi>(self, {
  callable: ['fetch', 'addAlert', 'refreshObjectProperties', 'log'],
});
const listeners = new Set<(properties: Record<string, string>) => void>();
let render: Render | undefined;
let context: CardContext | undefined;

/** Only what survives a message: functions and handles of the page stay out. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const actions = {
  addAlert: (alert: Parameters<HostApi['addAlert']>[0]) => void endpoint.call.addAlert(plain(alert)),
  refreshObjectProperties: () => void endpoint.call.refreshObjectProperties(),
  onCrmPropertiesUpdate: (_names: unknown, listener: (properties: Record<string, string>) => void) =>
    void listeners.add(listener),
};

async function hsFetch(url: string | URL, options: FetchOptions = {}): Promise<Response> {
  const { method = 'GET', body, timeout = DEFAULT_TIMEOUT_MS } = options;
  const ask = { url: String(url), method, ...(body === undefined ? {} : { body: plain(body) }) };
  const answer = await endpoint.call.fetch(ask, timeout);
  return new Response(answer.body, { status: answer.status });
}

const say =
  (level: string) =>
  (...words: unknown[]): void =>
    void endpoint.call.log(level, words.map(String).join(' '));
const logger = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };

Object.assign(self, {
  __HUBSPOT_EXTENSION_WORKER__: true,
  React,
  RemoteUI,
  logger,
  hsFetch,
  extend_V2: (callback: Render) => (render = callback),
  hsWorkerAPI: {
    useExtensionContext: () => context,
    useExtensionActions: () => actions,
    useExtensionApi: () => ({ context, actions }),
  },
});

endpoint.expose({
  run(channel: RemoteChannel, script: string, given: CardContext) {
    retain(channel);
    context = given;
    self.importScripts(script);
    if (!render) return void endpoint.call.log('error', `${script} does not call hubspot.extend`);
    const root = RemoteUI.createRemoteRoot(channel, { strict: false });
    RemoteUI.createRoot(root).render(render({ context: given, actions }));
    void root.mount();
  },
  propertiesChanged: () => listeners.forEach((listener) => listener({})),
} satisfies WorkerApi);
