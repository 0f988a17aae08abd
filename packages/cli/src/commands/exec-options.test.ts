import { Command } from 'commander';
import { expect, test } from 'vitest';
import type { CommandContext } from '../context.ts';
import { CliError } from '../failure.ts';
import { listenForInterrupts } from '../interrupts.ts';
import { declare } from './exec.ts';
import type { ExecOptions } from './exec-options.ts';

const context: CommandContext = {
  client: () => Promise.reject(new Error('not used')),
  env: {},
  stdout: () => {},
  stderr: () => {},
  isTerminal: false,
  nowMs: () => 0,
  sleep: async () => {},
  chance: () => 0,
  interrupts: listenForInterrupts,
  settings: { output: 'text' },
  base: {},
};

/** Parses a line as the program does; what would run, or why not. */
async function parsed(...line: readonly string[]): Promise<ExecOptions | string> {
  let seen: ExecOptions | undefined;
  const program = new Command('sentinel').enablePositionalOptions().exitOverride();
  const verb = program
    .command('exec')
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  declare(
    verb,
    async (work) => void (await work(context)),
    async (options) => {
      seen = options;
      return 0;
    },
  );
  try {
    await program.parseAsync(['exec', ...line], { from: 'user' });
    return seen ?? 'nothing ran';
  } catch (error) {
    if (error instanceof CliError && error.help !== undefined)
      return `${error.message}: ${error.help}`;
    return error instanceof Error ? error.message : String(error);
  }
}

const plain = { profile: 'prod', command: [], wait: false, keep: false, minLeftSeconds: 0 };

test.each<{ readonly line: string; readonly options: ExecOptions }>([
  { line: 'prod', options: plain },
  { line: 'prod --', options: plain },
  { line: '--profile prod', options: plain },
  { line: 'prod -- aws s3 ls', options: { ...plain, command: ['aws', 's3', 'ls'] } },
  { line: '--profile prod -- aws', options: { ...plain, command: ['aws'] } },
  {
    line: 'prod -d 30m --keep -- docker run -d --keep -- x',
    options: {
      ...plain,
      durationSeconds: 1800,
      keep: true,
      command: ['docker', 'run', '-d', '--keep', '--', 'x'],
    },
  },
  { line: '-d 1h prod -- x', options: { ...plain, durationSeconds: 3600, command: ['x'] } },
  { line: '--duration=900 prod', options: { ...plain, durationSeconds: 900 } },
  { line: 'prod --justification why', options: { ...plain, justification: 'why' } },
  { line: 'prod --reason why', options: { ...plain, justification: 'why' } },
  { line: 'prod --ticket OPS-1', options: { ...plain, ticket: 'OPS-1' } },
  { line: 'prod --region eu-west-1', options: { ...plain, region: 'eu-west-1' } },
  { line: 'prod --min-left 30m', options: { ...plain, minLeftSeconds: 1800 } },
  { line: 'prod -- --help', options: { ...plain, command: ['--help'] } },
  { line: 'prod -- -d', options: { ...plain, command: ['-d'] } },
])('`exec $line` is read as it is meant', async ({ line, options }) => {
  expect(await parsed(...line.split(' '))).toEqual(options);
});

test.each([
  { line: '', why: 'which profile.: sentinel profiles' },
  { line: '-- aws', why: 'which profile' },
  { line: 'prod aws s3 ls', why: 'comes after `--`.*: sentinel exec prod -- aws s3 ls' },
  { line: '--profile prod aws', why: 'sentinel exec prod -- aws' },
  { line: 'prod aws -- x', why: 'comes after `--`' },
  { line: 'prod docker run -d img', why: 'not `img`|comes after' },
  { line: 'prod ls --no-such-flag', why: 'unknown option' },
  { line: 'prod -d soon', why: '`--duration` takes a time from 15m to 1h.*not `soon`' },
  { line: 'prod --duration 0', why: '`--duration` takes a time' },
  { line: 'prod -d 5m', why: '`--duration` takes a time from 15m to 1h.*not `5m`' },
  { line: 'prod -d 899', why: 'from 15m to 1h.*not `899`' },
  { line: 'prod -d 1h1s', why: 'from 15m to 1h.*not `1h1s`' },
  { line: 'prod --min-left x', why: '`--min-left` takes a time' },
  { line: 'prod --min-left 56m', why: '`--min-left` is at most 55m' },
  { line: 'prod --region evil.example/', why: '`evil.example/` is no AWS Region' },
])('`exec $line` runs nothing: $why', async ({ line, why }) => {
  expect(await parsed(...line.split(' ').filter(Boolean))).toMatch(new RegExp(why));
});

test('a word with spaces stays one word', async () => {
  const options = await parsed('prod', '--reason', 'two words', '--', 'sh', '-c', 'a b');

  expect(options).toMatchObject({ justification: 'two words', command: ['sh', '-c', 'a b'] });
});
