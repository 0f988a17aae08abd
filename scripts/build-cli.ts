import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const cli = fileURLToPath(new URL('../packages/cli/', import.meta.url));
const { engines } = JSON.parse(await readFile(`${cli}package.json`, 'utf8'));
const oldestNode = /\d+\.\d+/.exec(engines.node)?.[0] ?? '22.12';

await rm(`${cli}dist`, { recursive: true, force: true });

// Split, so that a verb loads only what it needs; packages in CommonJS ask for `require`, which a module has not.
const { metafile } = await build({
  entryPoints: [`${cli}src/main.ts`],
  outdir: `${cli}dist`,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: `node${oldestNode}`,
  mainFields: ['module', 'main'],
  external: ['dynalite'],
  // Its build for Node is CommonJS, whose names a split-off chunk does not export.
  alias: {
    yaml: fileURLToPath(import.meta.resolve('yaml/package.json')).replace(
      'package.json',
      'browser/index.js',
    ),
  },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  metafile: true,
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
});

const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
const files = Object.keys(metafile.outputs).length;
console.log(`packages/cli/dist: ${files} files, ${Math.round(bytes / 1024)} kB`);
