import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runExecOn, writeAnswer, writeEnvironment } from '../../testing/run-exec.ts';
import { scriptedTvm } from '../../testing/scripted-tvm.ts';
import { vended, yes } from '../../testing/vended.ts';

const secrets = /canary-(secret|token)/;

/** Script: what of the child can be seen from outside or lies on disk. */
const writeTraces = `
  const { readFileSync, readdirSync, writeFileSync } = require('node:fs');
  const { dirname, join } = require('node:path');
  const { AWS_CONFIG_FILE, AWS_CONTAINER_AUTHORIZATION_TOKEN: token } = process.env;
  const folder = dirname(AWS_CONFIG_FILE);
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const argv = process.platform === 'linux'
    ? [process.pid, process.ppid].map((id) => readFileSync('/proc/' + id + '/cmdline', 'utf8'))
    : [];
  writeFileSync(process.argv[1], JSON.stringify({ files, argv, env: process.env, token }));`;

test('SEC-15 keys lie in no argument, file or variable; the token in one variable only', async () => {
  const it = await runExecOn(writeTraces);

  const { token, env, ...outside } = JSON.parse(it.wrote());
  const { AWS_CONTAINER_AUTHORIZATION_TOKEN: _, ...others } = env;
  const seen = JSON.stringify([outside, others, it.stderr]);
  expect(JSON.stringify(env), 'SECURITY VIOLATION: a key in the environment').not.toMatch(secrets);
  expect(seen, 'SECURITY VIOLATION: a key where others can read').not.toMatch(secrets);
  expect(seen, 'SECURITY VIOLATION: the token where others can read').not.toContain(token);
});

test('SEC-15 a spoilt answer is named without its secrets', async () => {
  const tvm = scriptedTvm(() => ({
    ok: true,
    answer: { ...vended(), Expiration: 'canary-token' },
  }));

  const failure = await runExecOn('', { tvm }).catch((error: unknown) => String(error));

  expect(failure).toContain('without a readable expiry');
  expect(failure, 'SECURITY VIOLATION: a secret in a message').not.toMatch(secrets);
});

test('SEC-18 without the token of its own variable the child itself gets nothing', async () => {
  const script = writeAnswer.replace('headers: { Authorization }', 'headers: {}');

  const it = await runExecOn(script);

  expect(it.wrote(), 'SECURITY VIOLATION: answered without a token').not.toMatch(secrets);
  expect(JSON.parse(it.wrote())).toMatchObject({ Code: 'WRONG_TOKEN' });
});

test.each([
  'evil.example/#',
  'us-east-1.evil.example',
  'us-east-1\nAWS_ACCESS_KEY_ID=x',
  '$(touch /tmp/x)',
  '-Daws.profile=x',
])('SEC-31 a server that names the Region %j names nothing', async (region) => {
  const it = await runExecOn(writeEnvironment, { tvm: scriptedTvm(() => yes({ region })) });

  const env = JSON.parse(it.wrote());
  expect(JSON.stringify(env), 'SECURITY VIOLATION: a Region became more').not.toContain('evil');
  expect(env, 'SECURITY VIOLATION: a Region became more').not.toHaveProperty('AWS_REGION');
});

test('SEC-31 nothing else of the answer reaches the child but through the endpoint', async () => {
  const hostile = '$(touch /tmp/x);`id`';
  const answer = vended();
  const sentinel = { ...answer.Sentinel, Rule: hostile, SourceIdentity: hostile };
  const spiked = { ...answer, RoleArn: hostile, AccountId: hostile, Sentinel: sentinel };
  const tvm = scriptedTvm(() => ({ ok: true, answer: { ...spiked, AWS_PROFILE: 'evil' } }));

  const it = await runExecOn(writeEnvironment, { tvm });

  expect(it.wrote(), 'SECURITY VIOLATION: the server wrote a variable').not.toMatch(/touch|evil/);
});

test('SEC-31 the source hands nothing to a shell', () => {
  const files = ['../child/run.ts', '../child/foreground.ts', './exec-child.ts', './exec.ts'];

  const text = files.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join();

  expect(text, 'SECURITY VIOLATION: a shell').not.toMatch(/shell: true|\bexec\(|execSync\(/);
});
