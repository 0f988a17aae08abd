import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const core = fileURLToPath(new URL('../../packages/core/', import.meta.url));

// biome-ignore lint/style/noDefaultExport: Vitest reads a configuration from the default export
export default defineConfig({
  resolve: {
    // Stryker mutates a copy, but links its node_modules to the workspace, where the code has no mutants.
    alias: [
      { find: /^@sentinel\/core\/testing\/(.*)$/, replacement: `${core}testing/$1.ts` },
      { find: /^@sentinel\/core\/(.*)$/, replacement: `${core}src/$1.ts` },
    ],
  },
  test: {
    include: ['packages/core/src/**/*.test.ts'],
    // Interleavings and chains of records judge other folders, for many seconds a run.
    exclude: ['packages/core/src/**/*interleavings*', 'packages/core/src/audit/**'],
    setupFiles: ['testing/mutation/still-clock.ts'],
    testTimeout: 60_000,
  },
});
