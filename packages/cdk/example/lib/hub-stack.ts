import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { SentinelTvm } from '../../src/index.ts';

type HubStackProps = StackProps & {
  readonly packagePath: string;
  readonly accounts: readonly string[];
};

/** The server, in an account of its own. */
export class HubStack extends Stack {
  readonly tvm: SentinelTvm;

  constructor(scope: Construct, id: string, { packagePath, accounts, ...props }: HubStackProps) {
    super(scope, id, { terminationProtection: true, ...props });
    this.tvm = new SentinelTvm(this, 'Sentinel', {
      packagePath,
      protectedAccountIds: accounts,
      createAlarmTopic: true,
    });

    new CfnOutput(this, 'ApiId', { value: this.tvm.api.apiId });
    new CfnOutput(this, 'ApiUrl', { value: this.tvm.apiUrl });
    new CfnOutput(this, 'ApiRoleArn', { value: this.tvm.apiRoleArn });
    new CfnOutput(this, 'RevokerRoleArn', { value: this.tvm.revokerRoleArn });
    new CfnOutput(this, 'KeyArn', { value: this.tvm.key.keyArn });
  }
}
