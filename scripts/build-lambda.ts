import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { zipSync } from 'fflate';

export type LambdaBuild = {
  /** By name in the zip. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Every source file of which something is in them. */
  readonly sources: readonly string[];
  readonly zip: Uint8Array;
  /** Lower-case hex. */
  readonly sha256: string;
};

const root = fileURLToPath(new URL('..', import.meta.url));
const lambda = join(root, 'packages/tvm/src/lambda');
const credentials = join(lambda, 'environment-credentials.ts');

/** Sources that are loaded when first needed, with all that they import: each a file beside the entry. */
const siblings: Readonly<Record<string, string>> = {
  'parse.cjs': join(root, 'packages/core/src/policy/parse.ts'),
};

/** Each function's entry, and the bytes that it may have: every kilobyte is read and compiled at a cold start. */
export const entries: Readonly<
  Record<string, { readonly source: string; readonly budget: number }>
> = {
  'api.cjs': { source: join(lambda, 'api.ts'), budget: 450_000 },
  'authorizer.cjs': { source: join(lambda, 'authorizer.ts'), budget: 250_000 },
  'notifier.cjs': { source: join(lambda, 'notifier.ts'), budget: 300_000 },
  'revoker.cjs': { source: join(lambda, 'revoker.ts'), budget: 340_000 },
};

/** Errors that adapters tell from others, by client; any other comes as the client's base error, with its name. */
const knownErrors: Readonly<Record<string, readonly string[]>> = {
  'client-dynamodb': ['ConditionalCheckFailedException'],
  'client-iam': [],
  'client-sns': [],
  'client-ssm': ['ParameterNotFound'],
  'client-sts': [],
};

/** Builds the functions' files and their zip: the same bytes from the same sources, wherever and whenever. */
export async function buildLambda(): Promise<LambdaBuild> {
  const bundles = await Promise.all([
    ...Object.entries(entries).map(([name, { source }]) => bundleEntry(name, source)),
    ...Object.entries(siblings).map(([name, path]) => bundle(name, { entryPoints: [path] })),
  ]);
  const files = Object.fromEntries(
    bundles.map(({ name, bytes }) => [name, bytes] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const zip = zipOf(files);
  return {
    files,
    sources: bundles.flatMap((one) => one.sources),
    zip,
    sha256: createHash('sha256').update(zip).digest('hex'),
  };
}

/** Bundles an entry point: without the SDK's dead weight, and with `siblings` left out. */
export function bundleEntry(
  name: string,
  path: string,
  options: Pick<BuildOptions, 'minify'> = {},
) {
  return bundle(name, {
    ...options,
    entryPoints: [path],
    plugins: [besideEntry(), onlyKnownErrors(), withoutEventStreams()],
  });
}

async function bundle(name: string, options: BuildOptions) {
  const { outputFiles, metafile } = await build({
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    alias: {
      // The SDK's chain of providers: a machine's profiles and sign-ins have no place in the function.
      '@aws-sdk/credential-provider-node': credentials,
      // Its build for Node is CommonJS, of which nothing can be left out.
      yaml: fileURLToPath(import.meta.resolve('yaml/package.json')).replace(
        'package.json',
        'browser/index.js',
      ),
    },
    absWorkingDir: root,
    logLevel: 'warning',
    ...options,
    write: false,
    metafile: true,
  });
  const bytes = outputFiles[0]?.contents;
  if (bytes === undefined) throw new Error(`\`${name}\` was not built`);
  const [output] = Object.values(metafile.outputs);
  const sources = Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([source]) => source);
  return { name, bytes, sources };
}

/** `import('./parse.ts')` becomes `import('./parse.cjs')`: bundled into the entry, it would be read at every start. */
function besideEntry(): Plugin {
  return {
    name: 'beside-entry',
    setup: ({ onResolve }) => {
      onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
        const source = join(resolveDir, path);
        const sibling = Object.keys(siblings).find((name) => siblings[name] === source);
        if (sibling === undefined) return undefined;
        return kind === 'dynamic-import'
          ? { path: `./${sibling}`, external: true }
          : { errors: [{ text: `\`${path}\` is loaded when first needed: use import()` }] };
      });
    },
  };
}

/**
 * Each client registers every error of its service, and names members in a way that keeps all their shapes: a fifth
 * of the bundle, for what nobody calls.
 */
function onlyKnownErrors(): Plugin {
  return {
    name: 'only-known-errors',
    setup: ({ onLoad }) => {
      const filter =
        /@aws-sdk\/client-(dynamodb|iam|sns|ssm|sts)\/dist-es\/schemas\/schemas_0\.js$/;
      onLoad({ filter }, async ({ path }) => {
        const known = knownErrors[/client-\w+/.exec(path)?.[0] ?? ''] ?? [];
        const text = await readFile(path, 'utf8');
        const contents = text.replaceAll(
          /^n0_registry\.registerError\((\w+)\$, \1\);$/gm,
          (line, error: string) => (known.includes(error) ? line : ''),
        );
        return { contents: withPlainKeys(contents), loader: 'js' };
      });
    },
  };
}

/** `[_e]:` becomes `"error":`, as `const _e = "error"` says: an expression as a key might do something, so it stays. */
function withPlainKeys(text: string): string {
  const constants = new Map(
    [...text.matchAll(/^const (_\w+) = ("\w+");$/gm)].map(([, name = '', value]) => [name, value]),
  );
  return text.replaceAll(/\[(_\w+)\]:/g, (key, name: string) => {
    const value = constants.get(name);
    return value === undefined ? key : `${value}:`;
  });
}

/** No operation that is called streams events; the SDK imports their reader when one does. */
function withoutEventStreams(): Plugin {
  return {
    name: 'without-event-streams',
    setup: ({ onResolve }) => {
      onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ kind, path }) =>
        kind === 'dynamic-import' ? { path, external: true } : undefined,
      );
    },
  };
}

function zipOf(files: LambdaBuild['files']): Uint8Array {
  return zipSync(files, {
    level: 9,
    // The zip format has no time zone: this is the same moment in each.
    mtime: new Date(1980, 0, 1),
    os: 3,
    attrs: 0o644 << 16,
  });
}

async function main(): Promise<void> {
  const { files, zip, sha256 } = await buildLambda();
  for (const [name, { budget }] of Object.entries(entries)) {
    const size = files[name]?.length ?? 0;
    if (size > budget) throw new Error(`\`${name}\` has ${size} bytes, more than ${budget}`);
  }
  const folder = join(root, 'dist');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'sentinel-tvm.zip'), zip);
  await writeFile(join(folder, 'sentinel-tvm.zip.sha256'), `${sha256}  sentinel-tvm.zip\n`);
  for (const [name, bytes] of Object.entries(files)) console.log(`${bytes.length}  ${name}`);
  console.log(`${zip.length}  dist/sentinel-tvm.zip`);
  console.log(`sha256 ${sha256}`);
}

if (import.meta.main) await main();
