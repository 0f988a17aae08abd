import { Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  areDistinct,
  checkProps,
  emergencyRules,
  fits,
  hasSome,
  holds,
  isWhole,
  shapes,
} from './check-props.ts';
import { chaining } from './documents/chaining.ts';
import { protectedRoleTrust } from './documents/trust.ts';

/** A role that Sentinel vends. */
export type ProtectedRoleProps = {
  /** Name of the role: `SentinelProtected-` and what it is for. It has no path. */
  readonly roleName: string;
  /** The server's api role: nobody else is trusted but those of emergencies. */
  readonly apiRoleArn: string;
  /** Profiles whose documents may name the role, one at least: no other document reaches it. */
  readonly profiles: readonly string[];
  /** What it may do: managed policies, 9 at most, because it carries the revocation policy as well. */
  readonly managedPolicyArns?: readonly string[];
  /** What it may do: further policies by name, as documents. */
  readonly inlinePolicies?: Readonly<Record<string, object>>;
  /** Stamps by which it may be vended, such as `sentinel.approved.*`; all of them (`sentinel.*`) if left out. */
  readonly sourceIdentities?: readonly string[];
  /** All roles that its sessions may assume further; none if left out. */
  readonly mayChainTo?: readonly string[];
  /**
   * Roles that may go past the server, without a stamp of its own; none if left out. Their sessions tell nothing of MFA:
   * demand it where such a role is assumed, as `emergencyRoleTrust` does, or in Identity Center.
   */
  readonly emergencyRoleArns?: readonly string[];
  /** IAM users that may go past the server, with MFA and without a stamp of its own; none if left out. */
  readonly emergencyUserArns?: readonly string[];
  /** The account's revocation policy, such as that of `SentinelAccount`; `SentinelRevocations` of this account if left out. */
  readonly revocationPolicyArn?: string;
  /** Seconds that a session may live: 3600, which is as short as IAM knows and as long as anything vended lives. */
  readonly maxSessionSeconds?: number;
  /** A permissions boundary of the role; none if left out. */
  readonly permissionsBoundaryArn?: string;
  readonly description?: string;
};

/** Free text comes last in a stamp, so that these are prefixes that no name can forge. */
const stamps = /^sentinel\.((direct|approved|auto|breakglass)\.)?\*$/;

/**
 * A role that the server alone assumes, for profiles that are named and by a stamp of its own. Throws an error that names
 * every wrong property.
 */
export class ProtectedRole extends Construct {
  readonly roleArn: string;
  readonly roleName: string;

  constructor(scope: Construct, id: string, props: ProtectedRoleProps) {
    super(scope, id);
    checkRole(props);
    const { partition, account } = Stack.of(this);
    const { inlinePolicies = {} } = props;
    const revocations =
      props.revocationPolicyArn ?? `arn:${partition}:iam::${account}:policy/SentinelRevocations`;
    const role = new CfnRole(this, 'Role', {
      roleName: props.roleName,
      description: props.description ?? 'Vended by Sentinel',
      maxSessionDuration: props.maxSessionSeconds ?? 3600,
      assumeRolePolicyDocument: protectedRoleTrust({
        apiRoleArn: props.apiRoleArn,
        profiles: props.profiles,
        sourceIdentities: props.sourceIdentities ?? ['sentinel.*'],
        emergencyRoleArns: props.emergencyRoleArns ?? [],
        emergencyUserArns: props.emergencyUserArns ?? [],
      }),
      managedPolicyArns: [revocations, ...(props.managedPolicyArns ?? [])],
      policies: [
        { policyName: 'chaining', policyDocument: chaining(props.mayChainTo ?? []) },
        ...Object.entries(inlinePolicies).map(([policyName, policyDocument]) => ({
          policyName,
          policyDocument,
        })),
      ],
      ...(props.permissionsBoundaryArn !== undefined && {
        permissionsBoundary: props.permissionsBoundaryArn,
      }),
    });

    this.roleArn = role.attrArn;
    this.roleName = props.roleName;
  }
}

function checkRole(props: ProtectedRoleProps): void {
  const { profiles, managedPolicyArns = [], sourceIdentities, maxSessionSeconds } = props;
  checkProps('ProtectedRole', [
    fits('roleName', props.roleName, {
      pattern: /^SentinelProtected-[\w+=,.@-]{1,46}$/,
      expected: '`SentinelProtected-` and 1 to 46 letters, digits and `_+=,.@-`, without a path',
    }),
    fits('apiRoleArn', props.apiRoleArn, shapes.writtenRoleArn),
    holds(
      'emergencyRoleArns',
      !(props.emergencyRoleArns ?? []).includes(props.apiRoleArn),
      'has the api role, which would vend this one without a stamp',
    ),
    fits('description', props.description, {
      pattern: /^[ -~\t\r\n]{1,1000}$/,
      expected: '1 to 1000 ASCII characters',
    }),
    hasSome('profiles', profiles, 'no document could name the role'),
    fits('profiles', profiles, shapes.profile),
    areDistinct('profiles', profiles),
    fits('managedPolicyArns', managedPolicyArns, shapes.policyArn),
    areDistinct('managedPolicyArns', managedPolicyArns),
    holds(
      'managedPolicyArns',
      managedPolicyArns.length <= 9,
      'are more than 9: a role has 10, and one of them denies what was revoked',
    ),
    holds(
      'inlinePolicies',
      !Object.hasOwn(props.inlinePolicies ?? {}, 'chaining'),
      'has a policy `chaining`, which is the name of the one that says what sessions may assume',
    ),
    holds(
      'sourceIdentities',
      sourceIdentities === undefined || sourceIdentities.length > 0,
      'is empty: nothing could be vended',
    ),
    fits('sourceIdentities', sourceIdentities, {
      pattern: stamps,
      expected:
        '`sentinel.*`, or `sentinel.<via>.*` with `direct`, `approved`, `auto` or `breakglass`: any other pattern could be forged by a name',
    }),
    fits('mayChainTo', props.mayChainTo, shapes.roleArn),
    ...emergencyRules(props),
    fits('revocationPolicyArn', props.revocationPolicyArn, {
      pattern: /^arn:[a-z-]+:iam::\d{12}:policy\/[\w+=,.@/-]+$/,
      expected: 'the ARN of a customer managed policy',
    }),
    isWhole('maxSessionSeconds', maxSessionSeconds, [3600, 3600]),
    fits('permissionsBoundaryArn', props.permissionsBoundaryArn, shapes.policyArn),
  ]);
}
