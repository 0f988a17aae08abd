import { installOnce } from './install-once.ts';

// AWS's runtime client for the tests in `testing/runtime`. It is compiled here, for a minute or two, and on Linux
// only: so it is no dependency of the workspace.
if (process.platform !== 'linux') {
  console.error("AWS's runtime client is built on Linux only: nothing is installed");
} else if (!installOnce('testing/runtime/ric', "AWS's runtime client")) {
  console.error('`npm ci` failed; it needs cmake, make, g++ and python3');
  process.exitCode = 1;
}
