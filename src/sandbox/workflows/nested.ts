import { z } from 'zod';

/**
 * Reads a part whose schema hangs on what stands beside it. Its problems are told at their own place.
 *
 * @param path where the part stands, from the value whose transform this is
 */
export function readNested<T>(
  schema: z.ZodType<T>,
  part: { readonly given: unknown; readonly path: readonly string[]; readonly context: z.RefinementCtx },
): T {
  const read = schema.safeParse(part.given);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues)
    part.context.addIssue({ code: 'custom', path: [...part.path, ...path], message });
  return z.NEVER;
}
