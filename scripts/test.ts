import { run } from './run.ts';

process.exit(run('vitest', ['run', ...process.argv.slice(2)]));
