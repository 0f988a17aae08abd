import type { Stack } from '@sentinel/devstack/stack/start-devstack';
import { expect, test } from 'vitest';
import { awsConfig, greeting } from './dev-greeting.ts';

const alice = {
  name: 'alice',
  about: 'an engineer',
  accessKeyId: 'ASIAALICE',
  secretAccessKey: 'secret-of-alice',
  sessionToken: 'token-of-alice',
};

const stack: Pick<Stack, 'url' | 'users' | 'region' | 'stsUrl'> = {
  url: 'http://127.0.0.1:4577',
  region: 'eu-west-1',
  users: [alice, { ...alice, name: 'carol', about: 'leads the SREs' }],
  stsUrl: 'http://127.0.0.1:4600',
};

test('the greeting names every caller, and shows nobody’s keys', () => {
  const text = greeting(stack, '/tmp/a/config', {});

  expect(text).toContain('\n  alice  an engineer\n  carol  leads the SREs\n');
  expect(text).not.toContain('secret-of-alice');
  expect(text).not.toContain('token-of-alice');
});

test('what it says to try can be pasted as it stands', () => {
  const text = greeting(stack, "/tmp/it's here/config", {});

  expect(text).toContain("\n  export AWS_CONFIG_FILE='/tmp/it'\\''s here/config'\n");
  // Interactive zsh takes no comments.
  expect(text.split('\n').filter((line) => line.startsWith('  ') && line.includes('#'))).toEqual(
    [],
  );
});

test('out of a checkout it says how the command gets its name', () => {
  const runBy = ['/opt/node', '/home/al ice/main.js'];

  const text = greeting(stack, '/tmp/config', { runBy });

  expect(text).toContain(
    "\n  alias sentinel='/opt/node '\\''/home/al ice/main.js'\\'''\n  export AWS_CONFIG_FILE=/tmp/config\n",
  );
});

test.each([
  [{}, 'Ctrl-C ends it and forgets everything.'],
  [{ data: './state' }, 'Ctrl-C ends it; sessions stay in ./state.'],
  [
    { awsEndpointUrl: 'http://localhost:5000' },
    'Ctrl-C ends it; table and documents stay at http://localhost:5000.',
  ],
])('with %j it says: %s', (options, sentence) => {
  expect(greeting(stack, '/tmp/config', options).split('\n')[0]).toBe(
    `Sentinel listens at http://127.0.0.1:4577. ${sentence}`,
  );
});

test('the config file has a profile for each caller', () => {
  expect(awsConfig({ ...stack, users: [alice] })).toBe(
    [
      '[profile alice]',
      '# an engineer',
      'region = eu-west-1',
      'aws_access_key_id = ASIAALICE',
      'aws_secret_access_key = secret-of-alice',
      'aws_session_token = token-of-alice',
      '',
    ].join('\n'),
  );
});
