import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const MAIN = fileURLToPath(new URL('../../../build/service/src/main.js', import.meta.url));
const HOME = fileURLToPath(new URL('../../..', import.meta.url));

export const CLIENT_SECRET = 'client-secret-of-the-bench';
export const ADMIN_TOKEN = 'admin-token-of-the-bench';
export const PORTAL = 4401;
/** As good as no limit. */
export const UNLIMITED = 1_000_000;

const TICKS_PER_SECOND = 100;
const START_WITHIN_MS = 60_000;

/** Processor time so far, all threads, from Linux; NaN elsewhere and after the end. */
function cpuSecondsOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return NaN;
  }
}

/** Starts the built program as an operator would, and waits for the line in which it says where it listens. */
async function startProcess(args, { env, nodeArgs = [], readUrl }) {
  const child = spawn(process.execPath, [...nodeArgs, MAIN, ...args], {
    cwd: HOME,
    env: { PATH: process.env.PATH, LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  child.stderr.on('data', (chunk) => said.push(chunk.toString()));
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${args[0]} did not start: ${said.join('\n')}`)), START_WITHIN_MS);
    lines.on('line', (line) => {
      said.push(line);
      if (said.length > 1000) said.shift();
      const found = readUrl(line);
      if (found === undefined) return;
      clearTimeout(late);
      resolve(found);
    });
    void ended.then((how) => reject(new Error(`${args[0]} ended (${how}) before it listened: ${said.join('\n')}`)));
  });
  return {
    url,
    ended,
    /** The last lines it wrote. */
    said,
    cpuSeconds: () => cpuSecondsOf(child.pid),
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function portOf(line) {
  if (!line.startsWith('{')) return undefined;
  const { message, port } = JSON.parse(line);
  return message === 'serving' ? `http://127.0.0.1:${port}` : undefined;
}

/** The service on a port of its own. `env` overrides. */
export function startService({ hubspotUrl, dataDir, env = {}, nodeArgs }) {
  return startProcess(['serve'], {
    nodeArgs,
    readUrl: portOf,
    env: {
      PORT: '0',
      HUBSPOT_API_URL: hubspotUrl,
      HUBSPOT_ACCESS_TOKEN: 'token-of-the-bench',
      HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
      HUBSPOT_CALLS_PER_10S: String(UNLIMITED),
      DATA_DIR: dataDir,
      ADMIN_TOKEN,
      ...env,
    },
  });
}

/** A portal with people, set up for the service. @param callsPer10s 0: no limit */
export async function startPortal({ people, callsPer10s }) {
  const options = { port: 0, people, portal: PORTAL, 'client-secret': CLIENT_SECRET, 'calls-per-10s': callsPer10s };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const portal = await startProcess(['sandbox', ...args], { readUrl: (line) => / at (http:\S+)/.exec(line)?.[1] });
  await promisify(execFile)(process.execPath, [MAIN, 'setup', '--json'], {
    cwd: HOME,
    env: { PATH: process.env.PATH, HUBSPOT_API_URL: portal.url, HUBSPOT_ACCESS_TOKEN: 'token-of-the-bench' },
  });
  return { ...portal, ...portalControls(portal.url) };
}

/** What the portal lets the bench see and do. */
function portalControls(url) {
  const ask = async (path, init) => {
    const reply = await fetch(`${url}/sandbox/${path}`, init);
    if (!reply.ok) throw new Error(`the portal answers ${reply.status} to ${path}`);
    return reply.json();
  };
  return {
    calls: () => ask('calls'),
    resetCounters: () => ask('reset-counters', { method: 'POST' }),
    completions: async () => (await ask('completions')).results,
    async contactIds() {
      const ids = [];
      for (let after = ''; after !== undefined;) {
        const page = await ask(`people?limit=1000${after && `&after=${after}`}`);
        ids.push(...page.results.map(({ id }) => id));
        after = page.after;
      }
      return ids;
    },
  };
}

/** Rows of an admin listing (`decisions` or `transitions`). */
export async function listing(serviceUrl, name) {
  const reply = await fetch(`${serviceUrl}/admin/${name}`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  if (!reply.ok) throw new Error(`the service answers ${reply.status} to ${name}`);
  const text = await reply.text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
