import { type SpawnOptions, spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

export type Environment = Readonly<Record<string, string>>;

/** A command that has ended. */
export type Ran = {
  /** Milliseconds from before its start to its end. */
  readonly ms: number;
  readonly stdout: string;
};

/** Runs a command with this environment and nothing else, and throws what it said where it fails. */
export async function runProcess(
  [file = '', ...args]: readonly string[],
  options: Pick<SpawnOptions, 'cwd'> & { readonly env?: Environment } = {},
): Promise<Ran> {
  const since = performance.now();
  const child = spawn(file, args, {
    env: {},
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  let ms = Number.NaN;
  child.once('exit', () => {
    ms = performance.now() - since;
  });
  child.once('error', reject);
  child.once('close', resolve);
  const code = await promise;
  if (code !== 0) throw new Error(`\`${[file, ...args].join(' ')}\` failed (${code}): ${stderr}`);
  return { ms, stdout };
}

/** Runs a program that prints JSON as its last line; what it printed. */
export async function runForJson(
  command: readonly string[],
  options: { readonly env?: Environment } = {},
): Promise<unknown> {
  const { stdout } = await runProcess(command, options);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}
