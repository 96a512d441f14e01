import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { InputField, WorkflowAction } from '../../../src/app/action.js';
import { assemble, type Assembled } from '../../../src/hubspot/project/assemble.js';
import { readProfile } from '../../../src/hubspot/project/profile.js';
import { projectFiles } from '../../../src/hubspot/project/project-files.js';

/** A project of its own in a temporary folder, with one action that has every kind of field. */

const both = (text: string) => ({ en: text, nl: `${text} (nl)` });

export const input = (name: string, more: Partial<InputField> = {}): InputField => ({
  name,
  type: 'string',
  fieldType: 'text',
  required: false,
  label: both(`Label of ${name}`),
  description: both(`Description of ${name}`),
  ...more,
});

export const ACTION: WorkflowAction = {
  uid: 'greet-lead',
  name: both('Greet lead'),
  description: both('Greets the lead'),
  when: 'A guest arrives',
  card: both('Greet {{whom}} {{tone}}'),
  inputs: [
    input('whom', { required: true }),
    input('tone', {
      type: 'enumeration',
      fieldType: 'select',
      options: [
        { value: 'warm', label: both('Warm') },
        { value: 'cool', label: both('Cool') },
      ],
    }),
    input('owner', { type: 'enumeration', fieldType: 'select', choices: 'owners' }),
    input('times', { type: 'number', fieldType: 'number' }),
  ],
  outputs: [{ name: 'greeting', label: both('Greeting') }],
  objectTypes: ['CONTACT'],
  want: () => ({ kind: 'refuse', code: 'invalid-input', because: 'only here to be described' }),
  render: () => ({}),
};

export const ACTIONS: ReadonlyMap<string, WorkflowAction> = new Map([[ACTION.uid, ACTION]]);

const REPOSITORY = path.resolve(__dirname, '../../..');
const EXAMPLE = 'src/hubspot/project/hsprofile.example.json';

export interface TempProject {
  readonly root: string;
  /** Where it is assembled. */
  readonly folder: string;
  /** Writes a file; the path is relative to `root`. */
  write(file: string, content: unknown): void;
  /** Changes the JSON of a file in place. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a metafile on the way to being broken has no type
  edit(file: string, change: (json: any) => void): void;
  read(file: string): string;
  remove(file: string): void;
  assemble(profile?: string): readonly Assembled[];
  end(): void;
}

export function createTempProject(actions: ReadonlyMap<string, WorkflowAction> = ACTIONS): TempProject {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'hs-project-'));
  const folder = path.join(root, 'build/hubspot/src');
  const at = (file: string) => path.join(root, file);
  const read = (file: string) => fs.readFileSync(at(file), 'utf8');
  const write = (file: string, content: unknown) => {
    fs.mkdirSync(path.dirname(at(file)), { recursive: true });
    fs.writeFileSync(at(file), typeof content === 'string' ? content : JSON.stringify(content));
  };
  write('hsproject.json', { name: 'handoff', srcDir: 'build/hubspot/src', platformVersion: '2026.03' });
  write('.hsignore', 'dist\n');
  write('package.json', { version: '1.2.3', devDependencies: { '@hubspot/ui-extensions': '0.17.0', react: '18.3.1' } });
  write(EXAMPLE, fs.readFileSync(path.join(REPOSITORY, EXAMPLE), 'utf8'));
  return {
    root,
    folder,
    read,
    write,
    edit: (file, change) => {
      const json: unknown = JSON.parse(read(file));
      change(json);
      write(file, json);
    },
    remove: (file) => fs.rmSync(at(file), { recursive: true }),
    assemble: (profile = 'example') =>
      assemble(projectFiles({ root, actions, profile: readProfile(root, profile) }), folder),
    end: () => fs.rmSync(root, { recursive: true, force: true }),
  };
}

/** A card as it stands in our sources. */
export function writeCard(project: TempProject, entrypoint = '/app/cards/lead-card.tsx'): void {
  project.write('cards/lead-card-hsmeta.json', {
    uid: 'lead-card',
    type: 'card',
    config: { name: 'Lead', location: 'crm.record.tab', entrypoint, objectTypes: ['contacts'] },
  });
  project.write('cards/lead-card.tsx', 'export const LeadCard = () => null;\n');
}
