import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { nowMs } from '../../testing/answers.ts';
import { startFakeSts } from '../../testing/fake-sts.ts';
import { baseCredentials } from './base-credentials.ts';
import type { BaseSource } from './base-source.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-base-'));
  await writeFile(
    join(folder, 'config'),
    [
      '[profile static]',
      'aws_access_key_id = AKIASTATIC',
      'aws_secret_access_key = static',
      '[profile process]',
      `credential_process = ${process.execPath} ${join(folder, 'process.mjs')}`,
      '[profile broken]',
      `credential_process = ${process.execPath} -e process.exit(3)`,
      '[profile sso]',
      'sso_start_url = https://example.awsapps.com/start',
      'sso_region = eu-west-1',
      'sso_account_id = 111122223333',
      'sso_role_name = dev',
    ].join('\n'),
  );
  await writeFile(
    join(folder, 'process.mjs'),
    `console.log(JSON.stringify({ Version: 1, AccessKeyId: 'ASIAPROCESS', SecretAccessKey: 's',
       SessionToken: process.env.SENTINEL_RESOLVING ?? 'unmarked' }));`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

/** The AWS SDK reads this process's environment. */
function resolving(source: BaseSource, more: Readonly<Record<string, string | undefined>> = {}) {
  const all = {
    HOME: folder,
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    SENTINEL_RESOLVING: undefined,
    ...more,
  };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
  return baseCredentials(source, {
    env: { ...process.env },
    processEnv: process.env,
    nowMs: () => nowMs,
  })();
}

test('a profile with keys gives them', async () => {
  expect(await resolving({ kind: 'profile', profile: 'static' })).toEqual({
    accessKeyId: 'AKIASTATIC',
    secretAccessKey: 'static',
  });
});

test('what a profile starts is marked against recursion', async () => {
  expect(await resolving({ kind: 'profile', profile: 'process' })).toMatchObject({
    accessKeyId: 'ASIAPROCESS',
    sessionToken: '1',
  });
});

test('the chain finds the profile of AWS_PROFILE', async () => {
  expect(await resolving({ kind: 'chain' }, { AWS_PROFILE: 'static' })).toMatchObject({
    accessKeyId: 'AKIASTATIC',
  });
});

test('inside an exec the files that were handed on are read, also for a process', async () => {
  const inExec = {
    AWS_SENTINEL: 'staging',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    SENTINEL_AWS_CONFIG_FILE: join(folder, 'config'),
  };

  expect(await resolving({ kind: 'profile', profile: 'process' }, inExec)).toMatchObject({
    accessKeyId: 'ASIAPROCESS',
  });
});

test.each([
  ['broken', 'NO_BASE_CREDENTIALS', 'profile `broken` gives no credentials'],
  ['absent', 'NO_BASE_CREDENTIALS', 'profile `absent` gives no credentials'],
  ['sso', 'SIGN_IN_EXPIRED', 'the sign-in of profile `sso` has expired'],
])('profile %s fails as %s, and nothing else is tried', async (profile, code, message) => {
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAOTHER', AWS_SECRET_ACCESS_KEY: 'other' };

  await expect(resolving({ kind: 'profile', profile }, keys)).rejects.toMatchObject({
    code,
    message,
  });
});

test('a chain that ends without keys says so', async () => {
  const none = {
    AWS_PROFILE: undefined,
    AWS_ACCESS_KEY_ID: undefined,
    AWS_CONFIG_FILE: '/dev/null',
  };

  await expect(resolving({ kind: 'chain' }, none)).rejects.toMatchObject({
    code: 'NO_BASE_CREDENTIALS',
    message: 'there are no AWS credentials to sign with',
  });
});

test('keys are kept until five minutes before their end, and serve to it where none follow', async () => {
  const script = join(folder, 'ending.mjs');
  const endMs = Date.now() + 3_600_000;
  await writeFile(
    join(folder, 'ending'),
    `[profile ending]\ncredential_process = ${process.execPath} ${script}\n`,
  );
  await writeFile(
    script,
    `console.log(JSON.stringify({ Version: 1, AccessKeyId: 'FIRST', SecretAccessKey: 's',
       Expiration: '${new Date(endMs).toISOString()}' }));`,
  );
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'ending'));
  vi.stubEnv('SENTINEL_RESOLVING', undefined);
  let clockMs = Date.now();
  const parts = { env: process.env, processEnv: process.env, nowMs: () => clockMs };
  const base = baseCredentials({ kind: 'profile', profile: 'ending' }, parts);

  const first = await base();
  await rm(script);
  clockMs = endMs - 5 * 60_000 - 1;
  const kept = await base();
  clockMs = endMs - 1000;
  const served = await base();
  clockMs = endMs + 1;

  expect(first).toMatchObject({ accessKeyId: 'FIRST', expiresAtMs: endMs });
  expect([kept, served]).toEqual([first, first]);
  await expect(base()).rejects.toMatchObject({ code: 'NO_BASE_CREDENTIALS' });
});

test('keys of the environment need no SDK and leave the environment alone', async () => {
  const processEnv = {};
  const env = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' };

  const base = baseCredentials({ kind: 'environment' }, { env, processEnv, nowMs: () => nowMs });

  expect(await base()).toEqual({ accessKeyId: 'AKIA', secretAccessKey: 's', sessionToken: 't' });
  expect(processEnv).toEqual({});
});

test('keys of the environment that have expired are said to have', async () => {
  const env = {
    AWS_ACCESS_KEY_ID: 'ASIA',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_CREDENTIAL_EXPIRATION: '2026-01-25T13:59:59Z',
  };

  const base = baseCredentials(
    { kind: 'environment' },
    { env, processEnv: {}, nowMs: () => nowMs },
  );

  await expect(base()).rejects.toMatchObject({ code: 'SIGN_IN_EXPIRED' });
});

test('a person is asked for an MFA code once at most: later the terminal is the command’s', async () => {
  await writeFile(
    join(folder, 'mfa'),
    [
      '[profile mfa]',
      'role_arn = arn:aws:iam::111122223333:role/Base',
      'mfa_serial = arn:aws:iam::111122223333:mfa/alice',
      'source_profile = static',
      'region = eu-west-1',
      '[profile static]',
      'aws_access_key_id = AKIASTATIC',
      'aws_secret_access_key = static',
    ].join('\n'),
  );
  let asked = 0;
  let atMs = nowMs;
  const ofMfa = () => {
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'mfa'));
    vi.stubEnv('SENTINEL_RESOLVING', undefined);
    return baseCredentials(
      { kind: 'profile', profile: 'mfa' },
      {
        env: { ...process.env },
        processEnv: process.env,
        nowMs: () => atMs,
        askMfaCode: async () => {
          asked += 1;
          return '123456';
        },
      },
    );
  };
  await using sts = await startFakeSts(new Date(nowMs + 3_600_000));
  vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.url);
  const base = ofMfa();

  await base();
  atMs += 3_599_000;
  await base();

  expect(asked).toBe(1);
});
