import * as http from 'node:http';
import * as https from 'node:https';

import { AppError } from '../app/errors.js';

/** Node's own bound on idle sockets is none; HubSpot closes them after some seconds anyhow. */
const IDLE_MS = 30_000;

/**
 * A pool of kept-alive connections that gives up connecting in time.
 *
 * A connection that was not made in time fails with the code `HUBSPOT_BUSY`: nothing can have happened.
 *
 * @param apiUrl    decides between http and https
 * @param connectMs name look-up, connection and TLS together
 */
export function createAgent(apiUrl: string, connectMs: number): http.Agent {
  const options = { keepAlive: true, timeout: IDLE_MS };
  return apiUrl.startsWith('https:')
    ? limitConnecting(new https.Agent(options), 'secureConnect', connectMs)
    : limitConnecting(new http.Agent(options), 'connect', connectMs);
}

function limitConnecting(agent: http.Agent, connected: string, connectMs: number): http.Agent {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    const timer = setTimeout(() => socket?.destroy(tooSlow()), connectMs);
    socket?.once(connected, () => clearTimeout(timer));
    socket?.once('close', () => clearTimeout(timer));
    return socket;
  };
  return agent;
}

const tooSlow = () => new AppError('HUBSPOT_BUSY', 'HubSpot cannot be reached: no connection in time');
