import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import { CLIENT_SECRET, PORTAL } from './processes.mjs';

const PATH = '/hubspot/actions/qualify-lead';
/** Callback ids never repeat, not even between runs on one database. */
const RUN = randomBytes(6).toString('hex');

/** The body of platform version 2026.03, as HubSpot's workflows send it. */
function bodyOf(contactId, number) {
  return JSON.stringify({
    callbackId: `ap-${PORTAL}-${RUN}-${number}`,
    origin: {
      portalId: PORTAL,
      actionDefinitionId: 71,
      actionDefinitionVersion: 1,
      actionExecutionIndexIdentifier: null,
    },
    context: { source: 'WORKFLOWS', workflowId: 5005, actionId: 2 },
    object: { objectId: Number(contactId), objectType: 'CONTACT' },
    fields: { mode: 'act' },
    inputFields: { mode: 'act' },
  });
}

/** What came back, in the one word that counts. */
function kindOf(status, text) {
  if (status !== 200) return 'failed';
  return text.includes('"hs_execution_state":"BLOCK"')
    ? 'blocked'
    : text.includes('"decision":"refused"')
      ? 'refused'
      : 'done';
}

/**
 * A client of the service that signs as HubSpot does (v2). Connections are kept open, one per execution in flight.
 *
 * @returns execute: one fresh execution → `{ kind, moved, ms }`; close ends the connections
 */
export function createClient(serviceUrl, connections) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections });
  const { hostname, port } = new URL(serviceUrl);
  const signed = CLIENT_SECRET + 'POST' + serviceUrl + PATH;
  let number = 0;

  function send(body) {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-hubspot-signature': createHash('sha256').update(signed).update(body).digest('hex'),
      'x-hubspot-signature-version': 'v2',
    };
    return new Promise((resolve, reject) => {
      const request = http.request({ agent, hostname, port, path: PATH, method: 'POST', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode, text }));
        response.on('error', reject);
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  return {
    async execute(contactId) {
      number += 1;
      const body = bodyOf(contactId, number);
      const started = performance.now();
      const { status, text } = await send(body).catch((error) => ({ status: 0, text: String(error) }));
      const ms = performance.now() - started;
      const kind = kindOf(status, text);
      return { kind, moved: text.includes('"moved":"true"'), ms, ...(kind === 'failed' ? { status, text } : {}) };
    },
    close: () => agent.destroy(),
  };
}

/** Adds up what the executions of one run came back with. */
export function createTally() {
  const counts = { sent: 0, done: 0, blocked: 0, refused: 0, failed: 0, moved: 0 };
  const times = [];
  let firstFailure;
  return {
    add({ kind, moved, ms, status, text }) {
      counts.sent += 1;
      counts[kind] += 1;
      if (moved) counts.moved += 1;
      if (kind === 'failed') firstFailure ??= `${status} ${text}`;
      times.push(ms);
    },
    counts: () => ({ ...counts }),
    times: () => times,
    firstFailure: () => firstFailure,
  };
}

/** A closed loop: so many clients, each sends its next execution when the last one is answered, while `next` gives contacts. */
export async function runClients(client, { clients, next, heard }) {
  const one = async () => {
    for (let contactId = next(); contactId !== undefined; contactId = next()) heard(await client.execute(contactId));
  };
  await Promise.all(Array.from({ length: clients }, one));
}
