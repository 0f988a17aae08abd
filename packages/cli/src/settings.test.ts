import { expect, test } from 'vitest';
import { environmentSource, mergeSettings, type SettingSource } from './settings.ts';

const machine: SettingSource = {
  name: '`/etc/sentinel/config.yaml`',
  values: { region: 'eu-west-1' },
};
const user: SettingSource = { name: '`config.yaml`', values: { region: 'eu-west-2' } };
const environment = environmentSource({ SENTINEL_REGION: 'eu-west-3' });
const flags: SettingSource = { name: 'command line', values: { region: 'eu-central-1' } };

test.each([
  ['nothing', [], undefined],
  ["the machine's file", [machine], 'eu-west-1'],
  ["the user's file", [machine, user], 'eu-west-2'],
  ['the environment', [machine, user, environment], 'eu-west-3'],
  ['a flag', [machine, user, environment, flags], 'eu-central-1'],
  ['a flag over the machine only', [machine, flags], 'eu-central-1'],
])('%s wins over what comes before it', (_, sources, region) => {
  expect(mergeSettings(sources).region).toBe(region);
});

test('each setting has a variable of its own', () => {
  const source = environmentSource({
    SENTINEL_TVM_URL: 'https://tvm.example.com',
    SENTINEL_REGION: 'eu-west-1',
    SENTINEL_SIGNING_SERVICE: 'lambda',
    SENTINEL_SIGNING_REGION: 'us-gov-west-1',
    SENTINEL_BASE_PROFILE: 'sso',
    SENTINEL_DURATION: '30m',
    SENTINEL_OUTPUT: 'json',
  });

  expect(mergeSettings([source])).toEqual({
    tvmUrl: 'https://tvm.example.com',
    region: 'eu-west-1',
    signingService: 'lambda',
    signingRegion: 'us-gov-west-1',
    baseProfile: 'sso',
    durationSeconds: 1800,
    output: 'json',
  });
});

test('an empty variable counts as absent, and a strange one is passed over', () => {
  const source = environmentSource({ SENTINEL_REGION: '', SENTINEL_RESOLVING: '1' });

  expect(mergeSettings([source])).toEqual({ output: 'text' });
});

test('whole seconds in a file are a number', () => {
  expect(mergeSettings([{ name: 'f', values: { duration: 900 } }]).durationSeconds).toBe(900);
});

test.each([
  [{ tvm_ur1: 'https://x' }, 'f: unknown setting `tvm_ur1`'],
  [{ __proto__x: '' }, 'f: unknown setting `__proto__x`'],
  [JSON.parse('{"__proto__":"x"}'), 'f: unknown setting `__proto__`'],
  [{ region: 'Ireland' }, 'f: bad `region`'],
  [{ signing_region: 'eu' }, 'f: bad `signing_region`'],
  [{ signing_service: 's3' }, 'f: bad `signing_service`'],
  [{ output: 'yaml' }, 'f: bad `output`'],
  [{ duration: 'soon' }, 'f: bad `duration`'],
  [{ duration: true }, 'f: bad `duration`'],
  [{ duration: '5m' }, 'f: bad `duration`'],
  [{ duration: 3601 }, 'f: bad `duration`'],
  [{ base_profile: ['a'] }, 'f: bad `base_profile`'],
  [{ tvm_url: '' }, 'f: bad `tvm_url`'],
])('%j is refused, naming the source and the key', (values, message) => {
  expect(() => mergeSettings([{ name: 'f', values }])).toThrow(message);
});

test('a duration that the server would refuse is told in durations', () => {
  const source = environmentSource({ SENTINEL_DURATION: '5m' });

  expect(() => mergeSettings([source])).toThrow(
    expect.objectContaining({
      message: 'environment: bad `SENTINEL_DURATION`',
      help: 'expected a time from 15m to 1h, such as `30m` or `1800`',
    }),
  );
});

test('a bad variable is named as such', () => {
  const source = environmentSource({ SENTINEL_OUTPUT: 'yaml' });

  expect(() => mergeSettings([source])).toThrow('environment: bad `SENTINEL_OUTPUT`');
});
