import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { awsConfig } from '@sentinel/cli/commands/dev-greeting';
import type { DecisionRecord } from '@sentinel/core/audit/record';
import { type Stack, withStack } from '../a-stack.ts';
import { type Conversation, converse } from './conversation.ts';
import { type ShortLives, shortLives } from './short-lives.ts';

export type Environment = Readonly<Record<string, string>>;

/** Alice's machine, and the server that she knows. */
export type Desk = {
  readonly stack: Stack['stack'];
  readonly shorten: ShortLives['shorten'];
  /** From now on policy denies the profile `dev` to everyone. */
  freeze(): void;
  /** Starts a command as she would; `env` adds to her environment. */
  start(command: readonly string[], env?: Environment): Conversation;
  /** Starts `sentinel` with these arguments. */
  sentinel(args: readonly string[], env?: Environment): Conversation;
  /** What the server decided on vends so far. */
  vends(): readonly DecisionRecord[];
  /** Access keys by which STS was asked who they are, in order. */
  keysSeen(): readonly string[];
};

/** How a machine differs from one that is set up as the guide says. */
export type Setting = {
  /** `HOME` in a value stands for the home. */
  readonly env?: Environment;
  /** Files in the home, by path below it. */
  readonly files?: Readonly<Record<string, string>>;
};

const main = fileURLToPath(import.meta.resolve('@sentinel/cli/main'));

const document = '/sentinel/policies/dev';

/** Node's own path may hold spaces. */
const sentinelLine = `"${process.execPath}" "${main}"`;

/** The profile of the AWS config file that asks Sentinel for credentials of `profile`. */
export function processProfile(profile: string): string {
  return `sentinel-${profile}`;
}

/** Starts a server, sets up a machine, and cleans away both whatever happens. */
export async function withDesk<T>(
  work: (desk: Desk) => Promise<T>,
  setting: Setting = {},
): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'sentinel-clients-'));
  const started: Conversation[] = [];
  try {
    // What a policy says counts from the next vend on.
    const settings = { SENTINEL_POLICY_CACHE_SECONDS: '0' };
    const { between, shorten } = shortLives();
    return await withStack({ settings, between }, async ({ stack, decisions }) => {
      const env = settle(home, stack, setting);
      const start = (command: readonly string[], more: Environment = {}) => {
        const conversation = converse(command, { ...env, ...more });
        started.push(conversation);
        return conversation;
      };
      try {
        return await work({
          stack,
          shorten,
          freeze: () => void stack.ssm.put(document, frozen(stack.ssm.get(document)?.value ?? '')),
          start,
          sentinel: (args, more) => start([process.execPath, main, ...args], more),
          vends: () => decisions().filter(({ event }) => event === 'vend'),
          keysSeen: () =>
            stack.sts.calls
              .filter(({ operation }) => operation === 'GetCallerIdentity')
              .map(({ accessKeyId }) => accessKeyId),
        });
      } finally {
        for (const conversation of started) conversation.kill();
      }
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function settle(
  home: string,
  stack: Desk['stack'],
  { env = {}, files = {} }: Setting,
): Environment {
  const placed = Object.entries(env).map(([name, value]) => [name, value.replace('HOME', home)]);
  const own = {
    '.aws/config': processBlocks(stack.region),
    [credentialsFile(env)]: awsConfig(stack).replaceAll('[profile ', '['),
  };
  for (const [path, text] of [...Object.entries(files), ...Object.entries(own)]) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    appendFileSync(join(home, path), `${text}\n`);
  }
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    ...Object.fromEntries(placed),
    SENTINEL_TVM_URL: stack.url,
    SENTINEL_BASE_PROFILE: 'alice',
    // No host of AWS, whose name would tell; her environment may name another Region.
    SENTINEL_SIGNING_REGION: stack.region,
  };
}

/** Where her keys lie: where her environment says, unless that is of an outer `exec`. */
function credentialsFile(env: Environment): string {
  const named = env['AWS_SENTINEL'] ? undefined : env['AWS_SHARED_CREDENTIALS_FILE'];
  return named?.replace('HOME/', '') ?? '.aws/credentials';
}

function processBlocks(region: string): string {
  return ['dev', 'payments']
    .map(
      (profile) =>
        `[profile ${processProfile(profile)}]\nregion = ${region}\n` +
        `credential_process = ${sentinelLine} --base-profile alice credentials ${profile}\n`,
    )
    .join('\n');
}

function frozen(policy: string): string {
  const rule = '{ name: freeze, effect: deny, conditions: { any: true }, reason: change freeze }';
  return policy.replace('rules:\n', `rules:\n  - ${rule}\n`);
}
