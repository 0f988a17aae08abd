import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Small files of the user's state, one folder of them; what is in them proves nothing and is never a secret. */
export type StateFiles = {
  /** '' where there is none, or it cannot be read. */
  read(name: string): Promise<string>;
  /** Written whole or not at all, for this user only. Throws where it cannot be written. */
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
};

/** Files in `folder`, which is made when first needed. Names must be safe as such. */
export function stateFiles(folder: string): StateFiles {
  const path = (name: string) => join(folder, `${name}.json`);
  return {
    read: (name) => readFile(path(name), 'utf8').catch(() => ''),
    async write(name, text) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const temporary = `${path(name)}.${randomBytes(8).toString('hex')}`;
      try {
        await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
        await rename(temporary, path(name));
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    remove: (name) => rm(path(name), { force: true }),
  };
}
