import { isAbsolute } from 'node:path';
import { expect, test } from 'vitest';
import { settingsPaths } from './settings-files.ts';

test.each([
  [
    { HOME: '/home/a' },
    'linux',
    ['/etc/sentinel/config.yaml', '/home/a/.config/sentinel/config.yaml'],
  ],
  [
    { HOME: '/home/a', XDG_CONFIG_HOME: '/cfg' },
    'darwin',
    ['/etc/sentinel/config.yaml', '/cfg/sentinel/config.yaml'],
  ],
  [
    { HOME: '/home/a', XDG_CONFIG_HOME: '.config' },
    'linux',
    ['/etc/sentinel/config.yaml', '/home/a/.config/sentinel/config.yaml'],
  ],
  [{}, 'win32', []],
] as const)('SEC-31 with %j on %s settings lie in %j', (env, platform, paths) => {
  const found = settingsPaths(env, platform);

  expect(found, 'SECURITY VIOLATION: settings are read from elsewhere').toEqual(paths);
});

test('SEC-31 no file of settings lies in the current folder', () => {
  const found = ['linux', 'darwin', 'win32'].flatMap((platform) =>
    // A name of the union that `platform` is drawn from.
    settingsPaths({ XDG_CONFIG_HOME: '.', APPDATA: '' }, platform as NodeJS.Platform),
  );

  expect(
    found.filter((path) => !isAbsolute(path) || path.startsWith(process.cwd())),
    'SECURITY VIOLATION: a project folder configures the command',
  ).toEqual([]);
});
