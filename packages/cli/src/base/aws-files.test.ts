import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { awsFiles, awsProfile } from './aws-files.ts';

let folder = '';
let env: Readonly<Record<string, string>> = {};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-aws-'));
  env = {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  };
  await writeFile(
    join(folder, 'config'),
    [
      '[default]',
      'region=eu-west-1 # home',
      '[profile a]',
      'sso_region = us-east-1',
      's3 =',
      '  region = nested',
      'region = eu-west-2',
      '[ profile  "b c" ]',
      'Region = eu-west-3',
      '[sso-session a]',
      'region = wrong',
      '[d]',
      'region = wrong',
    ].join('\r\n'),
  );
  await writeFile(
    join(folder, 'credentials'),
    '[d]\naws_access_key_id = AKIA\n[e]\nregion = eu-north-1\n',
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['default', { region: 'eu-west-1' }],
  ['a', { region: 'eu-west-2' }],
  ['b c', { region: 'eu-west-3' }],
  ['d', {}],
  ['e', { region: 'eu-north-1' }],
  ['absent', undefined],
])('profile %s is %j', async (name, profile) => {
  expect(await awsProfile(name, env)).toEqual(profile);
});

test('files that are not there hold no profile', async () => {
  expect(await awsProfile('default', { HOME: join(folder, 'nobody') })).toBeUndefined();
});

test.each([
  [{ HOME: '/h' }, '/h/.aws/config', '/h/.aws/credentials'],
  [{ HOME: '/h', AWS_CONFIG_FILE: '/c', AWS_SHARED_CREDENTIALS_FILE: '/s' }, '/c', '/s'],
  [
    {
      HOME: '/h',
      AWS_SENTINEL: 'p',
      AWS_CONFIG_FILE: '/empty',
      AWS_SHARED_CREDENTIALS_FILE: '/empty',
    },
    '/h/.aws/config',
    '/h/.aws/credentials',
  ],
  [
    { HOME: '/h', AWS_SENTINEL: 'p', AWS_CONFIG_FILE: '/empty', SENTINEL_AWS_CONFIG_FILE: '/c' },
    '/c',
    '/h/.aws/credentials',
  ],
])('with %j the base lies in %s and %s', (variables, configFile, credentialsFile) => {
  expect(awsFiles(variables)).toEqual({ configFile, credentialsFile });
});
