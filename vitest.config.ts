import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'packages/*/{src,testing,test}/**/*.test.ts',
      'scripts/**/*.test.ts',
      'testing/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/.stryker-tmp/**'],
    // Each test has servers and files of its own, so every processor may work.
    maxWorkers: '100%',
    // Generous, because some race many clients and the machine may be busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
