import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { desk } from '../../testing/cli.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

let home = '';

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sentinel-dev-test-'));
  return () => rm(home, { recursive: true });
});

/** `sentinel dev` as a process of its own, which ends with the test at the latest. */
function dev(...options: readonly string[]) {
  const child = spawn(process.execPath, [main, 'dev', '--port', '0', ...options], {
    env: { PATH: process.env['PATH'], HOME: home, TMPDIR: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, out, err }));
  return {
    /** All that it printed until it said so, or until it ended. */
    until: async (words: string) => {
      while (!`${out}${err}`.includes(words) && child.exitCode === null) {
        await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), ended]);
      }
      return out;
    },
    interrupt: (signal: NodeJS.Signals = 'SIGINT') => {
      child.kill(signal);
      return ended;
    },
  };
}

const ready = 'Decisions, as they fall';

/** `sentinel dev` in this process, for what ends by itself. */
async function fails(...options: readonly string[]) {
  using me = desk();
  return await me.sentinel('dev', '--port', '0', ...options);
}

/** A loopback port on which somebody listens and says nothing. */
async function silentPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('the place for the data', () => {
  test('that cannot be made is a usage error', async () => {
    await writeFile(join(home, 'file'), '');
    const path = join(home, 'file', 'below');

    const ran = await fails('--data', path);

    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(
      /^sentinel: cannot keep data in `.*below`: .*\nhelp: name a directory that can be made and written\n$/,
    );
  });

  test('that another `dev` holds is named as such', async () => {
    const first = dev('--data', join(home, 'data'));
    await first.until(ready);

    const ran = await fails('--data', join(home, 'data'));

    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/^sentinel: another process keeps its data in `.*`\nhelp: .*\n$/);
    expect(await first.interrupt()).toMatchObject({ code: 0, err: '' });
  });
});

test('a port that is taken is told, with one that is free', async () => {
  const port = await silentPort();

  const ran = await fails('--port', String(port));

  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toBe(
    `sentinel: port ${port} is taken, maybe by another \`sentinel dev\`\nhelp: \`sentinel dev --port 0\` takes any free one\n`,
  );
});

describe('the greeting says what stays when it ends', () => {
  test('nothing', async () => {
    const one = dev();

    expect(await one.until(ready)).toContain('Ctrl-C ends it and forgets everything.\n');
    expect(await one.interrupt('SIGTERM')).toMatchObject({ code: 0, err: '' });
  });

  test('the table, in its directory', async () => {
    const one = dev('--data', join(home, 'data'));

    const greeting = await one.until(ready);

    expect(greeting).not.toContain('forgets everything');
    expect(greeting).toContain(`Ctrl-C ends it; sessions stay in ${join(home, 'data')}.\n`);
    await one.interrupt();
  });
});

describe('another emulator of AWS', () => {
  test('is waited for until an interrupt', async () => {
    const one = dev('--aws-endpoint-url', `http://127.0.0.1:${await silentPort()}`);
    await one.until('waiting for the AWS emulator');

    expect(await one.interrupt()).toMatchObject({ code: 0, out: '' });
  });

  test.each(['localhost:4566', 'ftp://localhost', 'nonsense'])(
    'at `%s` is a usage error',
    async (url) => {
      const ran = await fails('--aws-endpoint-url', url);

      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toContain('expected an http or https URL');
    },
  );

  test('keeps its data itself', async () => {
    const ran = await fails('--aws-endpoint-url', 'http://localhost:4566', '--data', home);

    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('does not go with option `--data <dir>`');
  });
});
