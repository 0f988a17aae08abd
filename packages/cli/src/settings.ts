import { CliError } from './failure.ts';
import { parseVendDuration, vendDurations } from './vend-duration.ts';

export type OutputFormat = 'text' | 'json' | 'csv';

export type SigningService = 'execute-api' | 'lambda';

/** What files, environment and flags say; what none says is absent. */
export type Settings = {
  readonly tvmUrl?: string;
  readonly region?: string;
  readonly signingService?: SigningService;
  readonly signingRegion?: string;
  readonly baseProfile?: string;
  readonly durationSeconds?: number;
  readonly output: OutputFormat;
};

/** A setting's name in files; in the environment it is `SENTINEL_` and the name in capitals. */
export type SettingKey = (typeof settingKeys)[number];

export const settingKeys = [
  'tvm_url',
  'region',
  'signing_service',
  'signing_region',
  'base_profile',
  'duration',
  'output',
] as const;

/** What each setting is, and the flag that gives it. */
export const settingMeanings: Readonly<
  Record<SettingKey, { readonly meaning: string; readonly flag?: string }>
> = {
  tvm_url: {
    meaning: 'URL of the server: https, or http to this machine',
    flag: '--tvm-url, --remote-server',
  },
  region: {
    meaning: 'AWS Region of the server, where neither its host nor `signing_region` tells',
    flag: '--region',
  },
  signing_service: { meaning: '`execute-api` or `lambda`, where the host does not tell' },
  signing_region: { meaning: 'Region to sign for, where the host does not tell' },
  base_profile: { meaning: 'AWS profile whose credentials sign', flag: '--base-profile' },
  duration: {
    meaning: 'what `exec` and `credentials` ask for, 15m to 1h: `30m`, `1h` or seconds',
    flag: '-d, --duration',
  },
  output: { meaning: '`text` (if left out), `json` or `csv`', flag: '--output' },
};

/** One place that settings come from: what it is called in messages, and what it says. */
export type SettingSource = {
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
};

/** Puts sources together, later ones win. Strict: throws `CliError` naming the source and the key. */
export function mergeSettings(sources: readonly SettingSource[]): Settings {
  let settings: Settings = { output: 'text' };
  for (const source of sources) settings = { ...settings, ...readSource(source) };
  return settings;
}

/** The settings that environment variables give; an empty variable counts as absent. */
export function environmentSource(
  env: Readonly<Record<string, string | undefined>>,
): SettingSource {
  const values = settingKeys.flatMap((key) => {
    const value = env[variable(key)];
    return value ? [[key, value]] : [];
  });
  return { name: 'environment', values: Object.fromEntries(values) };
}

function readSource(source: SettingSource): Partial<Settings> {
  let settings: Partial<Settings> = {};
  for (const [key, value] of Object.entries(source.values)) {
    const known = settingKeys.find((name) => name === key);
    if (known === undefined) throw bad(source, `unknown setting \`${key}\``, knownKeys());
    settings = { ...settings, ...readSetting(known, textOf(known, value, source), source) };
  }
  return settings;
}

function readSetting(key: SettingKey, text: string, source: SettingSource): Partial<Settings> {
  switch (key) {
    case 'tvm_url':
      return { tvmUrl: text };
    case 'region':
      return { region: regionName(key, text, source) };
    case 'signing_region':
      return { signingRegion: regionName(key, text, source) };
    case 'base_profile':
      return { baseProfile: text };
    case 'signing_service':
      if (text === 'execute-api' || text === 'lambda') return { signingService: text };
      throw badValue(source, key, 'expected `execute-api` or `lambda`');
    case 'output':
      if (text === 'text' || text === 'json' || text === 'csv') return { output: text };
      throw badValue(source, key, 'expected `text`, `json` or `csv`');
    case 'duration': {
      const durationSeconds = parseVendDuration(text);
      if (durationSeconds !== undefined) return { durationSeconds };
      throw badValue(source, key, `expected a time ${vendDurations}`);
    }
  }
}

function textOf(key: SettingKey, value: unknown, source: SettingSource): string {
  if (key === 'duration' && typeof value === 'number') return String(value);
  if (typeof value === 'string' && value !== '') return value;
  throw badValue(source, key, 'expected a text');
}

function regionName(key: SettingKey, text: string, source: SettingSource): string {
  if (/^[a-z]{2,}(-[a-z0-9]+)+$/.test(text)) return text;
  throw badValue(source, key, 'expected a Region such as `eu-west-1`');
}

function badValue(source: SettingSource, key: SettingKey, expected: string): CliError {
  const where = source.name === 'environment' ? variable(key) : key;
  return bad(source, `bad \`${where}\``, expected);
}

function bad(source: SettingSource, what: string, help: string): CliError {
  return new CliError('SETTINGS', `${source.name}: ${what}`, { help });
}

function variable(key: SettingKey): string {
  return `SENTINEL_${key.toUpperCase()}`;
}

function knownKeys(): string {
  return `settings are ${settingKeys.map((key) => `\`${key}\``).join(', ')}`;
}
