import { access, constants, mkdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';

/** `DATA_UNUSABLE`: it cannot be made or written, or holds something else. `DATA_HELD`: a running process has it. */
export type DataFolderCode = 'DATA_UNUSABLE' | 'DATA_HELD';

/** The folder for the data will not do; `message` is one line for a person. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
  readonly code: DataFolderCode;

  constructor(code: DataFolderCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A store of the embedded database, as far as it is used here. */
type Store = { open(): Promise<void>; close(): Promise<void> };

/**
 * Makes the folder if it is not there, and opens and closes a store in it: the embedded database itself would end
 * the process where it cannot. Throws `DataFolderError`.
 */
export async function checkDataFolder(path: string): Promise<void> {
  try {
    await makeFolder(resolve(path));
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    const store = newStore(path);
    await store.open();
    await store.close();
  } catch (error) {
    throw failureOf(path, error);
  }
}

/** Node's own `recursive` goes on for ever, deaf to signals, where a file system takes no new folders, as `/proc`. */
async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    if (reasonOf(error).code !== 'ENOENT') throw error;
    return undefined;
  });
  if (found?.isDirectory()) return;
  if (found !== undefined) throw new Error('it is no directory');
  const parent = dirname(path);
  if (parent !== path) await makeFolder(parent);
  await mkdir(path);
}

/** The very class that the embedded database opens, found from where that lies. */
function newStore(path: string): Store {
  const here = createRequire(import.meta.url);
  const { Level }: { readonly Level: new (path: string) => Store } = createRequire(
    here.resolve('dynalite'),
  )('level');
  return new Level(path);
}

function failureOf(path: string, cause: unknown): DataFolderError {
  // A store that cannot be opened says why in its cause.
  const { code, message } = reasonOf(cause instanceof Error ? (cause.cause ?? cause) : cause);
  if (code === 'LEVEL_LOCKED') {
    const held = `another process keeps its data in \`${path}\``;
    return new DataFolderError('DATA_HELD', held, { cause });
  }
  const unusable = `cannot keep data in \`${path}\`: ${message}`;
  return new DataFolderError('DATA_UNUSABLE', unusable, { cause });
}

function reasonOf(error: unknown): { readonly code?: unknown; readonly message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  return { message: error.message, ...('code' in error && { code: error.code }) };
}
