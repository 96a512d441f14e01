import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { createTempProject, type TempProject } from './hubspot/project/temp-project.js';

const PROGRAM = path.resolve(__dirname, '../build/service/src/hs-project.js');
const run = promisify(execFile);

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let project: TempProject;
beforeEach(() => {
  project = createTempProject();
  project.write('hsprofile.prod.json', { accountId: 42, variables: { API_BASE: 'https://leads.example.com' } });
  npxThat('exit 0');
});
afterEach(() => project.end());

/** A stand-in for npx that keeps what it was asked for; HubSpot's own command line needs an account. */
function npxThat(ends: string): void {
  project.write('bin/npx', `#!/bin/sh\necho "$PWD: $*" >> "${project.root}/called"\n${ends}\n`);
  fs.chmodSync(path.join(project.root, 'bin/npx'), 0o755);
}

const called = (): string[] => {
  const file = path.join(project.root, 'called');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : [];
};

async function hsProject(...words: string[]): Promise<Ran> {
  const PATH = `${path.join(project.root, 'bin')}${path.delimiter}${process.env['PATH']}`;
  const options = { env: { ...process.env, PATH } };
  try {
    const { stdout, stderr } = await run(process.execPath, [PROGRAM, ...words, '--dir', project.root], options);
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

describe('hs-project', () => {
  it('assembles our own actions, checks them with HubSpot’s parser, and finds nothing', async () => {
    const assembled = await hsProject('assemble');
    const again = await hsProject('assemble');
    const checked = await hsProject('check');

    expect(assembled.out).toContain('  new      app/workflow-actions/qualify-lead-hsmeta.json\n');
    expect(again.out).toMatch(/ files, 0 changed\n$/);
    expect(checked).toEqual({
      code: 0,
      out: expect.stringMatching(/^\d+ metafiles checked\nno findings\n$/),
      err: '',
    });
  });

  it('assembles what the README lists', async () => {
    const { out } = await hsProject('assemble');

    const files = [...out.matchAll(/^ {2}\w+ +(\S+)$/gm)].map(([, file]) => `  ${file}`);
    const readme = fs.readFileSync(path.resolve(__dirname, '../README.md'), 'utf8');
    expect(files.length).toBeGreaterThan(9);
    expect(readme).toContain(`build/hubspot/src\n${files.join('\n')}\n`);
  });

  it('exits with 2 when the check finds something, and says what to do', async () => {
    await hsProject('assemble');
    project.write('build/hubspot/src/app/app-hsmeta.json', '{');

    const { code, out } = await hsProject('check');

    expect(code).toBe(2);
    expect(out).toContain('app/app-hsmeta.json\n  is not JSON: ');
    expect(out).toContain('    → correct it: HubSpot leaves the file out in silence\n');
  });

  it('uploads what it has assembled and checked', async () => {
    const { code, out } = await hsProject('upload', '--profile', 'prod');

    expect(code).toBe(0);
    expect(out).toContain('  new      hsprofile.prod.json\n');
    expect(called()).toEqual([`${fs.realpathSync(project.root)}: --yes @hubspot/cli@8 project upload --profile prod`]);
  });

  it.each([['upload'], ['dev']])('refuses to %s for nobody, and says what to write', async (command) => {
    const { code, err } = await hsProject(command);

    expect(code).toBe(2);
    expect(err).toContain('name a profile with --profile. Write hsprofile.prod.json beside hsproject.json');
    expect(called()).toEqual([]);
  });

  it('uploads nothing while the check finds something', async () => {
    project.remove('.hsignore');

    const { code, out } = await hsProject('upload', '--profile', 'prod');

    expect([code, called()]).toEqual([2, []]);
    expect(out).toContain('.hsignore\n  is not there\n');
  });

  it('does not call an upload done that HubSpot refused', async () => {
    npxThat('exit 7');

    expect((await hsProject('upload', '--profile', 'prod')).code).toBe(1);
  });

  it('runs HubSpot’s development server, and ends with it', async () => {
    const { code } = await hsProject('dev', '--profile', 'prod');

    expect(code).toBe(0);
    expect(called()).toEqual([`${fs.realpathSync(project.root)}: --yes @hubspot/cli@8 project dev --profile prod`]);
  });

  it.each([
    [['assemble', '--profile', 'nobody'], 'hsprofile.nobody.json is not there.'],
    [['dance'], 'unknown command'],
    [['check', '--loud'], 'unknown option'],
  ])('refuses %j with 2', async (words, because) => {
    const { code, err } = await hsProject(...words);

    expect(code).toBe(2);
    expect(err).toContain(because);
  });
});
