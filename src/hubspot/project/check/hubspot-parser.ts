import { AppError } from '../../../app/errors.js';

/** What HubSpot's own parser makes of an assembled project. */
export interface ParsedProject {
  /** Metafiles it understood. */
  readonly understood: readonly string[];
  /** Metafiles it leaves out because of the folder they stand in. */
  readonly skipped: readonly string[];
  readonly errors: readonly { readonly file: string; readonly message: string }[];
  /** Why it gave up altogether; empty when it did not. */
  readonly refusal: string;
  /** HubSpot's types of components, each with its one folder. */
  readonly types: Readonly<Record<string, ComponentType>>;
}

export interface ComponentType {
  readonly folder: string;
  /** Only one of them in a project. */
  readonly single: boolean;
}

export interface ParseOrder {
  /** The assembled project. Absolute. */
  readonly folder: string;
  readonly platform: string;
  /** Name of the profile whose variables are filled in; `undefined`: none. */
  readonly profile: string | undefined;
  /** Metafiles that are there, below `folder`. */
  readonly metafiles: readonly string[];
}

export type ParseProject = (order: ParseOrder) => Promise<ParsedProject>;

/**
 * Asks HubSpot's parser, as `hs project upload` does, but without the part that needs an account. The package is an ES
 * module and needed for nothing else, so it is loaded here and now.
 *
 * @throws {AppError} CONFIG_INVALID: HubSpot's parser is not installed
 */
export async function parseWithHubspot(order: ParseOrder): Promise<ParsedProject> {
  const { translateForLocalDev, Components } = await loadParser();
  const types = Object.fromEntries(
    Object.entries(Components).map(([type, { dir, parentComponent, singularComponent }]) => [
      type,
      { folder: parentComponent ? `${parentComponent}/${dir}` : dir, single: singularComponent === true },
    ]),
  );
  try {
    const { intermediateRepresentation, skippedHsMetaFiles } = await translateForLocalDev(
      { projectSourceDir: order.folder, platformVersion: order.platform },
      {
        skipValidation: true,
        ...(order.profile === undefined ? {} : { profile: order.profile }),
        projectNodesAtLastUpload: uploadedBefore(order.metafiles),
      },
    );
    const nodes = Object.values(intermediateRepresentation.intermediateNodesIndexedByUid);
    return {
      understood: nodes.filter(({ uid }) => !uid.startsWith(BEFORE)).map(({ metaFilePath }) => metaFilePath),
      skipped: skippedHsMetaFiles,
      errors: nodes.flatMap(({ metaFilePath, localDev }) =>
        localDev.parsingErrors.map((message) => ({ file: metaFilePath, message })),
      ),
      refusal: '',
      types,
    };
  } catch (error) {
    const refusal = error instanceof Error ? error.message : String(error);
    return { understood: [], skipped: [], errors: [], refusal, types };
  }
}

/** It is not among what the service needs, so an installation for production does without. */
async function loadParser() {
  try {
    const { translateForLocalDev } = await import('@hubspot/project-parsing-lib/translate');
    const { Components } = await import('@hubspot/project-parsing-lib/constants');
    return { translateForLocalDev, Components };
  } catch (error) {
    const message = 'The check needs @hubspot/project-parsing-lib: run npm install with development packages.';
    throw new AppError('CONFIG_INVALID', message, { cause: error });
  }
}

const BEFORE = 'before:';

/** The parser names its errors only for components it saw in an earlier upload, so it is told of one. */
function uploadedBefore(metafiles: readonly string[]) {
  return Object.fromEntries(
    metafiles.map((metaFilePath) => {
      const uid = `${BEFORE}${metaFilePath}`;
      const localDev = {
        componentRoot: '',
        componentConfigPath: '',
        configUpdatedSinceLastUpload: false,
        removed: false,
        parsingErrors: [],
      };
      return [uid, { uid, metaFilePath, componentType: '', componentDeps: {}, config: {}, files: {}, localDev }];
    }),
  );
}
