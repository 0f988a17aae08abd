import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { person, sessionOf } from '../testing/answers.ts';
import { selfSigned } from '../testing/certificate.ts';
import type { Ran } from '../testing/cli.ts';
import { baseSecret, startTvm } from '../testing/tvm-server.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sentinel-main-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** Runs the command as a process of its own; `leaveAfter`: stop reading stdout at the first byte. */
function sentinel(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  leaveAfter = false,
): Promise<Ran> {
  const child = spawn(process.execPath, [main, ...argv], {
    env: { PATH: process.env['PATH'] ?? '', HOME: home, SENTINEL_REGION: 'eu-west-1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
    if (leaveAfter) child.stdout.destroy();
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code: code ?? -1, out, err }));
  });
}

const keys = { AWS_ACCESS_KEY_ID: 'AKIABASEKEY', AWS_SECRET_ACCESS_KEY: baseSecret };

test.each(['--version', '-V'])('%s is the version of package.json', async (flag) => {
  const { version } = JSON.parse(
    await readFile(new URL('../package.json', import.meta.url), 'utf8'),
  );

  expect(await sentinel([flag])).toEqual({ code: 0, out: `${version}\n`, err: '' });
});

test('data goes to stdout, words to stderr, and the exit code tells', async () => {
  await using tvm = await startTvm([{ body: person }]);

  const good = await sentinel(['whoami', '--tvm-url', tvm.url], keys);
  const bad = await sentinel(['whoami', '--tvm-url', 'http://example.com'], keys);

  expect(good).toMatchObject({ code: 0, err: '' });
  expect(good.out).toContain('alice@example.com');
  expect(bad).toMatchObject({ code: 2, out: '' });
  expect(bad.err).toContain('only https is allowed');
});

test('a reader that leaves early ends the command quietly', async () => {
  const items = Array.from({ length: 100 }, () => sessionOf({ justification: 'x'.repeat(500) }));
  await using tvm = await startTvm([{ body: { items, next_page_token: 'more' } }]);

  const ran = await sentinel(
    ['sessions', '--limit', '5000', '--output', 'json', '--tvm-url', tvm.url],
    keys,
    true,
  );

  expect(ran).toMatchObject({ code: 141, err: '' });
});

test('a base profile whose credential_process is sentinel ends with that sentence, not in a loop', async () => {
  await using tvm = await startTvm([{ body: person }]);
  const log = join(home, 'inner.log');
  const config = join(home, 'aws-config');
  await writeFile(
    config,
    `[profile loop]\ncredential_process = ${process.execPath} ${main} --base-profile loop --tvm-url ${tvm.url} credentials staging 2>> ${log}\n`,
  );

  const ran = await sentinel(['whoami', '--tvm-url', tvm.url, '--base-profile', 'loop'], {
    AWS_CONFIG_FILE: config,
  });

  expect(ran).toMatchObject({ code: 5, out: '' });
  expect(ran.err).toContain('profile `loop` gives no credentials');
  expect(await readFile(log, 'utf8')).toContain('`credential_process` is sentinel itself');
  expect(tvm.seen).toEqual([]);
});

test('NODE_EXTRA_CA_CERTS is honoured', async () => {
  const certificate = selfSigned('localhost');
  const bundle = join(home, 'extra.pem');
  await writeFile(bundle, certificate.cert);
  const server = createServer({ ...certificate }, (_, response) => {
    response.end(JSON.stringify(person));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on TCP, it has such an address.
  const url = `https://localhost:${(server.address() as AddressInfo).port}`;

  const trusted = await sentinel(['whoami', '--tvm-url', url], {
    ...keys,
    NODE_EXTRA_CA_CERTS: bundle,
  });
  const unknown = await sentinel(['whoami', '--tvm-url', url], keys);
  await new Promise((resolve) => server.close(resolve));

  expect(trusted).toMatchObject({ code: 0, err: '' });
  expect(unknown).toMatchObject({ code: 7, out: '' });
  expect(unknown.err).toContain('(UNTRUSTED_SERVER)');
});
