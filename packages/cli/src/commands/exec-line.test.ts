import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { VendAnswer } from '@sentinel/core/contract/vend';
import { expect, test } from 'vitest';
import { vended } from '../../testing/answers.ts';
import { desk } from '../../testing/cli.ts';
import { type Answer, baseSecret, type Seen, startTvm } from '../../testing/tvm-server.ts';

const run = promisify(execFile);
const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const whoami = {
  subject: 'alice',
  person: 'alice',
  groups: [],
  derived: 'by name',
  kind: 'person',
  account: '111122223333',
  arn: 'arn:aws:iam::111122223333:user/alice',
};

const server = (seen: Seen) => serverVending(vended, seen);

/** A server that vends, tells who one is, and ends sessions. */
function serverVending(answer: VendAnswer, { method, target }: Seen): Answer {
  if (target === '/whoami') return { body: whoami };
  if (method === 'POST' && target === '/') return { body: answer };
  return { status: 409, body: { Code: 'CONFLICT', Message: 'over', RequestId: '0'.repeat(16) } };
}

const targets = (seen: readonly Seen[]) => seen.map(({ method, target }) => `${method} ${target}`);

test('`sentinel exec` vends, runs, ends the session and gives the code of the command', async () => {
  await using tvm = await startTvm(server);
  using alice = desk({ SENTINEL_TVM_URL: tvm.url });

  const ran = await alice.sentinel(
    ...['exec', 'staging', '-d', '30m', '--', process.execPath, '-e', 'process.exit(42)'],
  );

  expect(ran).toEqual({ code: 42, out: '', err: '' });
  expect(targets(tvm.seen)).toEqual(['POST /', `POST /sessions/${vended.Sentinel.SessionId}/end`]);
  expect(tvm.seen[0]?.body).toEqual({ profile: 'staging', duration: 1800 });
});

test('the Region of `exec` is the command’s, not the server’s', async () => {
  await using tvm = await startTvm(server);
  using alice = desk({ SENTINEL_TVM_URL: tvm.url });
  const tell = 'process.exit(process.env.AWS_REGION === "us-west-2" ? 7 : 1)';

  const ran = await alice.sentinel(
    ...['exec', 'staging', '--region', 'us-west-2', '--', process.execPath, '-e', tell],
  );

  expect(ran).toEqual({ code: 7, out: '', err: '' });
  expect(tvm.seen.map(({ signature }) => signature?.region)).not.toContain('us-west-2');
});

test('a refusal is told with what next, and nothing is run', async () => {
  const body = { Code: 'POLICY_DENY', Message: 'no', RequestId: '0'.repeat(16), Help: 'ask' };
  await using tvm = await startTvm([{ status: 403, body }, { body: whoami }]);
  using alice = desk({ SENTINEL_TVM_URL: tvm.url });

  const ran = await alice.sentinel('exec', 'staging', '--', 'no-such-command-of-ours');

  expect(ran.code).toBe(3);
  expect(ran.err).toMatch(/^sentinel: no \(POLICY_DENY\).*\nhelp: ask\n$/);
});

test('a command below exec signs as the base profile, not as what was vended', async () => {
  const inAnHour = { ...vended, Expiration: new Date(Date.now() + 3_600_000).toISOString() };
  await using tvm = await startTvm((seen) => serverVending(inAnHour, seen));
  using alice = desk();
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...rest } = alice.env;
  const env = { ...rest, PATH: process.env['PATH'], SENTINEL_TVM_URL: tvm.url };
  const keys = `aws_access_key_id = AKIABASEKEY\naws_secret_access_key = ${baseSecret}\n`;
  mkdirSync(join(alice.home, '.aws'));
  writeFileSync(join(alice.home, '.aws', 'credentials'), `[alice]\n${keys}`);

  const nested = ['exec', 'staging', '--', process.execPath, main, 'whoami', '--output', 'json'];
  const ran = await run(process.execPath, [main, '--base-profile', 'alice', ...nested], { env });

  expect(JSON.parse(ran.stdout)).toMatchObject({ subject: 'alice' });
  expect(targets(tvm.seen)).toContain('GET /whoami');
  expect(tvm.seen.map(({ signature }) => `${signature?.accessKeyId} ${signature?.holds}`)).toEqual(
    tvm.seen.map(() => 'AKIABASEKEY true'),
  );
});

test('a base that lies in environment keys only is not handed on: 5', async () => {
  await using tvm = await startTvm(server);
  using alice = desk({ SENTINEL_TVM_URL: tvm.url, PATH: process.env['PATH'] ?? '' });

  const ran = await alice.sentinel('exec', 'staging', '--', process.execPath, main, 'whoami');

  expect(ran.code).toBe(5);
  expect(targets(tvm.seen)).not.toContain('GET /whoami');
});
