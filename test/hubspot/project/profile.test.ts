import { readProfile, readRealProfile } from '../../../src/hubspot/project/profile.js';
import { createTempProject, type TempProject } from './temp-project.js';

let project: TempProject;
beforeEach(() => {
  project = createTempProject();
});
afterEach(() => project.end());

const variables = { API_BASE: 'https://leads.example.com' };

describe('readProfile', () => {
  it('reads the example that comes with the project', () => {
    expect(readProfile(project.root, 'example')).toMatchObject({
      name: 'example',
      accountId: 0,
      variables: { API_BASE: 'https://leads.example.com', AUTH: 'static' },
    });
  });

  it('reads a profile beside hsproject.json, static where it does not say', () => {
    project.write('hsprofile.prod.json', { accountId: 42, variables: { ...variables, TRIES: 3 } });

    expect(readProfile(project.root, 'prod')).toEqual({
      name: 'prod',
      text: '{"accountId":42,"variables":{"API_BASE":"https://leads.example.com","TRIES":3}}',
      accountId: 42,
      variables: { API_BASE: 'https://leads.example.com', TRIES: 3, AUTH: 'static' },
    });
  });

  it.each([
    ['is not JSON', '{', 'hsprofile.bad.json is not JSON. Correct it.'],
    ['names no account', { variables }, 'hsprofile.bad.json: accountId: '],
    ['has no address', { accountId: 1, variables: {} }, 'hsprofile.bad.json: variables.API_BASE: '],
    [
      'asks for another auth',
      { accountId: 1, variables: { ...variables, AUTH: 'magic' } },
      'hsprofile.bad.json: variables.AUTH: Invalid option: expected one of "static"|"oauth"',
    ],
  ])('refuses a profile that %s', (_name, content, message) => {
    project.write('hsprofile.bad.json', content);

    expect(() => readProfile(project.root, 'bad')).toThrow(message);
  });

  it('says what to write where there is none', () => {
    expect(() => readProfile(project.root, 'prod')).toThrow(
      'hsprofile.prod.json is not there. Write hsprofile.prod.json beside hsproject.json: { "accountId": <your HubSpot account>,',
    );
  });

  it.each(['../prod', 'a.b', ''])('takes no path for a name: "%s"', (name) => {
    expect(() => readProfile(project.root, name)).toThrow('letters, digits, - and _ only');
  });
});

describe('readRealProfile', () => {
  it('gives a profile that names an account', () => {
    project.write('hsprofile.prod.json', { accountId: 42, variables });

    expect(readRealProfile(project.root, 'prod').accountId).toBe(42);
  });

  it('refuses the example, and says what to write', () => {
    expect(() => readRealProfile(project.root, 'example')).toThrow(
      'An account is needed: name a profile with --profile. Write hsprofile.prod.json beside hsproject.json',
    );
  });

  it('refuses a copy of the example nobody filled in', () => {
    project.write('hsprofile.prod.json', { accountId: 0, variables });

    expect(() => readRealProfile(project.root, 'prod')).toThrow('accountId: write the id of your HubSpot account');
  });
});
