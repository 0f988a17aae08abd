import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { person } from '../packages/cli/testing/answers.ts';
import { baseSecret, startTvm } from '../packages/cli/testing/tvm-server.ts';
import { buildCli } from './build-cli.ts';

const run = promisify(execFile);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-dist-'));
  await mkdir(join(folder, 'config/sentinel'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await buildCli(join(folder, 'dist'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function sentinel(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { stdout } = await run(process.execPath, [join(folder, 'dist/main.js'), ...argv], {
    env: { HOME: folder, XDG_CONFIG_HOME: join(folder, 'config'), ...env },
  });
  return stdout;
}

test('the bundle stands alone: it tells its version, and verbs their help', async () => {
  expect(await sentinel(['--version'])).toMatch(/^\d+\.\d+\.\d+\n$/);
  for (const verb of ['exec', 'credentials', 'profiles', 'whoami', 'session']) {
    expect(await sentinel(['help', verb])).toContain(`Usage: sentinel ${verb}`);
  }
});

test('`npm run build` builds it', async () => {
  const outdir = join(folder, 'by-npm');

  const { stdout } = await run('npm', ['run', 'build', '--', outdir]);

  expect(stdout).toMatch(/\d+ kB/);
  await expect(access(join(outdir, 'main.js'))).resolves.toBeUndefined();
});

test.each(['profile', 'chain'])(
  'the bundle reads settings and finds base credentials by %s',
  async (by) => {
    await using tvm = await startTvm([{ body: person }]);
    const config = join(folder, 'aws-config');
    await writeFile(
      config,
      `[profile base]\naws_access_key_id = AKIABASEKEY\naws_secret_access_key = ${baseSecret}\n`,
    );
    await writeFile(
      join(folder, 'config/sentinel/config.yaml'),
      `tvm_url: ${tvm.url}\nregion: eu-west-1\n${by === 'profile' ? 'base_profile: base\n' : ''}`,
    );

    const out = await sentinel(['whoami'], {
      AWS_CONFIG_FILE: config,
      ...(by === 'chain' ? { AWS_PROFILE: 'base' } : {}),
    });

    expect(out).toContain('alice@example.com');
    expect(tvm.seen[0]?.signature).toMatchObject({ holds: true, accessKeyId: 'AKIABASEKEY' });
  },
);
