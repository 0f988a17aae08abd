import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { awsConfig } from '@sentinel/cli/commands/dev-greeting';
import { type Stack, withStack } from './a-stack.ts';

export type Environment = Readonly<Record<string, string>>;

/** How a command ended; -1 if a signal ended it. */
export type Ended = { readonly code: number; readonly out: string; readonly err: string };

/** A command that runs. */
export type Command = {
  /** Resolves when it has said these words, on stdout or stderr; rejects if it ends without. */
  hasSaid(words: string): Promise<void>;
  ended(): Promise<Ended>;
  interrupt(): Promise<Ended>;
};

/** A dev stack, and everybody's terminal at it. */
export type Office = {
  readonly stack: Stack['stack'];
  /** What a person's shell holds; `sentinel` is on its path. */
  env(person: string): Environment;
  /** Starts `sentinel` with these arguments as that person. */
  start(person: string, args: readonly string[], more?: Environment): Command;
  /** The same, to its end. */
  run(person: string, ...args: readonly string[]): Promise<Ended>;
};

const main = fileURLToPath(import.meta.resolve('@sentinel/cli/main'));

/** Opens it for as long as the work takes, and ends what still runs. */
export async function withOffice<T>(work: (office: Office) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'sentinel-office-'));
  const kills: (() => void)[] = [];
  try {
    return await withStack({}, async ({ stack }) => {
      const shared = settle(home, stack);
      const env = (person: string) => ({ ...shared, SENTINEL_BASE_PROFILE: person });
      const start: Office['start'] = (person, args, more = {}) => {
        const command = begin(args, { ...env(person), ...more });
        kills.push(command.kill);
        return command;
      };
      return await work({
        stack,
        env,
        start,
        run: (person, ...args) => start(person, args).ended(),
      });
    });
  } finally {
    for (const kill of kills) kill();
    rmSync(home, { recursive: true, force: true });
  }
}

function begin(args: readonly string[], env: Environment) {
  const child = spawn(process.execPath, [main, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code ?? -1, out, err }));
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  return {
    async hasSaid(words: string) {
      while (!`${out}${err}`.includes(words)) {
        if (hasEnded) throw new Error(`it ended without saying \`${words}\`: ${out}${err}`);
        await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), ended]);
      }
    },
    ended: () => ended,
    interrupt() {
      child.kill('SIGINT');
      return ended;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** A home with everybody's keys, and `sentinel` on the path. */
function settle(home: string, stack: Stack['stack']): Environment {
  const config = join(home, 'config');
  writeFileSync(config, awsConfig(stack), { mode: 0o600 });
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const sentinel = join(bin, 'sentinel');
  writeFileSync(sentinel, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(sentinel, 0o755);
  return {
    PATH: [bin, process.env['PATH'] ?? ''].join(delimiter),
    HOME: home,
    AWS_CONFIG_FILE: config,
    SENTINEL_TVM_URL: stack.url,
    SENTINEL_SIGNING_REGION: stack.region,
  };
}
