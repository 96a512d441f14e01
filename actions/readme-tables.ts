import type { InputField, OutputField, WorkflowAction } from '../src/app/action.js';
import { SIGNALS } from '../src/core/signals.js';

/* What the READMEs say of the actions and of signals, made from their definitions. */

const code = (text: string): string => `\`${text}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|');
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');
}

const inputWord = ({ name, required }: InputField): string => (required ? `${code(name)} (required)` : code(name));
const outputWord = ({ name }: OutputField): string => code(name);

/** One line per action: what it does, what goes in and what comes out. */
export function actionsTable(actions: Iterable<WorkflowAction>): string {
  return table(
    ['action', 'does', 'inputs', 'outputs'],
    [...actions].map(({ uid, description, inputs, outputs }) => [
      code(uid),
      description.en,
      inputs.map(inputWord).join(', '),
      outputs.map(outputWord).join(' '),
    ]),
  );
}

/** The signals with a meaning of their own, and when each is sent. */
export function signalsTable(): string {
  return table(
    ['signal', 'sent when'],
    Object.entries(SIGNALS).map(([name, words]) => [code(name), words]),
  );
}

/** Which action when. */
export function whenTable(actions: Iterable<WorkflowAction>): string {
  return table(
    ['when', 'action', 'fill in'],
    [...actions].map(({ name, when, inputs }) => [when, `**${name.en}**`, inputs.map(filledIn).join('; ')]),
  );
}

function filledIn({ label, description, required }: InputField): string {
  return `_${label.en}_${required ? ' (required)' : ''}: ${description.en}`;
}

/** Every output that has few values, with all of them. */
export function branchTable(actions: Iterable<WorkflowAction>): string {
  const rows = [...actions].flatMap(({ name, outputs }) =>
    outputs.flatMap((output) =>
      output.values ? [[`**${name.en}**`, code(output.name), output.values.map(code).join(' ')]] : [],
    ),
  );
  return table(['action', 'output', 'is one of'], rows);
}

/** What a ready-made workflow says of itself. */
export interface Described {
  readonly name: string;
  readonly purpose: string;
  readonly needs: readonly string[];
}

/** The ready-made workflows. */
export function templatesTable(templates: readonly Described[]): string {
  return table(
    ['workflow', 'purpose', 'needs'],
    templates.map(({ name, purpose, needs }) => [code(name), purpose, needs.join('; ')]),
  );
}

/** Puts made text between its two marks. @returns the whole text; unchanged where it holds no such marks */
export function withMade(text: string, mark: string, made: string): string {
  const start = `<!-- ${mark}: made by npm run docs -->`;
  const end = `<!-- /${mark} -->`;
  const [before, ...rest] = text.split(start);
  const after = rest.join(start).split(end).slice(1).join(end);
  if (before === undefined || rest.length === 0) return text;
  const guarded = `<!-- prettier-ignore-start -->\n${made}\n<!-- prettier-ignore-end -->`;
  return `${before}${start}\n\n${guarded}\n\n${end}${after}`;
}
