import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Timers } from '../src/agent/timers.ts';
import { runExec } from '../src/commands/exec.ts';
import type { ExecContext } from '../src/commands/exec-context.ts';
import type { ExecOptions } from '../src/commands/exec-options.ts';
import { listenForInterrupts } from '../src/interrupts.ts';
import { handTimers } from './hand-timers.ts';
import { type ScriptedTvm, scriptedTvm } from './scripted-tvm.ts';
import { startMs, yes } from './vended.ts';

export type ExecParts = {
  readonly tvm?: ScriptedTvm;
  readonly options?: Partial<ExecOptions>;
  readonly context?: Partial<ExecContext>;
  readonly homeDirectory?: string;
  /** The output file becomes the last argument of `options.command`. */
  readonly appendOutput?: boolean;
  /** Time that stands still, if left out. */
  readonly timers?: Timers;
};

/** A directory that is gone when the test is over. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'sentinel-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/**
 * Runs `exec production` on a server that says yes. The child is a script for Node, or `options.command`;
 * what it writes to the file named by its first argument comes back as `wrote`.
 */
export async function runExecOn(script: string, parts: ExecParts = {}) {
  const tvm = parts.tvm ?? scriptedTvm(() => yes());
  const output = join(temporaryDirectory(), 'output');
  const words: string[] = [];
  const timers = parts.timers ?? handTimers(startMs);
  const context: ExecContext = {
    client: async () => tvm.client,
    env: { PATH: process.env['PATH'], HOME: '/nonexistent' },
    stderr: (text) => words.push(text),
    nowMs: timers.nowMs,
    sleep: async () => undefined,
    chance: () => 0,
    interrupts: listenForInterrupts,
    settings: { output: 'text' },
    base: {},
    ...parts.context,
  };
  const options: ExecOptions = {
    profile: 'production',
    command: [process.execPath, '-e', script, output],
    wait: false,
    keep: false,
    minLeftSeconds: 0,
    ...parts.options,
  };
  const command = parts.appendOutput ? [...options.command, output] : options.command;
  const exitCode = await runExec({ ...options, command }, context, {
    timers,
    homeDirectory: parts.homeDirectory ?? '/home/alice',
    platform: process.platform,
  });
  return { exitCode, stderr: words.join(''), wrote: () => readFileSync(output, 'utf8'), tvm };
}

/** Script: writes the child's environment as JSON. */
export const writeEnvironment =
  "require('node:fs').writeFileSync(process.argv[1], JSON.stringify(process.env))";

/** Script: writes what the endpoint answers to the child. */
export const writeAnswer = `
  const { AWS_CONTAINER_CREDENTIALS_FULL_URI: url, AWS_CONTAINER_AUTHORIZATION_TOKEN: Authorization } = process.env;
  require('node:http').get(url, { headers: { Authorization } }, (response) => {
    let body = '';
    response.on('data', (chunk) => (body += chunk));
    response.on('end', () => require('node:fs').writeFileSync(process.argv[1], body));
  });`;
