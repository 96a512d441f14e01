import { z } from 'zod';
import { ModelFile } from './model-schema.js';

/** The JSON Schema (draft 2020-12) of a model file, for editors that complete and check YAML. */
export function modelJsonSchema(): Readonly<Record<string, unknown>> {
  return { ...z.toJSONSchema(ModelFile, { io: 'input' }) };
}
