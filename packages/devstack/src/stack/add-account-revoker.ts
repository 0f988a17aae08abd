import { accountRevokerRights, accountRevokerTrust } from '@sentinel/tvm/infrastructure/trust';
import type { Role } from '../iam/entities.ts';
import type { Iam } from '../iam/iam.ts';
import { revocationsOf } from './place.ts';

/**
 * In an account with protected roles the role that the revoker assumes, which may write versions of one policy and
 * nothing else.
 */
export function addAccountRevoker(iam: Iam, accountId: string, revoker: Role): void {
  iam.addRole({
    accountId,
    name: 'SentinelRevoker',
    trust: accountRevokerTrust(revoker.arn),
    policies: [accountRevokerRights(revocationsOf(accountId).policyArn)],
  });
}
