import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Environment } from '../measure/run-process.ts';

/** A running `sentinel dev`, by its greeting. */
export type Dev = { readonly tvmUrl: string; readonly awsConfig: string };

/** Runs `sentinel dev` in a process of its own, and ends it whatever happens. */
export async function withDev<T>(
  main: string,
  env: Environment,
  work: (dev: Dev) => Promise<T>,
): Promise<T> {
  const child = spawn(process.execPath, [main, 'dev', '--port', '0'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    const greeting = await Promise.race([greetingOf(child.stdout), ended]);
    if (typeof greeting !== 'string') throw new Error('`sentinel dev` did not start');
    const configFile = /AWS_CONFIG_FILE=(\S+)/.exec(greeting)?.[1] ?? '';
    return await work({
      tvmUrl: /SENTINEL_TVM_URL=(\S+)/.exec(greeting)?.[1] ?? '',
      awsConfig: readFileSync(configFile, 'utf8'),
    });
  } finally {
    child.kill('SIGINT');
    await ended;
  }
}

/** What it says before the first decision; it is read on, so that it never waits for a reader. */
function greetingOf(output: NodeJS.ReadableStream): Promise<string> {
  const lines: string[] = [];
  const { promise, resolve } = Promise.withResolvers<string>();
  createInterface({ input: output }).on('line', (line) => {
    lines.push(line);
    if (line.startsWith('Decisions')) resolve(lines.splice(0).join('\n'));
  });
  return promise;
}
