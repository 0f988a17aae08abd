import { readFile, rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const cli = fileURLToPath(new URL('../packages/cli/', import.meta.url));

/**
 * What is bundled by itself, as a sibling of `main.js`: split off from the same bundle, its use of zod and of
 * the AWS SDK would keep those whole for every verb.
 */
const apart: Readonly<Record<string, string>> = {
  '@sentinel/devstack/stack/start-devstack': 'devstack',
  '@aws-sdk/credential-provider-ini': 'aws-profile',
  '@aws-sdk/credential-provider-node': 'aws-chain',
};

/** Bundles the command into `outdir`, so that a verb loads only what it needs; returns the bytes of it all. */
export async function buildCli(outdir: string): Promise<number> {
  await rm(outdir, { recursive: true, force: true });
  const options = await optionsOf(outdir);
  const entries = Object.entries(apart).map(([path, name]) => ({ in: path, out: name }));
  const bundles = await Promise.all([
    build({ ...options, entryPoints: [`${cli}src/main.ts`], plugins: [leaveApart] }),
    ...['devstack', 'aws'].map((group) =>
      build({
        ...options,
        entryPoints: entries.filter(({ out }) => out.startsWith(group)),
        chunkNames: `${group}/[name]-[hash]`,
      }),
    ),
  ]);
  const outputs = bundles.flatMap(({ metafile }) => Object.values(metafile?.outputs ?? {}));
  return outputs.reduce((sum, output) => sum + output.bytes, 0);
}

async function optionsOf(outdir: string): Promise<BuildOptions> {
  const { engines } = JSON.parse(await readFile(`${cli}package.json`, 'utf8'));
  const yaml = fileURLToPath(import.meta.resolve('yaml/package.json'));
  return {
    absWorkingDir: cli,
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: `node${/\d+\.\d+/.exec(engines.node)?.[0] ?? '22.12'}`,
    mainFields: ['module', 'main'],
    external: ['dynalite'],
    // Its build for Node is CommonJS, whose names a split-off chunk does not export.
    alias: { yaml: yaml.replace('package.json', 'browser/index.js') },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'linked',
    metafile: true,
    // Packages in CommonJS ask for `require`, which a module has not.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
  };
}

// Everything but `main.js` itself lies in `chunks`, one folder below the siblings.
const leaveApart: Plugin = {
  name: 'leave-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^@/ }, ({ path }) => {
      const name = apart[path];
      return name === undefined ? undefined : { path: `../${name}.js`, external: true };
    });
  },
};

/** Builds the command to where it is run from, or to the folder that is given, and tells its size. */
export async function main(outdir = `${cli}dist`): Promise<void> {
  const bytes = await buildCli(outdir);
  console.log(`${relative(process.cwd(), outdir)}: ${Math.round(bytes / 1024)} kB`);
}

if (import.meta.main ?? process.argv[1] === fileURLToPath(import.meta.url)) await main();
