import { type Intercept, intercepted } from '../src/memory/intercept.ts';
import { memoryRevocationPolicies } from '../src/memory/revocation-policies.ts';
import { memoryWorld } from '../src/memory/world.ts';
import type { Timer } from '../src/ports.ts';
import type { RevocationAccount } from '../src/revoker-ports.ts';
import { noon } from './contracts/a-session.ts';

/** An account with the usual names. */
export function revocationAccount(account: string): RevocationAccount {
  return {
    account,
    policyArn: `arn:aws:iam::${account}:policy/SentinelRevocations`,
    roleArn: `arn:aws:iam::${account}:role/SentinelRevoker`,
  };
}

export const [ours, theirs] = [
  revocationAccount('444455556666'),
  revocationAccount('777788889999'),
] as const;

/**
 * The revoker's world in memory, a minute after `noon`: two accounts, nothing revoked. Nothing takes long there, so no
 * time passes beside it, unless `meanwhile` lets it.
 */
export function aRevoker(
  options: {
    readonly intercept?: Intercept;
    readonly unknown?: readonly RevocationAccount[];
    readonly meanwhile?: Timer;
  } = {},
) {
  const outside = memoryWorld({ startMs: noon + 60_000 });
  const { subjects, sessions, revocations, trail, clock, timer } = outside;
  const missing = options.unknown ?? [];
  const known = [ours, theirs].filter((account) => !missing.includes(account));
  const policies = memoryRevocationPolicies(
    known.map(({ policyArn }) => policyArn),
    clock,
  );
  const ports = { subjects, sessions, revocations, trail, clock, timer, policies };
  const { meanwhile = { wait: () => new Promise<never>(() => {}) } } = options;
  const intercept = options.intercept ?? ((_call, proceed) => proceed());
  return {
    ...outside,
    policies,
    world: {
      ...intercepted(ports, intercept),
      meanwhile,
      accounts: [ours, theirs],
      partition: 'aws',
    },
    /** Whether an account's policy names this text. */
    denies: ({ policyArn }: RevocationAccount, text: string) =>
      policies.inForce(policyArn).includes(text),
  };
}
