import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../src/run-cli.ts';
import type { World } from '../src/world.ts';
import { nowMs } from './answers.ts';
import { baseSecret } from './tvm-server.ts';

/** What a run of the command line left. */
export type Ran = { readonly code: number; readonly out: string; readonly err: string };

/** A person's machine: a home folder of its own, base keys in the environment, a fixed clock. */
export type Desk = {
  readonly home: string;
  readonly env: Record<string, string>;
  sentinel(...argv: string[]): Promise<Ran>;
  [Symbol.dispose](): void;
};

/** A fresh desk; `changes` replace parts of its world. */
export function desk(env: Record<string, string> = {}, changes: Partial<World> = {}): Desk {
  const home = mkdtempSync(join(tmpdir(), 'sentinel-desk-'));
  const all: Record<string, string> = {
    HOME: home,
    AWS_ACCESS_KEY_ID: 'AKIABASEKEY',
    AWS_SECRET_ACCESS_KEY: baseSecret,
    SENTINEL_REGION: 'eu-west-1',
    ...env,
  };
  return {
    home,
    env: all,
    async sentinel(...argv) {
      let out = '';
      let err = '';
      const code = await runCli(argv, {
        env: all,
        processEnv: { ...all },
        settingsPaths: [join(home, 'machine.yaml'), join(home, '.config/sentinel/config.yaml')],
        stdout: (text) => {
          out += text;
        },
        stderr: (text) => {
          err += text;
        },
        isTerminal: false,
        nowMs: () => nowMs,
        sleep: async () => undefined,
        ...changes,
      });
      return { code, out, err };
    },
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  };
}
