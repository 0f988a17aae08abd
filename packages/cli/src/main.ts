#!/usr/bin/env node
import { version } from './version.ts';

const argv = process.argv.slice(2);

// The reader of a pipe may leave early (`sentinel sessions | head`): end as a program that SIGPIPE kills.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 141 : 1);
});
process.stderr.on('error', () => undefined);

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  const [{ runCli }, { thisWorld }] = await Promise.all([
    import('./run-cli.ts'),
    import('./this-world.ts'),
  ]);
  const exitCode = await runCli(argv, thisWorld());
  // What is written must be out, and sockets of the AWS SDK must not keep the command waiting.
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(exitCode);
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
