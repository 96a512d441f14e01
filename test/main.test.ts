import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const MAIN = path.resolve(__dirname, '../build/service/src/main.js');

describe('the command', () => {
  it('ends quietly when its reader stops reading', async () => {
    const child = spawn(process.execPath, [MAIN, 'model', 'schema'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const said: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.stdout.destroy();

    const [code] = (await once(child, 'close')) as [number];

    expect([code, Buffer.concat(said).toString()]).toEqual([0, '']);
  });
});
