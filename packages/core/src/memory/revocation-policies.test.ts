import { revocationPoliciesContract } from '@sentinel/core/testing/contracts/revocation-policies';
import { memoryClock } from './clock.ts';
import { memoryRevocationPolicies } from './revocation-policies.ts';

const at = {
  account: '444455556666',
  policyArn: 'arn:aws:iam::444455556666:policy/SentinelRevocations',
  roleArn: 'arn:aws:iam::444455556666:role/SentinelRevoker',
};

revocationPoliciesContract('in memory', async () => {
  const policies = memoryRevocationPolicies([at.policyArn], memoryClock(0));
  return { connect: () => policies, at };
});
