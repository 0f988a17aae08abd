import { areDistinct, checkProps, fits, hasSome, shapes } from './check-props.ts';
import type { PolicyDocument } from './documents/policy-document.ts';
import { emergencyRoleTrust as trustOf } from './documents/trust.ts';

/**
 * The trust policy of a role that `emergencyRoleArns` names: these IAM users take it, with MFA. Throws an error that names
 * every wrong property.
 */
export function emergencyRoleTrust(props: {
  /** IAM users, one at least, each with an MFA device. */
  readonly userArns: readonly string[];
}): PolicyDocument {
  const { userArns } = props;
  checkProps('emergencyRoleTrust', [
    hasSome('userArns', userArns, 'nobody could get in'),
    fits('userArns', userArns, shapes.userArn),
    areDistinct('userArns', userArns),
  ]);
  return trustOf(userArns);
}
