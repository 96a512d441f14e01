import type { BundleParts, Field } from './bundle-parts.js';

const WIDTH = 116;

/** What a marketer reads above the code: line comments, whatever the model's texts hold. @param bytes of the whole file */
export function headerOf(parts: BundleParts, model: string, bytes: number): string {
  const { name, does, inputs, outputs, secrets, unseen } = parts;
  const lines = [
    ...wrapped(`Handoff, ${name}: ${does}`, ''),
    ...wrapped(`Model: ${model} · size: ${Math.ceil(bytes / 1000)} kB`, ''),
    '',
    'How to use it',
    ...stepsOf(parts).flatMap((step, index) => wrapped(step, `${index + 1}. `)),
    '',
    `${name === 'set-stage' ? 'Inputs' : 'Properties to include'} (${inputs.length} of at most 50)`,
    ...listed(inputs),
    '',
    `Outputs (${outputs.length}, all of type string)`,
    ...listed(outputs),
    '',
    `Secrets: ${secrets.length === 0 ? 'none' : secrets.join(', ')}`,
    ...(unseen.length > 0 ? ['', 'What it cannot see', ...unseen.flatMap((line) => wrapped(line, '- '))] : []),
    '',
    'Made by handoff custom-code build; do not edit, build again.',
  ];
  return lines.map((line) => `// ${inOneLine(line)}`.trimEnd()).join('\n') + '\n';
}

function stepsOf({ name, after, secrets }: BundleParts): readonly string[] {
  const add =
    'In a contact workflow add the action "Custom code", language Node.js 20, and paste this whole file over what is there.';
  const outputs = 'Under "Data outputs" define each output below, by exactly its name, as a string.';
  if (name === 'set-stage') {
    const token = `Add the secret ${secrets.join(', ')}: the access token of a private app with the scopes crm.objects.contacts.read, crm.objects.contacts.write and crm.schemas.contacts.read.`;
    return [
      add,
      `${token} Choose it in the action.`,
      `Under "Property to include in code" add the inputs below. ${outputs}`,
      after,
    ];
  }
  return [
    add,
    'Under "Property to include in code" add each property below; as its name type exactly the same. One your portal does not have can be left out: it counts as unknown.',
    outputs,
    after,
  ];
}

function listed(fields: readonly Field[]): readonly string[] {
  const widest = Math.max(...fields.map(({ name }) => name.length));
  return fields.map(({ name, means }) => `  ${name.padEnd(widest)}  ${means}`);
}

/** Breaks between words; what follows the mark stays under it. */
function wrapped(text: string, mark: string): readonly string[] {
  const lines: string[] = [];
  let line = mark;
  for (const word of text.split(' ')) {
    if (line.length + word.length > WIDTH && line.trim() !== mark.trim()) {
      lines.push(line);
      line = ' '.repeat(mark.length);
    }
    line += `${word} `;
  }
  return [...lines, line];
}

/** A line break in a model's text must not end the comment. */
function inOneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}
