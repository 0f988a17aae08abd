import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnRole, type IRole, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from '../acknowledge-wildcards.ts';
import { functions } from '../declarations/functions.ts';
import type { Names } from '../declarations/names.ts';
import { type FunctionName, rightsOf } from '../declarations/rights.ts';
import type { Settings } from './props.ts';

/** A role as it stands in the template, and as the library takes it: nothing that takes it can add to its rights. */
export type ExecutionRole = { readonly resource: CfnRole; readonly role: IRole };

/** The role of one function: exactly what its code calls. */
export function executionRole(
  scope: Construct,
  name: FunctionName,
  { settings, names }: { readonly settings: Settings; readonly names: Names },
): ExecutionRole {
  const rights = rightsOf(name, names);
  const resource = new CfnRole(scope, `${name}-role`, {
    roleName: settings.roleNames[name],
    description: `Execution role of ${settings.name}-${name}: ${functions[name].description}`,
    assumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ],
    },
    policies: [{ policyName: 'rights', policyDocument: rights }],
    ...(settings.permissionsBoundaryArn !== undefined && {
      permissionsBoundary: settings.permissionsBoundaryArn,
    }),
  });
  // Trust policies keep a role's unique id: one that is made anew under the same name is trusted by nobody.
  resource.applyRemovalPolicy(
    settings.deletionProtection ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
  );
  acknowledgeWildcards(
    resource,
    rights,
    'Each stands for names below the one that is written: protected roles, indexes and streams of this table, documents below the prefix, streams of this log group.',
  );
  const role = Role.fromRoleArn(scope, `${name}-role-as-it-is`, resource.attrArn, {
    mutable: false,
  });
  return { resource, role };
}
