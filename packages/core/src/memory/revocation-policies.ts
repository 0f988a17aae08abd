import { SentinelError } from '../errors.ts';
import type { PolicyVersion, RevocationAccount, RevocationPolicies } from '../revoker-ports.ts';
import type { MemoryClock } from './clock.ts';

export type MemoryRevocationPolicies = RevocationPolicies & {
  /** What is in force; throws where there is no such policy. */
  inForce(policyArn: string): string;
  versionsOf(policyArn: string): readonly PolicyVersion[];
};

type Stored = Omit<PolicyVersion, 'isDefault'> & { readonly document: string };

type Policy = { next: number; inForce: Stored; others: readonly Stored[] };

const mostVersions = 5;

/** Managed policies that exist from the start, each with a first version; every other is unknown. */
export function memoryRevocationPolicies(
  policyArns: readonly string[],
  clock: Pick<MemoryClock, 'nowMs'>,
): MemoryRevocationPolicies {
  const policies = new Map<string, Policy>(
    policyArns.map((arn) => [
      arn,
      { next: 2, inForce: { id: 'v1', createdAtMs: 0, document: '{}' }, others: [] },
    ]),
  );
  const find = (arn: string) => {
    const policy = policies.get(arn);
    if (policy === undefined) throw new SentinelError('CONFIG_ERROR', `no policy \`${arn}\``);
    return policy;
  };
  const policyOf = (at: RevocationAccount) => find(at.policyArn);
  const shown = ({ inForce, others }: Policy) =>
    [inForce, ...others].map(({ id, createdAtMs }) => ({
      id,
      isDefault: id === inForce.id,
      createdAtMs,
    }));
  return {
    versions: async (at) => shown(policyOf(at)),
    read: async (at, version) => {
      const { inForce, others } = policyOf(at);
      return [inForce, ...others].find(({ id }) => id === version)?.document;
    },
    create: async (at, document) => {
      const policy = policyOf(at);
      if (policy.others.length + 1 >= mostVersions) return 'full';
      const id = `v${policy.next}`;
      policy.next += 1;
      policy.others = [policy.inForce, ...policy.others];
      policy.inForce = { id, createdAtMs: clock.nowMs(), document };
      return 'created';
    },
    remove: async (at, version) => {
      const policy = policyOf(at);
      if (policy.inForce.id === version) return false;
      policy.others = policy.others.filter(({ id }) => id !== version);
      return true;
    },
    inForce: (arn) => find(arn).inForce.document,
    versionsOf: (arn) => shown(find(arn)),
  };
}
