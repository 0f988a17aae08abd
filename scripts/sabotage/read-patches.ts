import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../run.ts';
import { type Patch, readPatch } from './read-patch.ts';

/** Where the patches lie. */
export const patchFolder = join(root, 'testing', 'sabotage');

/** Every patch, by name; throws where one cannot be read. */
export function readPatches(): readonly Patch[] {
  return readdirSync(patchFolder)
    .filter((name) => name.endsWith('.patch'))
    .sort()
    .map((name) => readPatch(name, readFileSync(join(patchFolder, name), 'utf8')));
}
