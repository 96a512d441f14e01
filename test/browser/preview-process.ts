import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { About, PeopleJson, RecordJson } from '../../src/sandbox/preview/page-contract.js';

const MAIN = path.resolve(__dirname, '../../build/service/src/main.js');
const TOKEN = 'browser-test-token';

/** One row of the service's log. */
export interface Logged {
  readonly from: string;
  readonly to: string;
  readonly way: string;
  readonly actor: string;
}

/** Shown values by the name of the property; what is empty is not there. */
export type Portal = Readonly<Record<string, string>>;

export interface PreviewProcess {
  readonly url: string;
  people(stage: string): Promise<PeopleJson['people']>;
  /** What the portal holds, by the name of the property. */
  portal(id: string): Promise<Portal>;
  record(id: string): Promise<RecordJson>;
  /** The service's own log, oldest first. */
  transitions(id: string): Promise<readonly Logged[]>;
  end(): Promise<void>;
}

/** Asks until the answer is there. */
export async function until<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  for (let turn = 0; turn < 150; turn += 1) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await pause(200);
  }
  throw new Error('It never came.');
}

/** The built preview as `npm run preview` starts it, with its people qualified. */
export async function startPreview(): Promise<PreviewProcess> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handoff-preview-'));
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [MAIN, 'preview', '--port', '0', '--people', '120'], {
    cwd: folder,
    env: { PATH, HOME, ADMIN_TOKEN: TOKEN },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const url = await until(async () => /record page with the card: (\S+)/.exec(said)?.[1]);
  const get = async <T>(at: string): Promise<T> => (await fetch(url + at)).json() as Promise<T>;
  const { apiBase, portalId } = await get<About>('/api/about');
  const record = (id: string) => get<RecordJson>(`/api/people/${id}`);
  const people = async (stage: string) => (await get<PeopleJson>(`/api/people?q=&stage=${stage}`)).people;

  // The workflow runs over everybody first: it is over when nothing has changed for a while.
  let before = '';
  await until(async () => {
    await pause(700);
    const now = JSON.stringify(await people(''));
    const settled = now === before && (await people('salesqualifiedlead')).some(({ score }) => score !== undefined);
    before = now;
    return settled;
  });
  return {
    url,
    people,
    record,
    portal: async (id) => {
      const { portal, groups } = await record(id);
      return Object.fromEntries(
        [...portal, ...groups.flatMap(({ values }) => values)].map(({ name, value }) => [name, value]),
      );
    },
    transitions: async (id) => {
      const headers = { authorization: `Bearer ${TOKEN}` };
      const response = await fetch(`${apiBase}/admin/transitions?portal=${portalId}&contact=${id}`, { headers });
      const lines = (await response.text()).split('\n').filter(Boolean);
      return lines.map((line) => JSON.parse(line) as Logged);
    },
    end: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
