import { expect, test } from 'vitest';
import { gift } from '../../testing/gift.ts';
import { childEnvironment } from './environment.ts';

test('what is nobody’s credential is handed on as it is', () => {
  const parent = {
    PATH: '/bin',
    LANG: 'C',
    EMPTY: '',
    SENTINEL_TVM_URL: 'https://x',
    GONE: undefined,
  };

  const { env } = childEnvironment(parent, gift());

  expect(env).toEqual({
    PATH: '/bin',
    LANG: 'C',
    EMPTY: '',
    SENTINEL_TVM_URL: 'https://x',
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:40000/credentials',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'our-token',
    AWS_CONFIG_FILE: '/tmp/s/config',
    AWS_SHARED_CREDENTIALS_FILE: '/tmp/s/credentials',
    BOTO_CONFIG: '/tmp/s/boto',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SENTINEL: 'production',
  });
});

test.each([
  'AWS_CA_BUNDLE',
  'AWS_PAGER',
  'AWS_DEFAULT_OUTPUT',
  'AWS_RETRY_MODE',
  'AWS_MAX_ATTEMPTS',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_SDK_UA_APP_ID',
])('%s says how to call AWS, not as whom, and is handed on', (name) => {
  expect(childEnvironment({ [name]: 'x' }, gift()).env[name]).toBe('x');
});

test.each([
  { given: 'eu-west-1', parent: {}, both: ['eu-west-1', 'eu-west-1'] },
  {
    given: 'eu-west-1',
    parent: { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-2' },
    both: ['eu-west-1', 'eu-west-1'],
  },
  { given: undefined, parent: { AWS_REGION: 'us-east-1' }, both: ['us-east-1', 'us-east-1'] },
  {
    given: undefined,
    parent: { AWS_DEFAULT_REGION: 'us-east-2' },
    both: ['us-east-2', 'us-east-2'],
  },
  {
    given: undefined,
    parent: { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-2' },
    both: ['us-east-1', 'us-east-2'],
  },
  { given: undefined, parent: {}, both: [undefined, undefined] },
])('region $given with parent $parent gives $both', ({ given, parent, both }) => {
  const { env } = childEnvironment(parent, gift({ region: given }));

  expect([env['AWS_REGION'], env['AWS_DEFAULT_REGION']]).toEqual(both);
});

test.each([
  { parent: {}, both: ['127.0.0.1', '127.0.0.1'] },
  { parent: { NO_PROXY: 'a.b' }, both: ['a.b,127.0.0.1', 'a.b,127.0.0.1'] },
  { parent: { no_proxy: 'a.b, c' }, both: ['a.b,c,127.0.0.1', 'a.b,c,127.0.0.1'] },
  { parent: { NO_PROXY: 'a', no_proxy: 'b' }, both: ['a,127.0.0.1', 'b,127.0.0.1'] },
  { parent: { NO_PROXY: '*' }, both: ['*', '*'] },
  { parent: { NO_PROXY: 'x,127.0.0.1' }, both: ['x,127.0.0.1', 'x,127.0.0.1'] },
  { parent: { NO_PROXY: '' }, both: ['127.0.0.1', '127.0.0.1'] },
])('the endpoint is reached past the proxy with $parent', ({ parent, both }) => {
  const { env } = childEnvironment(parent, gift());

  expect([env['NO_PROXY'], env['no_proxy']]).toEqual(both);
});

test('on Windows names have no case, and no two of one name are handed on', () => {
  const parent = { Path: 'C:\\', No_Proxy: 'a', aws_region: 'eu-west-1', aws_profile: 'x' };

  const { env } = childEnvironment(parent, gift({ platform: 'win32' }));

  const names = Object.keys(env).map((name) => name.toUpperCase());
  expect(new Set(names).size).toBe(names.length);
  expect(env).toMatchObject({ Path: 'C:\\', No_Proxy: 'a,127.0.0.1', AWS_REGION: 'eu-west-1' });
  expect(names).not.toContain('AWS_PROFILE');
});

test('nested commands find the base by names that only Sentinel reads', () => {
  const base = { profile: 'alice', configFile: '/etc/c', credentialsFile: '/etc/k' };

  const { env } = childEnvironment({ AWS_PROFILE: 'alice' }, gift({ base }));

  expect(env).toMatchObject({
    SENTINEL_BASE_PROFILE: 'alice',
    SENTINEL_AWS_CONFIG_FILE: '/etc/c',
    SENTINEL_AWS_SHARED_CREDENTIALS_FILE: '/etc/k',
  });
  expect(env).not.toHaveProperty('AWS_PROFILE');
});

test.each([
  { platform: 'linux', homeDirectory: '/home/alice', config: '/home/alice/.aws/config' },
  { platform: 'win32', homeDirectory: 'C:\\Users\\a', config: 'C:\\Users\\a\\.aws\\config' },
] as const)('a base in the usual files is named outright on $platform', (row) => {
  const { platform, homeDirectory } = row;

  const { env } = childEnvironment({}, gift({ base: { profile: 'a' }, platform, homeDirectory }));

  expect(env['SENTINEL_AWS_CONFIG_FILE']).toBe(row.config);
});

test('a base that lay in the environment only is not handed on', () => {
  const parent = { SENTINEL_BASE_PROFILE: 'old', SENTINEL_AWS_CONFIG_FILE: '/old' };

  const { env } = childEnvironment(parent, gift({ base: {} }));

  expect(Object.keys(env).filter((name) => name.startsWith('SENTINEL_'))).toEqual([]);
});

test('a nested exec hands on the base of the outer one', () => {
  const base = { profile: 'alice', configFile: '/etc/c', credentialsFile: '/etc/k' };
  const outer = childEnvironment({}, gift({ base })).env;

  const inner = childEnvironment(outer, gift({ base, profile: 'staging' })).env;

  expect(inner).toEqual({ ...outer, AWS_SENTINEL: 'staging' });
});

test('whoever loses a variable is told its name, not its value', () => {
  const parent = {
    TF_VAR_key: 'AKIAFOREIGNFOREIGN22',
    JAVA_TOOL_OPTIONS: '-Daws.profile=x',
    A: 'b',
  };

  const { env, withheld } = childEnvironment(parent, gift());

  expect(withheld).toEqual(['TF_VAR_key', 'JAVA_TOOL_OPTIONS']);
  expect(env['A']).toBe('b');
});

test.each([
  'ASIAPACIFICREGION',
  'MASIAFOREIGNFOREIGN22',
  'akiaforeignforeign22',
  '-Daws.region=eu-west-1',
  'AKIA',
])('`%s` is no key and is handed on', (value) => {
  expect(childEnvironment({ NAME: value }, gift()).env['NAME']).toBe(value);
});
