import { SentinelError } from '../errors.ts';
import type { PolicyVersion, RevocationAccount, RevocationPolicies } from '../revoker-ports.ts';
import type { MemoryClock } from './clock.ts';

export type MemoryRevocationPolicies = RevocationPolicies & {
  /** What is in force; throws where there is no such policy. */
  inForce(policyArn: string): string;
  versionsOf(policyArn: string): readonly PolicyVersion[];
};

type Stored = PolicyVersion & { readonly document: string };

const mostVersions = 5;

/** Managed policies that exist from the start, each with a first version; every other is unknown. */
export function memoryRevocationPolicies(
  policyArns: readonly string[],
  clock: Pick<MemoryClock, 'nowMs'>,
): MemoryRevocationPolicies {
  const policies = new Map<string, { next: number; versions: readonly Stored[] }>(
    policyArns.map((arn) => [
      arn,
      { next: 2, versions: [{ id: 'v1', isDefault: true, createdAtMs: 0, document: '{}' }] },
    ]),
  );
  const find = (arn: string) => {
    const policy = policies.get(arn);
    if (policy === undefined) throw new SentinelError('CONFIG_ERROR', `no policy \`${arn}\``);
    return policy;
  };
  const policyOf = (at: RevocationAccount) => find(at.policyArn);
  const shown = ({ id, isDefault, createdAtMs }: Stored) => ({ id, isDefault, createdAtMs });
  return {
    versions: async (at) => policyOf(at).versions.map(shown),
    read: async (at, version) => policyOf(at).versions.find(({ id }) => id === version)?.document,
    create: async (at, document) => {
      const policy = policyOf(at);
      if (policy.versions.length >= mostVersions) return 'full';
      const id = `v${policy.next}`;
      policy.next += 1;
      policy.versions = [
        { id, isDefault: true, createdAtMs: clock.nowMs(), document },
        ...policy.versions.map((version) => ({ ...version, isDefault: false })),
      ];
      return 'created';
    },
    remove: async (at, version) => {
      const policy = policyOf(at);
      const found = policy.versions.find(({ id }) => id === version);
      if (found?.isDefault === true) return false;
      policy.versions = policy.versions.filter(({ id }) => id !== version);
      return true;
    },
    inForce: (arn) => find(arn).versions.find(({ isDefault }) => isDefault)?.document ?? '',
    versionsOf: (arn) => find(arn).versions.map(shown),
  };
}
