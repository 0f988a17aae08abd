import {
  DefaultStackSynthesizer,
  type IStackSynthesizer,
  Stack,
  type StackProps,
  Validations,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { executionRoleArn, ProtectedRole, SentinelAccount } from '../../src/index.ts';

/** What an account with protected roles needs, and one such role. */
export class AccountStack extends Stack {
  constructor(scope: Construct, id: string, { hub, ...props }: StackProps & { hub: string }) {
    // Without the rule the template is one for a StackSet too, in accounts that the CDK does not know.
    const synthesizer = new DefaultStackSynthesizer({
      generateBootstrapVersionRule: false,
    }) as IStackSynthesizer; // the library's members may be `undefined`, which exactOptionalPropertyTypes takes ill
    super(scope, id, { synthesizer, ...props });
    const account = new SentinelAccount(this, 'Sentinel', {
      revokerRoleArn: executionRoleArn('revoker', { accountId: hub }),
    });
    const readOnly = new ProtectedRole(this, 'ReadOnly', {
      roleName: 'SentinelProtected-ReadOnly',
      apiRoleArn: executionRoleArn('api', { accountId: hub }),
      profiles: ['read-only'],
      managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    });
    readOnly.node.addDependency(account);
    Validations.of(readOnly).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:aws:iam::aws:policy/ReadOnlyAccess]',
      reason: 'The role is what is vended: all that it may do, people are meant to do.',
    });
  }
}
