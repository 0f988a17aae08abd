import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { CliError } from './failure.ts';
import type { SettingSource } from './settings.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** No file of settings is longer. */
const maxBytes = 65_536;

/**
 * Files that settings come from, the weaker first: the machine's and the user's, never one of the current
 * folder (a relative `XDG_CONFIG_HOME` is passed over, as its specification asks).
 * Windows has no machine's file: any user may create `C:\etc`.
 */
export function settingsPaths(env: Env, platform: NodeJS.Platform): readonly string[] {
  if (platform === 'win32') {
    const appData = env['APPDATA'];
    return appData ? [join(appData, 'sentinel', 'config.yaml')] : [];
  }
  const xdg = env['XDG_CONFIG_HOME'];
  const home = xdg && isAbsolute(xdg) ? xdg : join(env['HOME'] || homedir(), '.config');
  return ['/etc/sentinel/config.yaml', join(home, 'sentinel', 'config.yaml')];
}

/** Reads those that exist; yaml is loaded only then. Throws `CliError` naming the file. */
export async function readSettingsFiles(
  paths: readonly string[],
): Promise<readonly SettingSource[]> {
  const sources = await Promise.all(paths.map(readSettingsFile));
  return sources.filter((source) => source !== undefined);
}

async function readSettingsFile(path: string): Promise<SettingSource | undefined> {
  const text = await contents(path);
  if (text === undefined) return undefined;
  if (text.length > maxBytes) throw bad(path, 'it is too long');
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { uniqueKeys: true, version: '1.2' });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) throw bad(path, `${problem.message.split('\n')[0]}`);
  const values: unknown = toPlain(() => document.toJS({ maxAliasCount: 0 }), path);
  if (values === null) return undefined;
  if (!isRecord(values)) throw bad(path, 'expected `setting: value` lines');
  return { name: `\`${path}\``, values };
}

async function contents(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new CliError('SETTINGS', `cannot read \`${path}\` (${String(code)})`, { cause });
  }
}

function toPlain(convert: () => unknown, path: string): unknown {
  try {
    return convert();
  } catch {
    throw bad(path, 'aliases are not allowed');
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bad(path: string, why: string): CliError {
  return new CliError('SETTINGS', `\`${path}\`: ${why}`);
}
