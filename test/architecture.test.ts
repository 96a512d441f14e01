import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(__dirname, '..');

/** Who may import whom. A folder may always import itself; what is not listed is not allowed. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/core': [],
  'src/app': ['src/core', 'src/http/card-contract.ts'],
  // What the card and the service say to each other: types only.
  'src/http/card-contract.ts': [],
  'src/hubspot': ['src/core', 'src/app', '@hubspot/api-client', 'bottleneck', 'zod', 'node:'],
  'src/hubspot/project': ['src/core', 'src/app', 'src/hubspot', '@hubspot/project-parsing-lib', 'zod', 'node:'],
  'src/store': [
    'src/core',
    'src/app',
    'pg',
    'kysely',
    '@electric-sql/pglite',
    '@electric-sql/pglite-socket',
    'zod',
    'node:',
  ],
  'src/notify': ['src/core', 'src/app', 'ipaddr.js', 'nodemailer', 'standardwebhooks', 'node:'],
  'src/http': [
    'src/core',
    'src/app',
    'src/http/card-contract.ts',
    'express',
    'express-rate-limit',
    'helmet',
    'zod',
    'prom-client',
    'node:',
  ],
  'src/files': ['src/core', 'src/app', 'yaml', 'csv-parse', 'csv-stringify', 'zod', 'node:'],
  'src/cli': [
    'src/core',
    'src/app',
    'src/files',
    'commander',
    'cli-progress',
    'cli-table3',
    'picocolors',
    'zod',
    'node:',
  ],
  'src/custom-code': ['src/core', 'src/app', 'esbuild', 'node:'],
  'src/sandbox': ['express', 'zod', 'node:'],
  'src/config.ts': ['src/app', 'zod', 'node:'],
  'src/logger.ts': ['src/app', 'winston', 'node:'],
  'src/timers.ts': ['src/app', 'node:'],
  'src/home.ts': ['node:'],
  'src/admin-token.ts': ['src/config.ts', 'node:'],
  // What the preview shows is the card itself; only what joins the sandbox with a service knows of it.
  'src/sandbox/preview': ['src/sandbox', 'esbuild', 'zod', 'node:'],
  'src/sandbox/preview/page': [
    'src/sandbox/preview',
    '@hubspot/ui-extensions',
    '@remote-ui/react',
    '@remote-ui/rpc',
    'react',
    'react-dom',
  ],
  cards: ['src/http/card-contract.ts', '@hubspot/ui-extensions', 'react'],
  actions: ['src/core', 'src/app', 'zod'],
  'actions/custom-code': ['src/core', '@hubspot/api-client'],
};

/** The only places where everything meets: the command, the service it joins, that on a sandbox portal, and `hs-project`. */
const JOINS: readonly string[] = [
  'src/docs.ts',
  'src/install-app.ts',
  'src/join-card.ts',
  'src/join-clock.ts',
  'src/join-forms.ts',
  'src/join-import.ts',
  'src/join-notify.ts',
  'src/join-signals.ts',
  'src/join-preview.ts',
  'src/join-webhooks.ts',
  'src/main.ts',
  'src/serve.ts',
  'src/showcase.ts',
  'src/hs-project.ts',
];

/** Where such a program reads the clock and leaves things to chance: one file. */
const OUTSIDES: readonly string[] = ['cards/outside.ts'];

function sourceFiles(folder: string): string[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(file) : /\.tsx?$/.test(entry.name) ? [file] : [];
  });
}

function ownerOf(file: string): string {
  if (file.startsWith('actions/custom-code/')) return 'actions/custom-code';
  if (file.startsWith('actions/')) return 'actions';
  if (file.startsWith('cards/')) return 'cards';
  // The preview: what serves it, and what runs in the browser.
  if (file.startsWith('src/sandbox/preview/page/')) return 'src/sandbox/preview/page';
  if (file.startsWith('src/sandbox/preview/')) return 'src/sandbox/preview';
  // Made before an upload, with a package the service does not have.
  if (file.startsWith('src/hubspot/project/')) return 'src/hubspot/project';
  if (file === 'src/http/card-contract.ts') return file;
  const [, second = ''] = file.split('/');
  return `src/${second}`;
}

const textOf = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
/** Types are gone at run time: a file may know another's types without needing it. */
const withoutTypes = (text: string): string => text.replace(/^import type [^;]*;/gm, '');

function importsOf(file: string, text = textOf(file)): string[] {
  return ts
    .preProcessFile(text)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.')
        ? sourceOf(path.posix.normalize(path.posix.join(path.posix.dirname(file), fileName)))
        : fileName,
    );
}

/** What is bundled is imported without an ending. */
function sourceOf(target: string): string {
  const bare = target.replace(/\.js$/, '');
  return fs.existsSync(path.join(root, `${bare}.tsx`)) ? `${bare}.tsx` : `${bare}.ts`;
}

const isOurs = (target: string): boolean => /^(src|actions|cards)\//.test(target);

const files = [...sourceFiles('src'), ...sourceFiles('actions'), ...sourceFiles('cards')].filter(
  (file) => !JOINS.includes(file),
);

describe('architecture', () => {
  it('lets each folder import only what the table allows', () => {
    const wrong = files.flatMap((file) => {
      const owner = ownerOf(file);
      const allowed = MAY_IMPORT[owner] ?? [];
      return importsOf(file)
        .filter((target) => {
          if (isOurs(target)) {
            return ownerOf(target) !== owner && !allowed.includes(ownerOf(target));
          }
          return !allowed.some((name) => target === name || target.startsWith(name.endsWith(':') ? name : `${name}/`));
        })
        .map((target) => `${file} → ${target}`);
    });

    expect(wrong).toEqual([]);
  });

  it('lets the cards know nothing of the service but the types they share', () => {
    const outside = sourceFiles('cards').flatMap((file) =>
      importsOf(file)
        .filter((target) => isOurs(target) && !target.startsWith('cards/'))
        .map((target) => `${file} → ${target}`),
    );

    expect(outside).toEqual(['cards/contract.ts → src/http/card-contract.ts']);
    expect(textOf('cards/contract.ts')).toMatch(/^export type \* from /m);
    expect(importsOf('src/http/card-contract.ts')).toEqual([]);
  });

  it('has no import cycles', () => {
    const graph = new Map(files.map((file) => [file, importsOf(file, withoutTypes(textOf(file))).filter(isOurs)]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) return void cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      if (done.has(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
      done.add(file);
    };

    for (const file of graph.keys()) visit(file, []);

    expect(cycles).toEqual([]);
  });

  it('lets only config read the environment and only main read the clock', () => {
    // What is pasted into HubSpot, a card and a page in a browser are programs of their own.
    const reading = files
      .filter((file) => ownerOf(file) !== 'actions/custom-code' && !OUTSIDES.includes(file))
      .flatMap((file) => {
        const text = textOf(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
        const found = [
          ...(/process\.env/.test(text) ? ['process.env'] : []),
          ...(/Date\.now\(|Math\.random\(|new Date\(\)/.test(text) ? ['the clock or chance'] : []),
        ];
        return found.map((what) => `${file} reads ${what}`);
      });

    expect(reading).toEqual([]);
  });
});
