import path from 'node:path';
import { sourceFolder } from '../../../src/hubspot/project/project-config.js';
import { createTempProject, type TempProject } from './temp-project.js';

let project: TempProject;
beforeEach(() => {
  project = createTempProject();
});
afterEach(() => project.end());

describe('sourceFolder', () => {
  it('is the srcDir of hsproject.json', () => {
    expect(sourceFolder(project.root)).toBe(path.join(project.root, 'build/hubspot/src'));
  });

  it.each(['.', 'src', '..', 'build', '/anywhere', 'build/../src'])(
    'refuses "%s", where files may be that nobody can assemble again',
    (srcDir) => {
      project.write('hsproject.json', { name: 'handoff', srcDir, platformVersion: '2026.03' });

      expect(() => sourceFolder(project.root)).toThrow(
        `hsproject.json: srcDir: write a folder below build/, not ${srcDir}`,
      );
    },
  );

  it.each([
    ['is missing', () => project.remove('hsproject.json')],
    ['is broken', () => project.write('hsproject.json', '{')],
  ])('refuses a folder whose hsproject.json %s', (_name, spoil) => {
    spoil();

    expect(() => sourceFolder(project.root)).toThrow('hsproject.json is not there or not a HubSpot project');
  });
});
