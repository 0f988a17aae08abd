import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runChild, shellOf } from './run.ts';

const env = { PATH: process.env['PATH'] ?? '' };

function node(script: string) {
  return { file: process.execPath, args: ['-e', script] };
}

function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), 'sentinel-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

test.each([0, 1, 2, 42, 255])('a child that ends with %i gives %i', async (code) => {
  expect(await runChild(node(`process.exit(${code})`), env)).toEqual({ exitCode: code });
});

test.skipIf(process.platform === 'win32').each([
  { signal: 'SIGHUP', exitCode: 129 },
  { signal: 'SIGINT', exitCode: 130 },
  { signal: 'SIGQUIT', exitCode: 131 },
  { signal: 'SIGKILL', exitCode: 137 },
  { signal: 'SIGTERM', exitCode: 143 },
])('a child that dies of $signal gives $exitCode', async ({ signal, exitCode }) => {
  const ended = await runChild({ file: 'sh', args: ['-c', `kill -${signal.slice(3)} $$`] }, env);

  expect(ended).toEqual({ exitCode });
});

test.each(['no-such-command-of-ours', '/no/such/file', './no-such-file'])(
  '%s was not found: 127',
  async (file) => {
    const failure = `\`${file}\` was not found`;

    expect(await runChild({ file, args: [] }, env)).toEqual({ exitCode: 127, failure });
  },
);

test.skipIf(process.platform === 'win32')('what may not be run gives 126', async () => {
  const file = join(temporary(), 'plain');
  writeFileSync(file, 'text');
  chmodSync(file, 0o644);

  const ended = await Promise.all([
    runChild({ file, args: [] }, env),
    runChild({ file: tmpdir(), args: [] }, env),
  ]);

  expect(ended.map(({ exitCode }) => exitCode)).toEqual([126, 126]);
  expect(ended[0]?.failure).toBe(`\`${file}\` could not be run: EACCES`);
});

test('an argument that cannot be passed is a failure, not an exception', async () => {
  const ended = await runChild({ file: process.execPath, args: ['a\0b'] }, env);

  expect(ended.exitCode).toBe(126);
});

test('the child sees the environment that it was given and no other', async () => {
  process.env['SENTINEL_TEST_LEAK'] = 'leak';
  onTestFinished(() => {
    delete process.env['SENTINEL_TEST_LEAK'];
  });

  const script =
    'process.exit(process.env.SENTINEL_TEST_LEAK || process.env.GIVEN !== "yes" ? 1 : 0)';
  const ended = await runChild(node(script), { ...env, GIVEN: 'yes' });

  expect(ended.exitCode).toBe(0);
});

test('arguments reach the child as they are: no shell reads them', async () => {
  const words = [
    '$(exit 9)',
    '`exit 9`',
    '; exit 9',
    '&& exit 9',
    '*',
    '"',
    "'",
    '\\',
    '',
    ' a b ',
    '%PATH%',
  ];
  const script = `process.exit(JSON.stringify(process.argv.slice(1)) === ${JSON.stringify(JSON.stringify(words))} ? 0 : 1)`;

  const ended = await runChild({ file: process.execPath, args: ['-e', script, ...words] }, env);

  expect(ended).toEqual({ exitCode: 0 });
});

test('after the child is gone no handler of a signal is left', async () => {
  const before = process.listenerCount('SIGTERM');

  await runChild(node(''), env);
  await runChild({ file: 'no-such-command-of-ours', args: [] }, env);

  expect(process.listenerCount('SIGTERM')).toBe(before);
});

test.each([
  { platform: 'linux', env: { SHELL: '/bin/zsh' }, file: '/bin/zsh' },
  { platform: 'linux', env: { SHELL: '' }, file: '/bin/sh' },
  { platform: 'darwin', env: {}, file: '/bin/sh' },
  { platform: 'win32', env: { ComSpec: 'C:\\cmd.exe', SHELL: 'x' }, file: 'C:\\cmd.exe' },
  { platform: 'win32', env: {}, file: 'cmd.exe' },
] as const)('without a command it runs $file on $platform with $env', (row) => {
  expect(shellOf(row.env, row.platform)).toEqual({ file: row.file, args: [] });
});
