import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isForeground } from './foreground.ts';

test.runIf(process.platform === 'linux' && existsSync('/bin/ps'))(
  'the file system of processes and `ps` say the same',
  () => {
    expect(isForeground('darwin')).toBe(isForeground('linux'));
  },
);

test('without a terminal nothing is in its foreground', () => {
  if (process.stdin.isTTY || process.stdout.isTTY) return;

  expect(isForeground('win32')).toBe(false);
});
