import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(__dirname, '..');

/** Who may import whom. A folder may always import itself; what is not listed is not allowed. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/core': [],
  'src/app': ['src/core'],
  'src/hubspot': ['src/core', 'src/app', '@hubspot/api-client', 'bottleneck', 'zod', 'node:'],
  'src/store': ['src/core', 'src/app', 'pg', 'kysely', '@electric-sql/pglite', '@electric-sql/pglite-socket', 'zod', 'node:'],
  'src/files': ['src/core', 'src/app', 'yaml', 'csv-parse', 'zod', 'node:'],
  'src/http': ['src/core', 'src/app', 'express', 'helmet', 'zod', 'prom-client', 'node:'],
  'src/cli': ['src/core', 'src/app', 'src/files', 'commander', 'cli-progress', 'cli-table3', 'picocolors', 'zod', 'node:'],
  'src/sandbox': ['express', 'zod', 'node:'],
  'src/config.ts': ['src/app', 'zod', 'node:'],
  'src/logger.ts': ['src/app', 'winston', 'node:'],
  actions: ['src/core', 'src/app', 'zod'],
};

/** `main.ts` and what it joins: the only place where everything meets. */
const JOINS = 'src/main';

function sourceFiles(folder: string): string[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(file) : /\.tsx?$/.test(entry.name) ? [file] : [];
  });
}

function ownerOf(file: string): string {
  if (file.startsWith('actions/')) return 'actions';
  const [, second = ''] = file.split('/');
  return `src/${second}`;
}

function importsOf(file: string): string[] {
  const text = fs.readFileSync(path.join(root, file), 'utf8');
  return ts.preProcessFile(text).importedFiles.map(({ fileName }) =>
    fileName.startsWith('.') ? path.posix.normalize(path.posix.join(path.posix.dirname(file), fileName)).replace(/\.js$/, '.ts') : fileName,
  );
}

const files = [...sourceFiles('src'), ...sourceFiles('actions')].filter((file) => !ownerOf(file).startsWith(JOINS));

describe('architecture', () => {
  it('lets each folder import only what the table allows', () => {
    const wrong = files.flatMap((file) => {
      const owner = ownerOf(file);
      const allowed = MAY_IMPORT[owner] ?? [];
      return importsOf(file)
        .filter((target) => {
          if (target.startsWith('src/') || target.startsWith('actions/')) {
            return ownerOf(target) !== owner && !allowed.includes(ownerOf(target));
          }
          return !allowed.some((name) => target === name || target.startsWith(name.endsWith(':') ? name : `${name}/`));
        })
        .map((target) => `${file} → ${target}`);
    });

    expect(wrong).toEqual([]);
  });

  it('has no import cycles', () => {
    const graph = new Map(files.map((file) => [file, importsOf(file).filter((target) => target.startsWith('src/') || target.startsWith('actions/'))]));
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
    const reading = files.flatMap((file) => {
      const text = fs.readFileSync(path.join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      const found = [
        ...(/process\.env/.test(text) ? ['process.env'] : []),
        ...(/Date\.now\(|Math\.random\(|new Date\(\)/.test(text) ? ['the clock or chance'] : []),
      ];
      return found.map((what) => `${file} reads ${what}`);
    });

    expect(reading).toEqual([]);
  });
});
