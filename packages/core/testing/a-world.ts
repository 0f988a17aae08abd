import { createHash } from 'node:crypto';
import { createLedger } from '../src/audit/ledger.ts';
import type { DecisionRecord } from '../src/audit/record.ts';
import { type Opening, recorded } from '../src/audit/recorded.ts';
import type { SignedCaller } from '../src/identity/subject.ts';
import type { Intercept } from '../src/memory/intercept.ts';
import { type MemoryWorld, memoryWorld } from '../src/memory/world.ts';
import { createLibrary } from '../src/policy/library.ts';
import { isProfileName, type ProfileName } from '../src/policy/names.ts';
import type { PageTokens } from '../src/ports.ts';
import { isRefusal, type Refusal } from '../src/reasons.ts';
import type { Call, Settings, World } from '../src/world.ts';

/** SHA-256 by Node. */
export const sha256 = (data: string | Uint8Array): Uint8Array =>
  createHash('sha256').update(data).digest();

/** The account of the TVM in tests. */
export const ownAccount = '111122223333';

/** What a test's documents say where it does not say otherwise. */
export const documents = {
  directory: `
version: "1"
identity:
  domain: example.com
  trusted_session_names:
    - { account: "${ownAccount}", role: AWSReservedSSO_Engineers_0123456789abcdef, groups: [engineering] }
  people: { alice@example.com: [iam/alice] }
administration:
  audit: { users: [carol@example.com] }
rate: { per_minute: 60, limits: [{ users: ["role/ci-*"], per_minute: 5 }] }
`,
  dev: `
version: "1"
profile: { role_arn: "arn:aws:iam::${ownAccount}:role/SentinelProtected-Dev", region: eu-west-1 }
rules:
  - { name: engineers, effect: allow, conditions: { groups: [engineering] } }
`,
} as const;

/** A world in memory with a directory and one profile, `dev`, for `engineering`. */
export function aWorld(
  options: { readonly intercept?: Intercept; readonly settings?: Partial<Settings> } = {},
): { readonly outside: MemoryWorld; readonly world: World } {
  const outside = memoryWorld(options.intercept ? { intercept: options.intercept } : {});
  outside.policies.put({ kind: 'directory' }, documents.directory);
  outside.policies.put({ kind: 'profile', name: 'dev' }, documents.dev);
  outside.policies.put(
    { kind: 'group', name: 'engineering' },
    'version: "1"\nmembers: [iam/bob, role/ci-deploy]\n',
  );
  const { policies, trail, ...ports } = outside.ports;
  const { clock } = ports;
  const ledger = createLedger('a1b2c3d4', { trail, clock, sha256 });
  const library = createLibrary({
    policies,
    clock,
    sha256,
    cacheSeconds: 30,
    partition: 'aws',
    onNote: () => undefined,
  });
  return {
    outside,
    world: {
      ...ports,
      library,
      pageTokens: plainPageTokens,
      ledger,
      sha256,
      settings: {
        accountId: ownAccount,
        partition: 'aws',
        callerAccounts: new Set([ownAccount]),
        policyRoot: '/sentinel/policies',
        sessionSeconds: 12 * 3600,
        sessionVends: 200,
        version: '0.0.0',
        ...options.settings,
      },
    },
  };
}

/** Alice, an engineer who comes by Identity Center. */
export const alice = person('alice@example.com');

/** Somebody who comes by Identity Center's engineers. */
export function person(name: string): SignedCaller {
  return {
    accountId: ownAccount,
    userArn: `arn:aws:sts::${ownAccount}:assumed-role/AWSReservedSSO_Engineers_0123456789abcdef/${name}`,
    userId: `AROAEXAMPLEENGINEERS1:${name}`,
    accessKey: 'ASIAEXAMPLEBASE',
  };
}

/** A session of some other role of the TVM's account. */
export function roleSession(role: string, session: string): SignedCaller {
  return {
    accountId: ownAccount,
    userArn: `arn:aws:sts::${ownAccount}:assumed-role/${role}/${session}`,
    userId: `AROAEXAMPLEOTHERROLE1:${session}`,
    accessKey: 'ASIAEXAMPLEBASE',
  };
}

/** A profile's name, in tests that know it to be one. */
export function profileNamed(text: string): ProfileName {
  if (!isProfileName(text)) throw new Error(`${text} names no profile`);
  return text;
}

/** Runs one route as the rim does, recorded. */
export async function calling<T>(
  signer: SignedCaller,
  world: World,
  work: (call: Call) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const opening: Opening = { event: 'test', request_id: world.random.id() };
  return recorded(opening, world, (story) =>
    work({
      requestId: opening.request_id,
      signer,
      sourceIp: '192.0.2.1',
      userAgent: 'test',
      story,
    }),
  );
}

/** The decision records written so far. */
export function decisions(outside: MemoryWorld): readonly DecisionRecord[] {
  return outside.trail
    .lines()
    .map((line) => JSON.parse(line))
    .filter((line) => 'seq' in line);
}

/** The code of a refusal, or `OK`. */
export function codeOf(result: unknown): string {
  return isRefusal(result) ? result.code : 'OK';
}

const plainPageTokens: PageTokens = {
  seal: async (after, binding) => JSON.stringify([after, binding]),
  open: async (token, binding) => {
    const [after, bound] = JSON.parse(token);
    return bound === binding ? String(after) : undefined;
  },
};
