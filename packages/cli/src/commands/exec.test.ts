import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { runExecOn, writeAnswer, writeEnvironment } from '../../testing/run-exec.ts';
import { scriptedTvm } from '../../testing/scripted-tvm.ts';
import { minute, no, vended, yes } from '../../testing/vended.ts';

test('the child reads its credentials from the endpoint, and the session is ended after it', async () => {
  const it = await runExecOn(writeAnswer);

  expect(it.exitCode).toBe(0);
  expect(JSON.parse(it.wrote())).toMatchObject({ AccessKeyId: vended().AccessKeyId });
  expect(it.tvm.asks).toEqual([{ profile: 'production' }]);
  expect(it.tvm.ended).toEqual(['00000000000000a1']);
  expect(it.stderr).toBe('');
});

test('what the person says goes into the ask', async () => {
  const options = { durationSeconds: 900, justification: 'an incident', ticket: 'OPS-1' };

  const it = await runExecOn('', { options });

  expect(it.tvm.asks).toEqual([{ profile: 'production', ...options }]);
});

test('without a flag the duration of the settings holds', async () => {
  const settings = { output: 'text', durationSeconds: 1800 } as const;

  const it = await runExecOn('', { context: { settings } });

  expect(it.tvm.asks).toEqual([{ profile: 'production', durationSeconds: 1800 }]);
});

test.each([
  { code: 'POLICY_DENY', status: 403, exitCode: 3 },
  { code: 'APPROVAL_REQUIRED', status: 403, exitCode: 4 },
  { code: 'INVALID_IDENTITY', status: 400, exitCode: 5 },
  { code: 'SUBJECT_BLOCKED', status: 403, exitCode: 6 },
  { code: 'UNREACHABLE', status: 0, exitCode: 7 },
])('$code starts nothing and gives $exitCode', async ({ code, status, exitCode }) => {
  const refused = { ...no(code, status, 'no\u001b entry'), help: 'sentinel request production' };
  const tvm = scriptedTvm(() => refused);

  const it = await runExecOn(writeEnvironment, { tvm });

  expect(it.exitCode).toBe(exitCode);
  expect(it.wrote).toThrow('ENOENT');
  expect(it.stderr).toBe(
    `sentinel: no\\u{1b} entry (${code})\nhelp: sentinel request production\n`,
  );
  expect(tvm.ended).toEqual([]);
});

test.each([
  { script: 'process.exit(42)', exitCode: 42 },
  { script: "process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 9)", exitCode: 143 },
])('the exit code is the child’s: $exitCode', async ({ script, exitCode }) => {
  const it = await runExecOn(script);

  expect(it.exitCode).toBe(exitCode);
  expect(it.tvm.ended).toEqual(['00000000000000a1']);
});

test('a command that is not found gives 127, and the session is ended', async () => {
  const it = await runExecOn('', { options: { command: ['no-such-command-of-ours'] } });

  expect(it.exitCode).toBe(127);
  expect(it.stderr).toBe('sentinel: `no-such-command-of-ours` was not found\n');
  expect(it.tvm.ended).toEqual(['00000000000000a1']);
});

test('without a command it runs the person’s shell', async () => {
  const env = { PATH: process.env['PATH'], SHELL: 'no-such-shell-of-ours' };

  const it = await runExecOn('', { options: { command: [] }, context: { env } });

  expect(it.stderr).toContain('`no-such-shell-of-ours` was not found');
});

test('with --keep the session lives on', async () => {
  const it = await runExecOn('', { options: { keep: true } });

  expect(it.tvm.ended).toEqual([]);
});

test.each([
  { how: 'is away', end: async () => no('UNREACHABLE', 0), told: true },
  { how: 'fails', end: async () => no('INTERNAL', 500), told: true },
  { how: 'throws', end: () => Promise.reject(new Error('x')), told: true },
  { how: 'hangs', end: () => new Promise<never>(() => {}), told: true },
  { how: 'says it is over', end: async () => no('CONFLICT', 409), told: false },
])('a server that $how when the session is to end costs a word at most', async ({ end, told }) => {
  const startedMs = performance.now();

  const it = await runExecOn('process.exit(5)', { tvm: scriptedTvm(() => yes(), end) });

  expect(it.exitCode).toBe(5);
  expect(it.stderr.includes('the session could not be ended')).toBe(told);
  expect(performance.now() - startedMs).toBeLessThan(4_000);
});

test('endpoint and files are gone when the child is', async () => {
  const it = await runExecOn(writeEnvironment);

  const env = JSON.parse(it.wrote());
  expect(existsSync(dirname(env.AWS_CONFIG_FILE))).toBe(false);
  expect(await isOpen(new URL(env.AWS_CONTAINER_CREDENTIALS_FULL_URI).port)).toBe(false);
});

test.each([
  { flag: 'eu-west-1', profile: 'eu-west-2', parent: 'eu-west-3', settings: 'eu-north-1', is: 1 },
  { flag: undefined, profile: 'eu-west-2', parent: 'eu-west-3', settings: 'eu-north-1', is: 2 },
  { flag: undefined, profile: undefined, parent: 'eu-west-3', settings: 'eu-north-1', is: 3 },
])('the Region is the flag’s, else the profile’s, else the parent’s ($is)', async (row) => {
  const it = await runExecOn(writeEnvironment, {
    tvm: scriptedTvm(() => yes(row.profile === undefined ? {} : { region: row.profile })),
    options: row.flag === undefined ? {} : { region: row.flag },
    context: {
      env: { PATH: process.env['PATH'], AWS_REGION: row.parent },
      settings: { output: 'text', region: row.settings },
    },
  });

  expect(JSON.parse(it.wrote())).toMatchObject({
    AWS_REGION: `eu-west-${row.is}`,
    AWS_DEFAULT_REGION: `eu-west-${row.is}`,
  });
});

test('where nobody else names a Region the settings do', async () => {
  const settings = { output: 'text', region: 'eu-north-1' } as const;

  const it = await runExecOn(writeEnvironment, { context: { settings } });

  expect(JSON.parse(it.wrote())).toMatchObject({ AWS_REGION: 'eu-north-1' });
});

test('with less left than --min-left asks for nothing starts, and the session is ended', async () => {
  const tvm = scriptedTvm(() => yes({ leftMs: 12.5 * minute, endsInMs: 12.5 * minute }));

  const run = runExecOn(writeEnvironment, { tvm, options: { minLeftSeconds: 1800 } });

  await expect(run).rejects.toThrow(
    'the credentials have only 12 minutes left, less than `--min-left` asks for',
  );
  expect(tvm.ended).toEqual(['00000000000000a1']);
});

test('credentials that have expired by this clock start nothing', async () => {
  const tvm = scriptedTvm(() => yes({ leftMs: -1 }));

  await expect(runExecOn(writeEnvironment, { tvm })).rejects.toThrow('is it right?');
  expect(tvm.ended).toEqual(['00000000000000a1']);
});

test('a grant that is about to end is told at once', async () => {
  const tvm = scriptedTvm(() => yes({ leftMs: 8 * minute, endsInMs: 8 * minute }));

  const it = await runExecOn('', { tvm });

  expect(it.stderr).toBe('sentinel: the access to `production` ends in 8 minutes\n');
});

test('variables that hold keys are named, without their values', async () => {
  const env = { PATH: process.env['PATH'], TF_VAR_key: 'AKIAFOREIGNFOREIGN22' };

  const it = await runExecOn('', { context: { env } });

  expect(it.stderr).toBe('sentinel: not handed on, for AWS keys are in them: TF_VAR_key\n');
});

test.runIf(process.platform === 'linux')(
  'what a short child leaves behind is worth a hint',
  async () => {
    const script = `
    const { spawn } = require('node:child_process');
    spawn('sleep', ['2'], { detached: true, stdio: 'ignore' }).unref();`;

    const it = await runExecOn(script);

    expect(it.stderr).toContain('`credential_process = sentinel credentials production`');
    expect(it.stderr).not.toContain('configure');
  },
);

test('a client that cannot be made starts nothing and the reason goes on', async () => {
  const client = () => Promise.reject(new Error('no settings'));

  await expect(runExecOn(writeEnvironment, { context: { client } })).rejects.toThrow('no settings');
});

async function isOpen(port: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: '127.0.0.1', port: Number(port) });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  const open = await promise;
  socket.destroy();
  return open;
}
