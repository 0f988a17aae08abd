import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSettingsFiles } from './settings-files.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-settings-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function reading(text: string): Promise<unknown> {
  const path = join(folder, 'config.yaml');
  await writeFile(path, text);
  return readSettingsFiles([path]);
}

test('a file gives its settings under its own name', async () => {
  const sources = await reading('tvm_url: https://tvm.example.com\nduration: 30m\n');

  expect(sources).toEqual([
    {
      name: `\`${join(folder, 'config.yaml')}\``,
      values: { tvm_url: 'https://tvm.example.com', duration: '30m' },
    },
  ]);
});

test.each(['', '# nothing yet\n'])('a file that says nothing, %j, gives nothing', async (text) => {
  expect(await reading(text)).toEqual([]);
});

test('a file that is not there gives nothing', async () => {
  expect(await readSettingsFiles([join(folder, 'absent'), join(folder, 'config.yaml/x')])).toEqual(
    [],
  );
});

test.each([
  ['region: a\nregion: b\n', 'unique'],
  ['[a, b]', 'expected `setting: value` lines'],
  ['just words', 'expected `setting: value` lines'],
  ['region: "a', 'quote'],
  ['base_profile: !!js/function x', 'tag'],
  ['a: &a x\nregion: *a\n', 'aliases are not allowed'],
  [`#${'x'.repeat(70_000)}`, 'it is too long'],
])('%j is refused', async (text, why) => {
  await expect(reading(text)).rejects.toThrow(why);
});

test('a folder in its place is refused, naming it', async () => {
  await expect(readSettingsFiles([folder])).rejects.toThrow(`cannot read \`${folder}\` (EISDIR)`);
});
