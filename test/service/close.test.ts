import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { ADMIN_TOKEN, CLIENT_SECRET } from '../faults/service-process.js';

const BUILT = path.resolve(__dirname, '../../build/service/src');
const MODELS = path.resolve(__dirname, '../../workflows/models');

/** Opens a service, asks it something, closes it, and says what still keeps its process alive. */
const OPEN_AND_CLOSE = `
  const { openService } = require(${JSON.stringify(path.join(BUILT, 'serve.js'))});
  const { readConfig } = require(${JSON.stringify(path.join(BUILT, 'config.js'))});
  const { createLogger } = require(${JSON.stringify(path.join(BUILT, 'logger.js'))});
  (async () => {
    const service = await openService({ config: readConfig(process.env), log: createLogger({ level: 'error' }) });
    await (await fetch(service.url + '/healthz')).text();
    await service.close();
    console.log(process.getActiveResourcesInfo().join(' '));
  })();
`;

describe('a service that was closed', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-close-'));
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await createSandbox({ now: Date.now, clientSecret: CLIENT_SECRET });
  });
  afterAll(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('leaves its process nothing to wait for but its two outputs', async () => {
    const env = {
      PORT: '0',
      HUBSPOT_API_URL: sandbox.url,
      HUBSPOT_ACCESS_TOKEN: 'token',
      HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
      ADMIN_TOKEN,
      MODELS_DIR: MODELS,
      DATA_DIR: folder,
    };

    const said = await promisify(execFile)(process.execPath, ['-e', OPEN_AND_CLOSE], { env });

    expect(said).toEqual({ stdout: 'PipeWrap PipeWrap\n', stderr: '' });
  });
});
