import { settingsPaths } from './settings-files.ts';
import type { World } from './world.ts';

/** The process that this code runs in. */
export function thisWorld(): World {
  const env = { ...process.env };
  return {
    env,
    processEnv: process.env,
    settingsPaths: settingsPaths(env, process.platform),
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    isTerminal: process.stdout.isTTY === true,
    nowMs: Date.now,
    sleep,
    ...(process.stdin.isTTY === true
      ? { ask, askMfaCode: (serial) => ask(`code of ${serial}: `) }
      : {}),
  };
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}

async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C and Ctrl-D close the terminal, and a question to a closed one is never answered.
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  try {
    return await Promise.race([terminal.question(question), closed]);
  } finally {
    terminal.close();
  }
}
