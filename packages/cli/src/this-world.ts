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
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    ...(process.stdin.isTTY === true ? { askMfaCode } : {}),
  };
}

async function askMfaCode(serial: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(`code of ${serial}: `);
  } finally {
    terminal.close();
  }
}
