import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkDataFolder } from './data-folder.ts';
import { openDatabase } from './embedded.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-data-'));
});

afterEach(() => rm(folder, { recursive: true }));

test('a folder that is not there yet is made, and stays free', async () => {
  const path = join(folder, 'a', 'b');

  await checkDataFolder(path);

  await expect(checkDataFolder(path)).resolves.toBeUndefined();
});

test('a file is no folder', async () => {
  const path = join(folder, 'file');
  await writeFile(path, 'text');

  await expect(checkDataFolder(path)).rejects.toMatchObject({
    code: 'DATA_UNUSABLE',
    message: `cannot keep data in \`${path}\`: it is no directory`,
  });
});

test('a folder below a file cannot be made', async () => {
  await writeFile(join(folder, 'file'), 'text');
  const path = join(folder, 'file', 'below');

  await expect(checkDataFolder(path)).rejects.toMatchObject({
    code: 'DATA_UNUSABLE',
    message: expect.stringMatching(/^cannot keep data in `.*`: ENOTDIR/),
  });
});

test.runIf(process.platform === 'linux')(
  'a file system without new folders is told so',
  async () => {
    await expect(checkDataFolder('/proc/nope/x')).rejects.toMatchObject({
      code: 'DATA_UNUSABLE',
      message: expect.stringContaining('cannot keep data in `/proc/nope/x`: ENOENT'),
    });
  },
);

test('a folder whose data are no database of ours is told from one that is held', async () => {
  await writeFile(join(folder, 'CURRENT'), 'MANIFEST-000099\n');

  await expect(checkDataFolder(folder)).rejects.toMatchObject({ code: 'DATA_UNUSABLE' });
});

test('a folder that a running database holds is told so, and free when that one is closed', async () => {
  const database = openDatabase(folder);
  await database.send('ListTables', {});

  await expect(checkDataFolder(folder)).rejects.toMatchObject({
    code: 'DATA_HELD',
    message: `another process keeps its data in \`${folder}\``,
  });

  await database.close();
  await expect(checkDataFolder(folder)).resolves.toBeUndefined();
});
