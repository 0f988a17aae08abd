import type { AssumeRole } from '@sentinel/core/ports';
import type { Verdict } from './sts-verdict.ts';

/** What a run has met so far, so that a run which met nothing cannot pass for a proof. */
export type Tally = {
  /** Takes one ask; throws where STS would refuse it. */
  sent(ask: AssumeRole, verdict: Verdict): void;
  refused(code: string): void;
  counts(): Readonly<Record<string, number>>;
};

/** The most that a session can be narrowed by where no document narrows it: an Allow beside the Deny that ends it. */
const unnarrowed = 250;

export function createTally(): Tally {
  const counts = new Map<string, number>();
  const add = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const raise = (name: string, to: number) => counts.set(name, Math.max(counts.get(name) ?? 0, to));

  return {
    sent: (ask, verdict) => {
      const policies = lengthOfPolicies(ask);
      if (verdict.kind === 'refused') throw new Error(`STS refuses: ${verdict.because}`);
      if (verdict.kind === 'too-large' && policies <= unnarrowed) {
        throw new Error('STS refuses: stamps alone take more than the packed size');
      }
      add('sent');
      add(verdict.kind);
      if (verdict.kind === 'accepted') raise('largest packed size', verdict.packedSizePercent);
      if (policies === 2048) add('session policies of 2048 characters');
      if (ask.policyArns.length > 0) add('with managed session policies');
      if (ask.policy?.includes('aws:CurrentTime')) add('ended by a Deny');
      if (ask.roleSessionName.length === 44) add('session names of 44 characters');
      if (ask.tags.some(({ key }) => key === 'SentinelTicket')) add('with a ticket');
      if (ask.roleSessionName.includes('=')) add('shortened names');
      raise('longest policy', policies);
      raise('longest source identity', ask.sourceIdentity.length);
      raise('longest session name', ask.roleSessionName.length);
    },
    refused: (code) => {
      add(`refused: ${code}`);
    },
    counts: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function lengthOfPolicies({ policy = '', policyArns }: AssumeRole): number {
  return policy.length + policyArns.join('').length;
}
