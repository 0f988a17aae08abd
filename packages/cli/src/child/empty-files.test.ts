import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { makeEmptyFiles } from './empty-files.ts';

test('the files are empty and nobody else can read or list them', () => {
  const files = makeEmptyFiles();

  const paths = Object.values(files.paths);
  const modes = [...paths, dirname(files.paths.config)].map((path) => statSync(path).mode & 0o777);

  expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(['', '', '']);
  if (process.platform !== 'win32') expect(modes).toEqual([0o600, 0o600, 0o600, 0o700]);
  files.remove();
});

test('what the child wrote beside them goes with them', () => {
  const files = makeEmptyFiles();
  const directory = dirname(files.paths.config);
  writeFileSync(join(directory, 'more'), 'x');

  files.remove();
  files.remove();

  expect(existsSync(directory)).toBe(false);
});

test('two runs share nothing', () => {
  const both = [makeEmptyFiles(), makeEmptyFiles()];

  const paths = both.flatMap((files) => Object.values(files.paths));

  expect(new Set(paths).size).toBe(6);
  for (const files of both) files.remove();
});

test('where no file can be made it says where', () => {
  expect(() => makeEmptyFiles('/no/such/directory')).toThrow(
    'no file can be made in `/no/such/directory`',
  );
});
