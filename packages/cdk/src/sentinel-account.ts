import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkProps, fits, shapes } from './check-props.ts';
import { accountRevokerRights, nothingRevoked } from './documents/revocations.ts';
import { accountRevokerTrust } from './documents/trust.ts';

/** What an account with protected roles needs once. */
export type SentinelAccountProps = {
  /** Execution role of the revoker in the server's account: nobody else is trusted. */
  readonly revokerRoleArn: string;
  /** Name of the role that it assumes here; `SentinelRevoker` if left out. */
  readonly revokerRoleName?: string;
  /** Name of the policy that denies what was revoked; `SentinelRevocations` if left out. */
  readonly revocationPolicyName?: string;
  /** A permissions boundary of the role; none if left out. */
  readonly permissionsBoundaryArn?: string;
};

/**
 * Once in each account with protected roles: the policy that all of them carry, and the role by which the revoker writes
 * its versions and nothing else. Throws an error that names every wrong property.
 */
export class SentinelAccount extends Construct {
  /** The policy that every protected role of the account carries. */
  readonly revocationPolicyArn: string;
  /** The role that the revoker assumes. */
  readonly revokerRoleArn: string;

  constructor(scope: Construct, id: string, props: SentinelAccountProps) {
    super(scope, id);
    const { revokerRoleName = 'SentinelRevoker', permissionsBoundaryArn } = props;
    const { revocationPolicyName = 'SentinelRevocations' } = props;
    checkProps('SentinelAccount', [
      fits('revokerRoleArn', props.revokerRoleArn, shapes.writtenRoleArn),
      fits('revokerRoleName', revokerRoleName, shapes.settingName),
      fits('revocationPolicyName', revocationPolicyName, shapes.settingName),
      fits('permissionsBoundaryArn', permissionsBoundaryArn, shapes.policyArn),
    ]);
    const { partition, account } = Stack.of(this);

    const revocations = new CfnManagedPolicy(this, 'Revocations', {
      managedPolicyName: revocationPolicyName,
      description: 'Denies credentials that were revoked; written by the Sentinel hub',
      policyDocument: nothingRevoked,
    });
    // The revoker writes its versions: its document must never change here, or what was revoked would be given back.
    revocations.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    const revoker = new CfnRole(this, 'Revoker', {
      roleName: revokerRoleName,
      description: 'Lets the Sentinel hub write versions of one policy',
      maxSessionDuration: 3600,
      assumeRolePolicyDocument: accountRevokerTrust(props.revokerRoleArn),
      policies: [
        {
          policyName: 'rights',
          policyDocument: accountRevokerRights(
            `arn:${partition}:iam::${account}:policy/${revocationPolicyName}`,
          ),
        },
      ],
      ...(permissionsBoundaryArn !== undefined && { permissionsBoundary: permissionsBoundaryArn }),
    });

    this.revocationPolicyArn = revocations.attrPolicyArn;
    this.revokerRoleArn = revoker.attrArn;
  }
}
