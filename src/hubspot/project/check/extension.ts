import path from 'node:path';
import { z } from 'zod';
import type { Component } from './envelope.js';
import { findingsIn, shapeFindings, type Finding } from './finding.js';

const entrypoint = z.string().regex(/^\/.+\.[jt]sx?$/, 'expected a path from srcDir on, such as /app/cards/card.tsx');

/** @source HubSpot, "App cards reference" */
const CardConfig = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  location: z.enum(['crm.record.tab', 'crm.record.sidebar', 'crm.preview', 'helpdesk.sidebar']),
  entrypoint,
  objectTypes: z.array(z.string().min(1)).min(1),
  previewImage: z.strictObject({ file: z.string(), altText: z.string() }).optional(),
});
const PageConfig = z.strictObject({ entrypoint });

/** Components that show something: a React file beside the metafile. */
export const EXTENSIONS = { card: CardConfig, settings: PageConfig, page: PageConfig, pages: PageConfig } as const;

export const isExtension = (type: string): type is keyof typeof EXTENSIONS => Object.hasOwn(EXTENSIONS, type);

/** The `config` of a card or page. HubSpot builds the folder of the entrypoint, so everything must stand in it. */
export function checkExtension(
  { file, config }: Component,
  type: keyof typeof EXTENSIONS,
  files: readonly string[],
): readonly Finding[] {
  const parsed = EXTENSIONS[type].safeParse(config);
  if (!parsed.success) return shapeFindings(file, parsed.error, 'config');
  const report = findingsIn(file);
  const folder = path.posix.dirname(file);
  const entry = parsed.data.entrypoint.slice(1);
  const beside = path.posix.join(folder, 'package.json');
  return [
    ...(files.includes(entry) ? [] : [report('config.entrypoint', `${entry} is not there`, 'correct the path')]),
    ...(path.posix.dirname(entry) === folder
      ? []
      : [report('config.entrypoint', `${entry} is in another folder`, `put both files in ${folder}`)]),
    ...(files.includes(beside) ? [] : [report('', `${beside} is not there`, 'assemble again')]),
  ];
}
