import { randomUUID } from 'node:crypto';
import { awsFiles, awsProfile } from './base/aws-files.ts';
import { baseCredentials } from './base/base-credentials.ts';
import { baseSource } from './base/base-source.ts';
import { createClient } from './client.ts';
import type { Base, CommandContext } from './context.ts';
import { listenForInterrupts } from './interrupts.ts';
import { endpointOf } from './server/endpoint.ts';
import { environmentSource, mergeSettings, type SettingSource, type Settings } from './settings.ts';
import { readSettingsFiles } from './settings-files.ts';
import type { World } from './world.ts';

/** Reads settings, files before environment before flags, and makes what commands get. Throws `CliError`. */
export async function makeContext(world: World, flags: SettingSource): Promise<CommandContext> {
  const { env } = world;
  const files = await readSettingsFiles(world.settingsPaths);
  const given = mergeSettings([...files, environmentSource(env), flags]);
  const base = await baseOf(given, env);
  const settings = await withRegion(given, base, env);
  return {
    client: async () => {
      const endpoint = endpointOf(settings);
      const source = baseSource(settings, env);
      const base = baseCredentials(source, world);
      return createClient({ ...world, endpoint, base, newKey: randomUUID });
    },
    env,
    stdout: world.stdout,
    stderr: world.stderr,
    isTerminal: world.isTerminal,
    ...(world.ask === undefined ? {} : { ask: world.ask }),
    nowMs: world.nowMs,
    sleep: world.sleep,
    chance: Math.random,
    interrupts: listenForInterrupts,
    settings,
    base,
  };
}

// What a nested command can be pointed at: never what lies in the environment only.
async function baseOf(settings: Settings, env: World['env']): Promise<Base> {
  const profile = settings.baseProfile ?? (await ambientProfile(env));
  if (profile === undefined) return {};
  const { configFile, credentialsFile } = awsFiles(env);
  const prefix = env['AWS_SENTINEL'] ? 'SENTINEL_AWS' : 'AWS';
  return {
    profile,
    ...(env[`${prefix}_CONFIG_FILE`] ? { configFile } : {}),
    ...(env[`${prefix}_SHARED_CREDENTIALS_FILE`] ? { credentialsFile } : {}),
  };
}

// The profile that the SDK's chain comes to, by its own order.
async function ambientProfile(env: World['env']): Promise<string | undefined> {
  if (env['AWS_SENTINEL']) return undefined;
  if (env['AWS_PROFILE']) return env['AWS_PROFILE'];
  if (env['AWS_ACCESS_KEY_ID']) return undefined;
  return (await awsProfile('default', env)) === undefined ? undefined : 'default';
}

async function withRegion(settings: Settings, base: Base, env: World['env']): Promise<Settings> {
  if (settings.region !== undefined) return settings;
  // Inside an `exec` these name the vended profile's Region.
  const ambient = env['AWS_SENTINEL'] ? undefined : env['AWS_REGION'] || env['AWS_DEFAULT_REGION'];
  const region =
    ambient ??
    (base.profile === undefined ? undefined : (await awsProfile(base.profile, env))?.region);
  return region ? { ...settings, region } : settings;
}
