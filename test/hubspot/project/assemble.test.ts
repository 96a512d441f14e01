import fs from 'node:fs';
import path from 'node:path';
import { assemble, assembledText } from '../../../src/hubspot/project/assemble.js';
import { createTempProject, writeCard, type TempProject } from './temp-project.js';

let project: TempProject;
beforeEach(() => {
  project = createTempProject();
});
afterEach(() => project.end());

const onDisk = (): string[] =>
  fs
    .readdirSync(project.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(project.folder, path.join(entry.parentPath, entry.name)))
    .sort();

describe('assemble', () => {
  it('writes the whole project where HubSpot reads it', () => {
    writeCard(project);
    project.write('local.json', { proxy: {} });

    project.assemble();

    expect(onDisk()).toEqual([
      'app/app-hsmeta.json',
      'app/cards/lead-card-hsmeta.json',
      'app/cards/lead-card.tsx',
      'app/cards/package.json',
      'app/local.json',
      'app/webhooks/webhooks-hsmeta.json',
      'app/workflow-actions/greet-lead-hsmeta.json',
      'hsprofile.example.json',
    ]);
  });

  it('changes nothing the second time', () => {
    project.assemble();

    const again = project.assemble();

    expect(again.map(({ change }) => change)).toEqual(['same', 'same', 'same', 'same']);
  });

  it('writes only what differs, so that nobody who watches wakes for nothing', () => {
    project.assemble();
    const untouched = path.join(project.folder, 'app/webhooks/webhooks-hsmeta.json');
    fs.utimesSync(untouched, 1, 1);
    project.write('build/hubspot/src/app/app-hsmeta.json', 'edited by hand');

    const again = project.assemble();

    expect(again.filter(({ change }) => change !== 'same')).toEqual([
      { file: 'app/app-hsmeta.json', change: 'changed' },
    ]);
    expect(fs.statSync(untouched).mtimeMs).toBe(1_000);
  });

  it('removes what is no longer wanted, and the folder it leaves empty', () => {
    writeCard(project);
    project.assemble();
    project.remove('cards');

    const again = project.assemble();

    expect(again.filter(({ change }) => change === 'removed').map(({ file }) => file)).toEqual([
      'app/cards/lead-card-hsmeta.json',
      'app/cards/lead-card.tsx',
      'app/cards/package.json',
    ]);
    expect(fs.existsSync(path.join(project.folder, 'app/cards'))).toBe(false);
  });

  it('keeps what npm and HubSpot’s development server keep there', () => {
    const theirs = [
      'app/cards/node_modules/react/index.js',
      'app/cards/package-lock.json',
      'app/dist/lead-card.js',
    ].sort();
    for (const file of theirs) project.write(`build/hubspot/src/${file}`, 'theirs');
    project.write('build/hubspot/src/app/cards/dist/old.js', 'nobody’s');

    project.assemble();

    expect(onDisk().filter((file) => /dist|node_modules|lock/.test(file))).toEqual(theirs);
  });

  it('holds one profile: the one it is assembled for', () => {
    project.write('hsprofile.prod.json', {
      accountId: 42,
      variables: { API_BASE: 'https://a.example', AUTH: 'oauth' },
    });
    project.assemble();

    project.assemble('prod');

    expect(onDisk().filter((file) => file.startsWith('hsprofile'))).toEqual(['hsprofile.prod.json']);
    expect(project.read('build/hubspot/src/app/app-hsmeta.json')).toContain('"type": "oauth"');
  });
});

describe('assembledText', () => {
  it('says a word per file and counts the changes', () => {
    const files = assemble(new Map([['a.json', '1']]), project.folder);

    expect(assembledText([...files, { file: 'b.json', change: 'same' }], 'build/hubspot/src')).toBe(
      'build/hubspot/src\n  new      a.json\n  same     b.json\n2 files, 1 changed\n',
    );
  });
});
