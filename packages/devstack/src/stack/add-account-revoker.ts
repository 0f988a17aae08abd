import { accountRevokerRights, accountRevokerTrust } from '@sentinel/tvm/infrastructure/trust';
import type { Role } from '../iam/entities.ts';
import type { Iam } from '../iam/iam.ts';
import { place, revocationAccount } from './place.ts';

/**
 * In the workload account the role that the revoker assumes, which may write versions of one policy and nothing else.
 */
export function addAccountRevoker(iam: Iam, revoker: Role): void {
  iam.addRole({
    accountId: place.workloadAccount,
    name: 'SentinelRevoker',
    trust: accountRevokerTrust(revoker.arn),
    policies: [accountRevokerRights(revocationAccount.policyArn)],
  });
}
