import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Base } from '../context.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** A profile as far as it matters here. */
export type AwsProfile = { readonly region?: string };

/**
 * Where the base's AWS files lie, absolute. Inside an `exec` those are the ones handed on: `AWS_CONFIG_FILE`
 * and its like are then empty files of ours.
 */
export function awsFiles(env: Env): Required<Pick<Base, 'configFile' | 'credentialsFile'>> {
  const prefix = env['AWS_SENTINEL'] ? 'SENTINEL_AWS' : 'AWS';
  const home = env['HOME'] || homedir();
  return {
    configFile: resolve(env[`${prefix}_CONFIG_FILE`] || join(home, '.aws', 'config')),
    credentialsFile: resolve(
      env[`${prefix}_SHARED_CREDENTIALS_FILE`] || join(home, '.aws', 'credentials'),
    ),
  };
}

/**
 * A profile of the AWS files, `undefined` if neither has it or neither can be read.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export async function awsProfile(name: string, env: Env): Promise<AwsProfile | undefined> {
  const files = awsFiles(env);
  const [config, credentials] = await Promise.all([
    readFile(files.configFile, 'utf8').catch(() => ''),
    readFile(files.credentialsFile, 'utf8').catch(() => ''),
  ]);
  const headers = name === 'default' ? ['default', 'profile default'] : [`profile ${name}`];
  const inConfig = section(config, headers);
  const inCredentials = section(credentials, [name]);
  if (inConfig === undefined && inCredentials === undefined) return undefined;
  const region = inConfig?.get('region') ?? inCredentials?.get('region');
  return region ? { region } : {};
}

function section(text: string, headers: readonly string[]): Map<string, string> | undefined {
  let found: Map<string, string> | undefined;
  let isInside = false;
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line)?.[1]?.replace(/\s+/g, ' ');
    if (header !== undefined) {
      isInside = headers.includes(unquoted(header));
      if (isInside) found ??= new Map();
    } else if (isInside) {
      const [, key, value] = /^([\w-]+)\s*=\s*(.*?)\s*(?:\s[#;].*)?$/.exec(line) ?? [];
      if (key !== undefined && value !== undefined) found?.set(key.toLowerCase(), value);
    }
  }
  return found;
}

function unquoted(header: string): string {
  return header.replace(/^profile (["'])(.*)\1$/, 'profile $2');
}
