import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'vitest';
import { withOffice } from './an-office.ts';
import { readWalkthrough, type Step } from './read-walkthrough.ts';
import { type ShownOutput, shownOutput } from './shown-output.ts';

/** A command in somebody's terminal; stdout and stderr as they come. */
type Running = {
  printed(): string;
  hasEnded(): boolean;
  changed(): Promise<unknown>;
  kill(): void;
};

/**
 * Does what a guide tells, each line by a real process on a dev stack, and expects what it shows. A line whose output
 * goes on further down is left running until then.
 */
export async function walk(guide: string): Promise<void> {
  const steps = readWalkthrough(new URL(`../../docs/guide/${guide}.md`, import.meta.url));
  expect(steps.length).toBeGreaterThan(5);
  const running = new Map<string, Running>();
  try {
    await withOffice(({ env }) =>
      walkSteps(steps, { running, start: (person, line) => start(line, env(person)) }),
    );
  } finally {
    for (const each of running.values()) each.kill();
  }
}

type Terminals = {
  /** The last command of each person. */
  readonly running: Map<string, Running>;
  readonly start: (person: string, line: string) => Running;
};

async function walkSteps(steps: readonly Step[], { running, start }: Terminals): Promise<void> {
  const output = shownOutput();
  const codes = new Map<string, string>();
  const begun = new Map<string, readonly string[]>();
  for (const [at, { person, line, shows }] of steps.entries()) {
    if (line !== undefined) {
      // The shell of a terminal knows the last command's code.
      const asRun = `(exit ${codes.get(person) ?? 0}); ${output.asRun(line)}`;
      running.set(person, start(person, asRun));
      begun.set(person, []);
    }
    const command = running.get(person);
    if (command === undefined) throw new Error(`${person} has run nothing that could go on`);
    const all = [...(begun.get(person) ?? []), ...shows];
    begun.set(person, all);
    const next = steps.slice(at + 1).find((step) => step.person === person);
    const isBegun = next !== undefined && next.line === undefined;
    codes.set(person, await settled(command, { output, shows: all, isBegun }));
  }
}

/** Waits until a command has printed what is shown; then, unless it goes on, until it ends. Its exit code. */
async function settled(
  command: Running,
  expected: {
    readonly output: ShownOutput;
    readonly shows: readonly string[];
    readonly isBegun: boolean;
  },
): Promise<string> {
  const { output, shows, isBegun } = expected;
  while (!command.hasEnded()) {
    if (isBegun && output.isPrinted(shows, command.printed(), true)) return '0';
    await command.changed();
  }
  const { text, code } = withoutCode(command.printed());
  if (!output.isPrinted(shows, text)) expect(text).toBe(`${shows.join('\n')}\n`);
  return code;
}

const codeLine = /exit code (?<code>\d+)\n$/;

function withoutCode(printed: string): { readonly text: string; readonly code: string } {
  const code = codeLine.exec(printed)?.groups?.['code'] ?? '1';
  return { text: printed.replace(codeLine, ''), code };
}

function start(line: string, env: Readonly<Record<string, string>>): Running {
  const script = `exec 2>&1\n${line}\necho "exit code $?"`;
  // A group of its own, so that what it leaves behind can be ended with it.
  const child = spawn('sh', ['-c', script], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  let hasEnded = false;
  const ended = once(child, 'close').then(() => {
    hasEnded = true;
  });
  return {
    printed: () => printed,
    hasEnded: () => hasEnded,
    changed: () => Promise.race([once(child.stdout, 'data'), ended]),
    kill() {
      if (!hasEnded && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    },
  };
}
