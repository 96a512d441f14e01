import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { context, type Plugin } from 'esbuild';

/** The files of the page by their path: `/page.js`, `/worker.js`, `/card/tab.js` … */
export type Bundled = ReadonlyMap<string, Uint8Array>;

export interface Bundler {
  /** From the sources as they are now; only what changed is read again. @throws with esbuild's words when they do not build */
  bundle(): Promise<Bundled>;
  close(): Promise<void>;
}

/** Needed by the page and by nothing else, so an installation for production does without. */
const PACKAGES = ['@hubspot/ui-extensions', '@remote-ui/react', '@remote-ui/rpc', 'react', 'react-dom'] as const;
const PAGE = 'src/sandbox/preview/page';

/** What is not there of what the page is made of; empty: it can be built. @param home the folder of the project */
export function missingParts(home: string): readonly string[] {
  const { resolve } = createRequire(path.join(home, 'package.json'));
  const packages = PACKAGES.filter(
    (name) => !resolve.paths(name)?.some((folder) => existsSync(path.join(folder, name))),
  );
  const sources = [PAGE, 'cards'].filter((folder) => !existsSync(path.join(home, folder)));
  return [...packages, ...sources];
}

/** In HubSpot these come from the worker, and are no part of a card. */
const FROM_WORKER: Plugin = {
  name: 'from-worker',
  setup(build) {
    build.onResolve({ filter: /^(react|@remote-ui\/react)$/ }, ({ path: name }) => ({
      path: name,
      namespace: 'worker',
    }));
    build.onLoad({ filter: /.*/, namespace: 'worker' }, ({ path: name }) => ({
      contents: `module.exports = self.${name === 'react' ? 'React' : 'RemoteUI'};`,
    }));
  },
};

/**
 * Bundles the page, the worker and the very source of the cards, as HubSpot does: cards are scripts of their own that find
 * React and the remote components in their worker.
 *
 * @param home the folder of the project
 */
export async function createBundler(home: string): Promise<Bundler> {
  const shared = {
    absWorkingDir: home,
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    // With this esbuild takes the production build of React.
    minify: true,
    logLevel: 'silent',
    outdir: '/',
  } as const;
  const page = { page: `${PAGE}/page.tsx`, worker: `${PAGE}/worker.ts`, style: `${PAGE}/style.css` };
  const cards = { 'card/tab': 'cards/lead-score-entry.tsx', 'card/sidebar': 'cards/lead-score-sidebar-entry.tsx' };
  const builds = await Promise.all([
    context({ ...shared, entryPoints: page }),
    context({ ...shared, entryPoints: cards, plugins: [FROM_WORKER] }),
  ]);
  return {
    bundle: async () => {
      const results = await Promise.all(builds.map((build) => build.rebuild()));
      return new Map(
        results.flatMap(({ outputFiles }) =>
          outputFiles.map(({ path: file, contents }) => [file.replaceAll('\\', '/'), contents]),
        ),
      );
    },
    close: async () => void (await Promise.all(builds.map((build) => build.dispose()))),
  };
}
