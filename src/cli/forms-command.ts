import type { Command } from 'commander';
import { z } from 'zod';
import { listing, type ListingDeps } from './listing.js';

const Token = z.object({ value: z.string(), expiresAt: z.string(), field: z.record(z.string(), z.unknown()) });
const Demo = z.object({
  state: z.string(),
  form: z.string(),
  name: z.string(),
  kind: z.string(),
  expiresAt: z.string(),
});
const Open = z.object({ form: z.string(), signal: z.string(), fields: z.array(z.string()), until: z.string() });
const Closed = z.object({ closed: z.boolean() });
const Test = z.object({
  ok: z.boolean(),
  steps: z.array(z.object({ step: z.string(), ok: z.boolean(), said: z.string() })),
  contactId: z.string().optional(),
});

interface Options {
  readonly form: string;
  readonly kind: string;
  readonly days: string;
  readonly email: string;
  readonly field?: readonly string[];
  readonly json?: boolean;
}

const FINDINGS = ['form', 'name', 'finding', 'what', 'advice'] as const;
const OPEN = ['form', 'signal', 'fields', 'until'] as const;

/** What holds for every form, however well it is made. */
const ANY_FORM =
  'Whoever posts to any form can put a stage into what he sends: what comes so without proof is held (handoff quarantine list).';

/** Says what the service answered: in words, or as one JSON object. */
type Say = (options: Options, answer: unknown, words: () => readonly string[]) => void;

function speaking({ terminal }: ListingDeps): Say {
  return ({ json }, answer, words) =>
    void terminal.stdout.write(`${json ? JSON.stringify(answer) : words().join('\n')}\n`);
}

function tokenWords({ value, expiresAt, field }: z.infer<typeof Token>): readonly string[] {
  return [
    `Value of the hidden field handoff_request, good until ${expiresAt}:`,
    `  ${value}`,
    'The field as the forms API takes it:',
    JSON.stringify(field, null, 2),
  ];
}

function demoWords({ state, form, name, kind, expiresAt }: z.infer<typeof Demo>): readonly string[] {
  return [
    `${state}: ${name}, form ${form}`,
    `  its hidden field proves ${kind} until ${expiresAt}; its lifecycle stage stays Lead`,
    `  in a page of HubSpot, or from any other: POST /forms/${form}/submit`,
    `  to see it work: handoff forms test --form ${form} --email you+test@example.com`,
  ];
}

function testWords({ steps, contactId }: z.infer<typeof Test>): readonly string[] {
  const lines = steps.map(({ step, ok, said }) => `${ok ? 'ok  ' : 'FAIL'}  ${step.padEnd(12)}  ${said}`);
  return contactId === undefined
    ? lines
    : [...lines, `Contact ${contactId} was made by this test: delete it when done.`];
}

/** `handoff forms`: forms that ask for a stage. */
export function addFormsCommand(program: Command, deps: ListingDeps): void {
  const { service, terminal } = deps;
  const say = speaking(deps);
  const ask = async <S extends z.ZodType>(place: string, body: unknown, answer: S): Promise<z.output<S>> =>
    answer.parse(await (await service.ask(`forms/${place}`, { json: body })).json());

  async function token(options: Options): Promise<void> {
    const { form, kind, days } = options;
    const made = await ask('tokens', { form, kind, days: Number(days) }, Token);
    say(options, made, () => tokenWords(made));
  }

  async function createDemo(options: Options): Promise<void> {
    const { kind, days } = options;
    const demo = await ask('demo', { kind, days: Number(days) }, Demo);
    say(options, demo, () => demoWords(demo));
  }

  async function open(options: Options): Promise<void> {
    const { form, kind, days, field } = options;
    const asked = { form, kind, days: Number(days), ...(field === undefined ? {} : { fields: field }) };
    const opened = await ask('open', asked, Open);
    say(options, opened, () => [
      `POST /forms/${opened.form}/submit is open until ${opened.until} and proves ${opened.signal}; it takes`,
      `  ${opened.fields.join(', ')}`,
    ]);
  }

  async function close(options: Options): Promise<void> {
    const { closed } = await ask('close', { form: options.form }, Closed);
    say(options, { closed }, () => [closed ? 'closed' : 'It was not open.']);
  }

  async function test(options: Options): Promise<void> {
    const { form, email } = options;
    const tested = await ask('test', { form, email }, Test);
    say(options, tested, () => testWords(tested));
    terminal.exit(tested.ok ? 0 : 1);
  }

  async function audit({ json = false }: Options): Promise<void> {
    await listing('forms/audit', { columns: FINDINGS, json, none: 'No form sets a stage by itself.' }, deps);
    if (!json) terminal.stdout.write(`${ANY_FORM}\n`);
  }

  const forms = program.command('forms').description('forms that ask for a stage');
  const command = (name: string, description: string) =>
    forms.command(name).description(description).option('--json', 'JSON instead of words');
  const ofForm = (name: string, description: string) =>
    command(name, description).requiredOption('--form <guid>', 'the form, as in its address');

  ofForm('token', 'print the signed value of the hidden field of one form')
    .requiredOption('--kind <signal>', 'what submitting it proves, such as demo_requested')
    .option('--days <n>', 'how long it is good', '365')
    .action(token);
  command('create-demo', 'make a form that asks for a demo, with its hidden field')
    .option('--kind <signal>', 'what submitting it proves', 'demo_requested')
    .option('--days <n>', 'how long that is good', '365')
    .action(createDemo);
  command('audit', 'forms that set a stage by themselves, or let others set it, and what to do').action(audit);
  ofForm('test', 'submit a form as a visitor does, and look where it ends')
    .requiredOption('--email <address>', 'of nobody in the portal: a contact is made of it')
    .action(test);
  ofForm('open', 'take submissions of a form at POST /forms/GUID/submit, for pages without HubSpot forms')
    .requiredOption('--kind <signal>', 'what submitting it proves, such as demo_requested')
    .option('--field <name...>', 'only these of its fields; default all it has')
    .option('--days <n>', 'how long', '365')
    .action(open);
  ofForm('close', 'take no more submissions of it').action(close);
  command('list', 'forms that are open to submissions here').action(({ json = false }: Options) =>
    listing('forms', { columns: OPEN, json, none: 'No form is open to submissions.' }, deps),
  );
}
