import type { findingsIn, Finding } from './finding.js';
import type { Labels, WorkflowActionConfig } from './workflow-action-config.js';

type Report = ReturnType<typeof findingsIn>;
type Fields = Pick<WorkflowActionConfig, 'inputFields' | 'outputFields'>;

/** Both ways, in every language: each field and option has its label, and each label its field. */
export function checkLabels(report: Report, { labels, ...fields }: WorkflowActionConfig): readonly Finding[] {
  return Object.entries(labels).flatMap(([language, held]) =>
    held === undefined ? [] : checkLanguage(report, `config.labels.${language}`, { labels: held, ...fields }),
  );
}

function checkLanguage(
  report: Report,
  place: string,
  { labels, inputFields, outputFields }: Fields & { readonly labels: Labels },
): readonly Finding[] {
  const inputs = inputFields.map(({ typeDefinition }) => typeDefinition);
  const names = inputs.map(({ name }) => name);
  const choosing = inputs.filter(({ options }) => options);
  const options = labels.inputFieldOptionLabels;
  return [
    ...bothWays(report, `${place}.inputFieldLabels`, { keys: labels.inputFieldLabels, names, of: 'input field' }),
    ...bothWays(report, `${place}.inputFieldDescriptions`, {
      keys: labels.inputFieldDescriptions,
      names,
      of: 'input field',
    }),
    ...bothWays(report, `${place}.outputFieldLabels`, {
      keys: labels.outputFieldLabels,
      names: outputFields.map(({ typeDefinition }) => typeDefinition.name),
      of: 'output field',
    }),
    ...bothWays(report, `${place}.inputFieldOptionLabels`, {
      keys: options,
      names: choosing.map(({ name }) => name),
      of: 'input field with options',
    }),
    ...choosing.flatMap(({ name, options: held = [] }) =>
      bothWays(report, `${place}.inputFieldOptionLabels.${name}`, {
        keys: options[name] ?? {},
        names: options[name] ? held.map(({ value }) => value) : [],
        of: 'option',
      }),
    ),
    ...checkTokens(report, `${place}.actionCardContent`, { text: labels.actionCardContent, names }),
  ];
}

interface Pairing {
  readonly keys: Readonly<Record<string, unknown>>;
  readonly names: readonly string[];
  readonly of: string;
}

function bothWays(report: Report, place: string, { keys, names, of }: Pairing): readonly Finding[] {
  const missing = names.filter((name) => !Object.hasOwn(keys, name));
  const unknown = Object.keys(keys).filter((key) => !names.includes(key));
  return [
    ...missing.map((name) => report(`${place}.${name}`, `the ${of} "${name}" has no text here`, 'add it')),
    ...unknown.map((key) =>
      report(`${place}.${key}`, `there is no ${of} "${key}"`, 'take it out, or correct its name'),
    ),
  ];
}

/** `{{field}}` on the action's card in the workflow editor. */
function checkTokens(
  report: Report,
  place: string,
  { text, names }: { readonly text: string; readonly names: readonly string[] },
): readonly Finding[] {
  const tokens = [...text.matchAll(/\{\{\s*(.*?)\s*\}\}/g)].map(([, token = '']) => token);
  return tokens
    .filter((token) => !names.includes(token))
    .map((token) => report(place, `{{${token}}} names no input field`, `use one of ${names.join(', ') || 'none'}`));
}
