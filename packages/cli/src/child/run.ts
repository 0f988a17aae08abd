import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { forwardSignals } from './signals.ts';

/** A program and its arguments: never a line for a shell. */
export type ChildCommand = { readonly file: string; readonly args: readonly string[] };

/** How the child ended. */
export type Ended = {
  /** Its own code; 128+n on a signal; 126 or 127 if it could not be started. */
  readonly exitCode: number;
  /** Why it could not be started. */
  readonly failure?: string;
};

/** Runs a child on our own terminal and waits for it. Rejects never. */
export async function runChild(
  { file, args }: ChildCommand,
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const ended = Promise.withResolvers<Ended>();
  let child: ChildProcess | undefined;
  const release = forwardSignals((signal) => child?.kill(signal));
  try {
    child = spawn(file, args, { env: { ...env }, stdio: 'inherit', shell: false });
    child.on('error', (error) => {
      // a signal that may not be sent, to sudo for one, is an `error` too
      if (child?.pid === undefined) ended.resolve(notStarted(file, error));
    });
    child.once('exit', (code, signal) => ended.resolve({ exitCode: codeOf(code, signal) }));
    return await ended.promise;
  } catch (error) {
    return notStarted(file, error);
  } finally {
    release();
  }
}

/** The person's own shell, where no command was given. */
export function shellOf(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): ChildCommand {
  const file = platform === 'win32' ? env['ComSpec'] || 'cmd.exe' : env['SHELL'] || '/bin/sh';
  return { file, args: [] };
}

/** As shells have it: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02 */
function codeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

function notStarted(file: string, error: unknown): Ended {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return reason === 'ENOENT'
    ? { exitCode: 127, failure: `\`${file}\` was not found` }
    : { exitCode: 126, failure: `\`${file}\` could not be run: ${reason}` };
}
