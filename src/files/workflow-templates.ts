import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../app/errors.js';
import type { FilterBranch, Json, WorkflowTemplate } from '../app/workflows/template.js';

const Value: z.ZodType<Json> = z.json();
const Connection = z.object({ edgeType: z.enum(['STANDARD', 'GOTO']), nextActionId: z.string() });
const FlowValue = z.discriminatedUnion('type', [
  z.object({ type: z.literal('FIELD_DATA'), actionId: z.string(), dataKey: z.string() }),
  z.object({ type: z.literal('OBJECT_PROPERTY'), propertyName: z.string() }),
  z.object({ type: z.literal('STATIC_VALUE'), staticValue: z.string() }),
]);

const junction = z.enum(['OR', 'AND']);
const FilterBranch: z.ZodType<FilterBranch> = z.lazy(() =>
  z.object({
    filterBranchType: junction,
    filterBranchOperator: junction,
    filterBranches: z.array(FilterBranch),
    filters: z.array(
      z.object({ filterType: z.literal('PROPERTY'), property: z.string(), operation: z.record(z.string(), Value) }),
    ),
  }),
);

const next = { actionId: z.string(), connection: Connection.optional() };
const branching = {
  actionId: z.string(),
  defaultBranchName: z.string().optional(),
  defaultBranch: Connection.optional(),
};

const Step = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('SINGLE_CONNECTION'),
    ...next,
    actionTypeId: z.string(),
    actionTypeVersion: z.int(),
    fields: z.record(z.string(), Value),
  }),
  z.strictObject({
    type: z.literal('CUSTOM_CODE'),
    ...next,
    runtime: z.string(),
    sourceCode: z.string(),
    inputFields: z.array(z.object({ name: z.string(), value: FlowValue })),
    outputFields: z.array(z.object({ name: z.string(), type: z.literal('ENUMERATION'), options: z.tuple([]) })),
    secretNames: z.array(z.string()),
  }),
  z.strictObject({
    type: z.literal('STATIC_BRANCH'),
    ...branching,
    inputValue: FlowValue,
    staticBranches: z.array(z.object({ branchValue: z.string(), connection: Connection.optional() })),
  }),
  z.strictObject({
    type: z.literal('LIST_BRANCH'),
    ...branching,
    listBranches: z.array(
      z.object({ branchName: z.string(), filterBranch: FilterBranch, connection: Connection.optional() }),
    ),
  }),
]);

const About = z.strictObject({ title: z.string(), purpose: z.string(), needs: z.array(z.string()) });

/** Parts without a name here are sent as they stand. */
const Flow = z.looseObject({
  name: z.string().startsWith('Handoff: '),
  type: z.literal('CONTACT_FLOW'),
  flowType: z.literal('WORKFLOW'),
  objectTypeId: z.literal('0-1'),
  isEnabled: z.literal(false),
  startActionId: z.string(),
  actions: z.array(Step).min(1),
  enrollmentCriteria: z.strictObject({
    type: z.literal('LIST_BASED'),
    shouldReEnroll: z.literal(true),
    unEnrollObjectsNotMeetingCriteria: z.literal(false),
    listFilterBranch: FilterBranch,
    reEnrollmentTriggersFilterBranches: z.array(FilterBranch),
  }),
});

/** `_handoff` is for people and is never sent. */
const TemplateFile = z
  .looseObject({ _handoff: About })
  .transform(({ _handoff: about, ...flow }) => ({ about, flow }))
  .pipe(z.object({ about: About, flow: Flow }));

/**
 * Reads every ready-made workflow of a folder, by file name.
 *
 * @throws {AppError} NOT_FOUND without the folder, INVALID_INPUT naming the file and the places that cannot be used
 */
export function readWorkflowTemplates(dir: string): readonly WorkflowTemplate[] {
  return namesIn(dir).map((name) => readTemplate(path.join(dir, `${name}.json`), name));
}

function namesIn(dir: string): readonly string[] {
  try {
    const files = fs.readdirSync(dir).filter((file) => file.endsWith('.json'));
    return files.map((file) => path.basename(file, '.json')).sort();
  } catch (cause) {
    throw new AppError('NOT_FOUND', `${dir}: the ready-made workflows are not there: install the package again`, {
      cause,
    });
  }
}

function readTemplate(file: string, name: string): WorkflowTemplate {
  const read = TemplateFile.safeParse(parse(file));
  if (!read.success) {
    const places = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new AppError('INVALID_INPUT', `${file}: ${places.join('; ')}`);
  }
  const { about, flow } = read.data;
  return { name, ...about, flow };
}

function parse(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new AppError('INVALID_INPUT', `${file}: not JSON`, { cause });
  }
}
