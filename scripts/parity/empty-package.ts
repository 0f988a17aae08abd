import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';

/** A new folder with a zip that stands for the release's: what is in it makes no difference to what is deployed. */
export function emptyPackage(): { readonly folder: string; readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'sentinel-package-'));
  const path = join(folder, 'sentinel-tvm.zip');
  const nothing = zipSync({ 'api.cjs': new Uint8Array() }, { mtime: new Date(2026, 0, 1) });
  writeFileSync(path, nothing);
  return { folder, path };
}
